//! The account at Stripe, as the command line says it.

use crate::{Payments, STRIPE, Secret, Stripe, StripeAccount};
use clap::Args;

/// What `--payments stripe` charges through. Keys belong into the environment or into a file that only the host reads.
#[derive(Args)]
pub(crate) struct StripeArgs {
    /// The secret key of the account at Stripe, `sk_…` or a restricted one, `rk_…`; it goes with `--payments stripe`.
    #[arg(long, env = "COUNTERFOIL_STRIPE_KEY", value_name = "KEY", hide_env_values = true)]
    stripe_key: Option<String>,
    /// What Stripe signs its webhooks with, `whsec_…`. Two, or by a comma, while it is changed; without it none is listened to.
    #[arg(
        long,
        env = "COUNTERFOIL_STRIPE_WEBHOOK_SECRET",
        value_delimiter = ',',
        value_name = "SECRET",
        hide_env_values = true
    )]
    stripe_webhook_secret: Vec<String>,
    /// Where Stripe is. A stand-in for it may do without TLS on this machine.
    #[arg(long, env = "COUNTERFOIL_STRIPE_URL", default_value = STRIPE, value_name = "URL")]
    stripe_url: String,
}

/// Words whose values are not shown.
pub(super) const SECRETS: [&str; 2] = ["stripe_key", "stripe_webhook_secret"];

/// Most secrets of webhooks: the one that is and the one that is to be.
const SECRETS_MAX: usize = 2;

impl StripeArgs {
    /// What is charged through, where it is Stripe.
    ///
    /// # Errors
    /// What is missing, or cannot be used.
    pub(crate) fn account(&self, payments: Payments) -> Result<Option<Stripe>, String> {
        if payments != Payments::Stripe {
            return Ok(None);
        }
        let missing = "`--payments stripe` needs a key: set COUNTERFOIL_STRIPE_KEY";
        let key = Secret::new(self.stripe_key.as_deref().ok_or(missing)?);
        if self.stripe_webhook_secret.len() > SECRETS_MAX {
            return Err(format!("there are more than {SECRETS_MAX} secrets of Stripe's webhooks"));
        }
        let webhook_secrets = self.stripe_webhook_secret.iter().map(|secret| Secret::new(secret)).collect();
        let account = StripeAccount { key, webhook_secrets, url: self.stripe_url.clone() };
        Stripe::new(account).map(Some).map_err(|error| error.to_string())
    }
}
