//! Rule `recharge.pause`: when no attempt is made although the balance calls for one.
//!
//! A hard decline (stolen, closed) is never retried on that method. A row of failures opens the breaker until a
//! success or another method. Attempts keep a minimum spacing. Below all that stands the ladder.
//! Source: the product's own; akash-network/console#3760 and openstory-so/openstory#1334 show what happens without.

use super::next_rung;
use crate::catalog::RechargePolicy;
use crate::money::{Money, Refusal};
use crate::text::Id;
use crate::time::Instant;
use crate::wire::{Decode, Encode};

/// Why no attempt is made now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Pause {
    /// No payment method is set, and none is the default.
    NoMethod,
    /// The method was declined for good.
    HardDecline,
    /// Too many failures in a row.
    Breaker,
    /// Every rung has been used.
    NoRungLeft,
    /// The next rung is further down.
    NextRung,
    /// The last attempt was too short a time ago.
    Spacing,
}

/// What failed attempts leave behind. A success, a top-up to the threshold or a new method clears it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Attempts {
    /// The balance at which the last attempt failed: where the ladder stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failed_at: Option<Money>,
    /// When it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failed_time: Option<Instant>,
    /// The method that was declined for good.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub declined_method: Option<Id>,
    /// Failures in a row.
    #[serde(default)]
    pub failures: u32,
}

/// Do so many failures in a row open the breaker?
#[must_use]
pub const fn breaks(policy: &RechargePolicy, failures: u32) -> bool {
    policy.breaker_failures > 0 && failures >= policy.breaker_failures
}

impl Attempts {
    /// Is there a reason to wait?
    ///
    /// # Errors
    /// `Overflow` beyond exact money.
    pub fn pause(
        &self,
        policy: &RechargePolicy,
        threshold: Money,
        method: &Id,
        balance: Money,
        now: Instant,
    ) -> Result<Option<Pause>, Refusal> {
        if self.declined_method.as_ref() == Some(method) {
            return Ok(Some(Pause::HardDecline));
        }
        if breaks(policy, self.failures) {
            return Ok(Some(Pause::Breaker));
        }
        if let Some(failed_at) = self.failed_at {
            match next_rung(&policy.ladder_percent, threshold, failed_at)? {
                None => return Ok(Some(Pause::NoRungLeft)),
                Some(rung) if balance > rung => return Ok(Some(Pause::NextRung)),
                Some(_) => {}
            }
        }
        let early = self.failed_time.is_some_and(|failed| now < failed.plus_seconds(policy.spacing_s));
        Ok(early.then_some(Pause::Spacing))
    }
}
