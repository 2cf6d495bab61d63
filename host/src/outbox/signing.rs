//! Signatures by Standard Webhooks 1.0.0: HMAC-SHA256 over `id.timestamp.body`, in base64 behind `v1,`.
//! <https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md>

use data_encoding::BASE64;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use std::fmt;
use subtle::ConstantTimeEq as _;

/// A secret that is signed with. It is not printed by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Vec<u8>);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

const PREFIX: &str = "whsec_";
/// Bytes of a new one; the standard has 24 to 64.
const BYTES: usize = 32;
/// How far a receiver's clock may be from the sender's.
const TOLERANCE_S: i64 = 300;

impl Secret {
    /// A new one.
    ///
    /// # Errors
    /// The operating system has no randomness.
    pub fn new() -> Result<Self, crate::identity::NoRandom> {
        let mut bytes = [0; BYTES];
        getrandom::fill(&mut bytes).map_err(|_| crate::identity::NoRandom)?;
        Ok(Self(bytes.to_vec()))
    }

    pub(super) const fn of(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Reads one, as it is written.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        BASE64.decode(text.strip_prefix(PREFIX)?.as_bytes()).ok().map(Self)
    }

    /// As it is given to a receiver.
    #[must_use]
    pub fn reveal(&self) -> String {
        format!("{PREFIX}{}", BASE64.encode(&self.0))
    }

    fn mac(&self, id: &str, second: i64, body: &[u8]) -> Vec<u8> {
        let mac = Hmac::<Sha256>::new_from_slice(&self.0);
        let signed = format!("{id}.{second}.");
        // A key of any length is one.
        mac.map(|mac| mac.chain_update(signed).chain_update(body).finalize().into_bytes().to_vec()).unwrap_or_default()
    }

    /// The signature of a message.
    #[must_use]
    pub fn sign(&self, id: &str, second: i64, body: &[u8]) -> String {
        format!("v1,{}", BASE64.encode(&self.mac(id, second, body)))
    }
}

/// Is one of the signatures that of one of these secrets, and is it of now? `headers` are id, timestamp and signatures.
#[must_use]
pub fn verified(secrets: &[Secret], headers: [&str; 3], body: &[u8], now: i64) -> bool {
    let [id, timestamp, signatures] = headers;
    let digits = !timestamp.is_empty() && timestamp.bytes().all(|byte| byte.is_ascii_digit());
    let Some(second) = timestamp.parse::<i64>().ok().filter(|_| digits) else { return false };
    if id.is_empty() || id.contains('.') || now.abs_diff(second) > TOLERANCE_S.unsigned_abs() {
        return false;
    }
    let given = signatures.split(' ').filter_map(|one| one.strip_prefix("v1,"));
    given
        .filter_map(|one| BASE64.decode(one.as_bytes()).ok())
        .any(|given| secrets.iter().any(|secret| secret.mac(id, second, body).ct_eq(&given).into()))
}

#[cfg(test)]
mod tests {
    use super::{Secret, verified};
    use serde_json::Value;

    fn cases() -> Value {
        let file =
            std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases/tables/webhook_signatures.json");
        serde_json::from_str(&std::fs::read_to_string(file).expect("the cases")).expect("JSON")
    }

    #[test]
    fn signatures_are_those_of_the_standard() {
        let cases = cases();
        let cases = cases["vectors"].as_array().expect("cases");
        assert!(cases.len() > 10);
        for case in cases {
            let secret = Secret::read(case["secret"].as_str().expect("a secret")).expect("a secret");
            let header = |name: &str| case["headers"][name].as_str().unwrap_or_default();
            let headers = [header("webhook-id"), header("webhook-timestamp"), header("webhook-signature")];
            let body = case["body"].as_str().expect("a body").as_bytes();
            let now = case["now"].as_i64().expect("a time");
            let held = verified(std::slice::from_ref(&secret), headers, body, now);
            assert_eq!(held, case["expect"] == "accept", "{}", case["name"]);
            if held {
                assert!(headers[2].split(' ').any(|one| one == secret.sign(headers[0], now, body)), "{}", case["name"]);
            }
        }
    }

    #[test]
    fn a_secret_is_read_as_it_was_written_and_not_printed() {
        let secret = Secret::new().expect("randomness");
        assert_eq!(Secret::read(&secret.reveal()), Some(secret.clone()));
        assert_eq!(format!("{secret:?}"), "Secret(..)");
        assert_ne!(Secret::new().expect("randomness"), secret);
        assert_eq!((Secret::read("whsec_*"), Secret::read("AAAA")), (None, None));
    }
}
