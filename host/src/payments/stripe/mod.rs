//! Stripe as the gateway of a host: customers and their payment methods, charges, refunds, and what it tells by webhook.
//! [docs/payments.md](../../../../docs/payments.md)
//!
//! Each wish goes out under its own key (`Idempotency-Key`), and with the key in the metadata of what it makes: Stripe forgets keys
//! after a day, but not what it made. Whatever may have been sent before is looked for first, and only what is not there is sent,
//! under the same key.

mod amounts;
mod call;
mod charge;
mod declines;
mod form;
mod gateway;
mod refund;
mod setup;
mod signature;
mod told;

pub(crate) use call::{Failed, Refused};
pub(crate) use gateway::StripeGateway;
pub(crate) use setup::{Kept, MicroDeposits, SetupIntent};
pub(crate) use told::{Back, Hint, Notice};

use crate::Tenant;
use crate::outgoing::{Client, Fault, Reach, Target};
use form::Form;
use std::fmt;
use std::sync::Arc;

/// Where Stripe is.
pub const STRIPE: &str = "https://api.stripe.com";
/// The form of Stripe's objects that is spoken here, whatever an account has for its default.
const VERSION: &str = "2024-06-20";

/// What is made at Stripe says of itself whose it is, and which wish has made it.
const TENANT: &str = "counterfoil_tenant";
const ACCOUNT: &str = "counterfoil_account";
const CHARGE: &str = "counterfoil_charge";
const KEY: &str = "counterfoil_key";

/// A form that says whose it is.
fn marked(form: Form, tenant: Tenant, account: &str) -> Form {
    let tenant = tenant.number().to_string();
    form.with(&format!("metadata[{TENANT}]"), &tenant).with(&format!("metadata[{ACCOUNT}]"), account)
}

/// Is it a name of Stripe's, of things of that kind? Nothing else goes into an address.
pub(crate) fn is_id(id: &str, prefix: &str) -> bool {
    let rest = id.strip_prefix(prefix).unwrap_or_default();
    (1..=120).contains(&rest.len()) && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// What is paid with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MethodType {
    Card,
    /// ACH.
    UsBank,
}

impl MethodType {
    /// Stripe's word.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::UsBank => "us_bank_account",
        }
    }
}

/// A text that is not printed by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Arc<str>);

impl Secret {
    /// One of these letters.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.into())
    }

    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// What a host is told of its account at Stripe.
#[derive(Clone, Debug)]
pub struct StripeAccount {
    /// The secret key, `sk_…`, or a restricted one, `rk_…`.
    pub key: Secret,
    /// What webhooks are signed with, `whsec_…`: one, or two while it is changed. Without any, none is listened to.
    pub webhook_secrets: Vec<Secret>,
    /// Where Stripe is: [`STRIPE`], or a stand-in for it.
    pub url: String,
}

/// An account at Stripe that a host charges through. Cheap to clone.
#[derive(Clone)]
pub struct Stripe {
    account: Arc<StripeAccount>,
    client: Client,
    reach: Reach,
}

/// Why an account at Stripe is none to charge through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unusable {
    /// The key is no secret key of Stripe's.
    Key,
    /// A secret of webhooks is empty, or has letters that no header has.
    WebhookSecret,
    /// The address is none that is asked.
    Url(String),
    /// There is no TLS here.
    Client(Fault),
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key => f.write_str("the key of Stripe does not begin with `sk_` or `rk_`: take the secret one"),
            Self::WebhookSecret => f.write_str("a secret of Stripe's webhooks is empty or has a space in it"),
            Self::Url(why) => write!(f, "the address of Stripe: {why}"),
            Self::Client(fault) => fault.fmt(f),
        }
    }
}

impl std::error::Error for Unusable {}

impl Stripe {
    /// Looks at what a host is told; Stripe is not asked.
    ///
    /// # Errors
    /// What cannot be used of it.
    pub fn new(account: StripeAccount) -> Result<Self, Unusable> {
        let plain = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
        let key = account.key.reveal();
        if !plain(key) || !["sk_", "rk_"].iter().any(|kind| key.starts_with(kind)) {
            return Err(Unusable::Key);
        }
        if !account.webhook_secrets.iter().all(|secret| plain(secret.reveal())) {
            return Err(Unusable::WebhookSecret);
        }
        let reach = reach(&account.url)?;
        let client = Client::new().map_err(Unusable::Client)?;
        let url = account.url.trim_end_matches('/').to_owned();
        Ok(Self { account: Arc::new(StripeAccount { url, ..account }), client, reach })
    }
}

/// The public internet over TLS; another place is the operator's own choice, but without TLS it is on this machine: a key is sent there.
fn reach(url: &str) -> Result<Reach, Unusable> {
    if url == STRIPE {
        return Ok(Reach::Public);
    }
    let target = Target::read(url, Reach::Anywhere).map_err(|wrong| Unusable::Url(wrong.to_string()))?;
    if target.is_root() && (target.has_tls() || target.is_here()) {
        return Ok(Reach::Anywhere);
    }
    let why = "name a scheme, a host and a port alone, and `https` where it is not on this machine";
    Err(Unusable::Url(why.to_owned()))
}

impl fmt::Debug for Stripe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stripe").field("url", &self.account.url).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::{STRIPE, Secret, Stripe, StripeAccount, Unusable};

    fn told(key: &str, secret: &str, url: &str) -> Result<(), Unusable> {
        let webhook_secrets = vec![Secret::new(secret)];
        Stripe::new(StripeAccount { key: Secret::new(key), webhook_secrets, url: url.into() }).map(drop)
    }

    #[test]
    fn what_cannot_be_used_is_refused_at_the_start() {
        for url in [
            STRIPE,
            "https://stripe.example",
            "https://10.0.0.7:8443/",
            "http://127.0.0.1:8420",
            "http://[::1]:8420",
            "http://localhost:8420",
        ] {
            assert_eq!(told("sk_test_x", "whsec_x", url), Ok(()), "{url}");
        }
        for url in
            ["http://stripe.example:8080", "http://10.0.0.7:8080", "https://stripe.example/v1", "ftp://localhost", ""]
        {
            assert!(matches!(told("sk_test_x", "whsec_x", url), Err(Unusable::Url(_))), "{url}");
        }
        for key in ["", "pk_test_x", "sk_test x", "sk_test_\u{fc}"] {
            assert_eq!(told(key, "whsec_x", STRIPE), Err(Unusable::Key), "{key}");
        }
        assert_eq!(told("rk_live_x", "", STRIPE), Err(Unusable::WebhookSecret));
    }

    #[test]
    fn secrets_are_not_printed() {
        let account = StripeAccount {
            key: Secret::new("sk_hush"),
            webhook_secrets: vec![Secret::new("whsec_hush")],
            url: STRIPE.into(),
        };
        let printed = format!("{account:?} {:?}", Stripe::new(account.clone()).expect("an account"));
        assert!(!printed.contains("hush"), "{printed}");
    }
}
