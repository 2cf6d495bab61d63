//! What follows from an event, for the doors to carry out: notices to send, charges to make, service to switch.

use crate::alert::Source;
use crate::money::Money;
use crate::recharge::{Limit, Pause};
use crate::rule::Rule;
use crate::text::{Address, Id};
use crate::time::Instant;
use alloc::string::String;
use alloc::vec::Vec;
use serde::Serialize;

/// One effect. Its id derives from the event, so that an outbox carries it out once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Effect {
    /// The balance fell below a threshold.
    Alert(Alert),
    /// The balance went from above zero to zero or below.
    RanOut(Notice),
    /// Make this charge.
    ChargeRequest(ChargeRequest),
    /// A charge failed; the owner is told at once.
    RechargeFailed(RechargeFailed),
    /// A charge that the balance calls for is not made.
    RechargeBlocked(Blocked),
    /// Stop service.
    Suspended(Notice),
    /// Resume service.
    Restored(Notice),
}

macro_rules! effect {
    ($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $kind:ty,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            /// Derives from the event.
            pub id: String,
            /// The event it follows from.
            pub event: Id,
            /// When that happened.
            pub time: Instant,
            $($(#[$field_meta])* pub $field: $kind,)*
            /// The balance at that moment.
            pub balance: Money,
            /// The rule that decided it.
            pub rule: Rule,
            /// Where the notice goes.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            pub to: Vec<Address>,
        }
    };
}

effect!(
    /// A plain notice.
    Notice {}
);
effect!(
    /// A threshold was crossed.
    Alert {
        /// Which.
        threshold: Money,
        /// Who wanted to know.
        sources: Vec<Source>,
    }
);
effect!(
    /// A charge to make, once, under its id as idempotency key.
    ChargeRequest {
        /// Its id.
        charge: Id,
        /// How much.
        amount: Money,
        /// Of which payment method.
        method: Id,
        /// Its place in the burst, from one.
        sequence: u32,
        /// How many charges the burst has as things stand.
        planned: u32,
    }
);
effect!(
    /// A charge failed.
    RechargeFailed {
        /// Which.
        charge: Id,
        /// The method that failed.
        method: Id,
        /// Failures in a row, this one included.
        failures: u32,
        /// The balance at which the next attempt comes, if one is left.
        #[serde(skip_serializing_if = "Option::is_none")]
        next_rung: Option<Money>,
    }
);
effect!(
    /// A charge is not made, and why.
    Blocked {
        /// Why.
        reason: Reason,
    }
);

/// Why a charge is not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Reason {
    /// A limit.
    Limit(Limit),
    /// What failures left behind.
    Pause(Pause),
}
