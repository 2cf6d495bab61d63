//! Who answers charge requests of a host's accounts.

mod simulator;
pub(crate) mod stripe;

pub(crate) use simulator::Simulator;
pub use stripe::{STRIPE, Secret, Stripe, StripeAccount, Unusable};

use crate::Asked;

/// Who answers charge requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Payments {
    /// A gateway outside; its results come as events.
    Report,
    /// The engine: every charge is paid at once.
    Succeed,
    /// The engine: every charge is declined at once.
    Decline,
    /// The simulated gateway of this host: what comes of a charge is written in the name of its payment method.
    Simulator,
    /// Stripe; `docs/payments.md` says how.
    Stripe,
}

impl Payments {
    /// The contract's word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Report | Self::Simulator | Self::Stripe => "report",
            Self::Succeed => "succeed",
            Self::Decline => "decline",
        }
    }
}

/// Moves money. A wish has a key: the same key again is the same wish, whatever came of the first call.
pub(crate) trait Gateway: Send + Sync {
    /// What it is called.
    fn name(&self) -> &'static str;

    /// Charges, or tells what came of it where it was asked before; at `now`, the tenant's time.
    fn charge(&self, wish: &Wish<'_>) -> Outcome;

    /// Pays back.
    fn refund(&self, wish: &Wish<'_>, payment: &str) -> Outcome;

    /// Lets go of a method that the account has removed, where the gateway keeps any.
    ///
    /// # Errors
    /// Why it is to be asked again.
    fn let_go(&self, _: &Wish<'_>) -> Result<(), String> {
        Ok(())
    }
}

/// What a gateway is asked.
#[derive(Debug)]
pub(crate) struct Wish<'w> {
    pub(crate) asked: &'w Asked,
    /// Of this try: the same try, the same key.
    pub(crate) key: &'w str,
    pub(crate) amount: &'w str,
    pub(crate) method: &'w str,
    pub(crate) now: &'w str,
}

/// What a simulation has follow on a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Later {
    /// So many seconds after it.
    pub(crate) after_s: i64,
    /// `return`, `chargeback` or `won`.
    pub(crate) kind: &'static str,
    /// Of what kind is that of which it follows: nothing, where that is the payment itself.
    pub(crate) of: Option<&'static str>,
}

/// What it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Money has moved, so much of it; and what the script of a simulation has follow.
    Paid { reference: String, amount: String, currency: String, then: Vec<Later> },
    /// Money is on its way: to be asked about again after so many seconds.
    Pending { reference: String, again_s: i64 },
    /// Not with this method: now, or ever.
    Declined { hard: bool, reason: String },
    /// Nobody knows: to be asked about by the same key.
    Unknown(String),
}
