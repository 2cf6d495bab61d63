//! `Stripe-Signature`: HMAC-SHA256 over the second, a full stop and the body as it came, by the secret of the endpoint.
//! <https://docs.stripe.com/webhooks?verify=verify-manually>

use super::Secret;
use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

/// How far Stripe's clock and the host's may be apart, in seconds; what is older may be somebody's who has listened.
const TOLERANCE_S: i64 = 300;
/// Signatures of one header that are looked at: while a secret is changed there are two.
const LOOKED_AT: usize = 10;

/// Is a body signed by one of these secrets, within the tolerance of a second? While a secret is changed, two are good.
pub(super) fn is_signed(secrets: &[Secret], header: &str, body: &[u8], second: i64) -> bool {
    let parts = || header.split(',').filter_map(|part| part.trim().split_once('='));
    let mut times = parts().filter(|(name, _)| *name == "t").map(|(_, time)| time);
    let (Some(time), None) = (times.next(), times.next()) else { return false };
    // As Stripe writes it: what is signed are these letters.
    let Ok(at) = time.parse::<i64>() else { return false };
    if at.to_string() != time || second.abs_diff(at) > TOLERANCE_S.unsigned_abs() {
        return false;
    }
    let given: Vec<Vec<u8>> = parts()
        .filter(|(name, _)| *name == "v1")
        .take(LOOKED_AT)
        .filter_map(|(_, digits)| HEXLOWER.decode(digits.as_bytes()).ok())
        .collect();
    // Each is compared with each, whichever fits: the time that it takes says nothing.
    let fits = secrets
        .iter()
        .map(|secret| mac(secret, time, body))
        .flat_map(|own| given.iter().map(move |given| own.ct_eq(given)).collect::<Vec<_>>());
    fits.fold(subtle::Choice::from(0), |one, other| one | other).into()
}

fn mac(secret: &Secret, time: &str, body: &[u8]) -> Vec<u8> {
    let mac = Hmac::<Sha256>::new_from_slice(secret.reveal().as_bytes());
    // A key of any length is one.
    mac.map(|mac| mac.chain_update(time).chain_update(".").chain_update(body).finalize().into_bytes().to_vec())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::Secret;
    use super::is_signed;

    const BODY: &[u8] = br#"{"id":"evt_1","type":"charge.refunded"}"#;
    /// `printf '1700000000.{"id":"evt_1","type":"charge.refunded"}' | openssl dgst -sha256 -hmac whsec_one`, and `whsec_two`.
    const ONE: &str = "5fbaa3a0d2e3fb47f49c4207700a984eb39ffb460f40cbde503cd0d7a1a5a3f0";
    const TWO: &str = "52db649d0863df52d1afc40d2270c80ef5e80e059552c3b65722e417d7d3738e";
    const AT: i64 = 1_700_000_000;

    fn told(header: &str, body: &[u8], second: i64) -> bool {
        is_signed(&[Secret::new("whsec_one"), Secret::new("whsec_new")], header, body, second)
    }

    #[test]
    fn what_is_signed_by_one_of_the_secrets_is_taken() {
        let [one, two] = [ONE, TWO];
        for header in [
            format!("t=1700000000,v1={one}"),
            format!("t=1700000000, v1={two}, v1={one}"),
            format!("v1={one},v0=00,t=1700000000"),
        ] {
            assert!(told(&header, BODY, AT), "{header}");
            assert!(told(&header, BODY, AT + 300) && told(&header, BODY, AT - 300), "{header}");
            assert!(!told(&header, BODY, AT + 301) && !told(&header, BODY, AT - 301), "{header}");
            assert!(!told(&header, b"{}", AT), "{header}");
        }
    }

    #[test]
    fn whatever_is_not_is_refused() {
        let [one, two] = [ONE, TWO];
        for header in [
            String::new(),
            "t=1700000000".into(),
            format!("v1={one}"),
            format!("t=1700000001,v1={one}"),
            format!("t=1700000000,v1={two}"),
            format!("t=1700000000,v0={one}"),
            format!("t=1700000000,v1={}", &one[..62]),
            format!("t=1700000000,v1={}", one.to_uppercase()),
            format!("t=1700000000,t=1700000000,v1={one}"),
            format!("t=+1700000000,v1={one}"),
            format!("t=1700000000.,v1={one}"),
            format!("t=-9223372036854775808,v1={one}"),
            "t=1700000000,v1=".into(),
        ] {
            assert!(!told(&header, BODY, AT), "{header}");
        }
        assert!(!is_signed(&[], &format!("t=1700000000,v1={one}"), BODY, AT), "without a secret nothing is");
    }
}
