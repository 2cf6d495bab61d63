//! Plans, seats, add-ons and numbers.

use super::fact;
use crate::money::NonNegative;
use crate::text::Id;
use crate::time::Instant;
use crate::wire::{Decode, Encode};

fact!(
    /// A plan was taken (rule `plan.fee`). The event's id is not the subscription's.
    Subscribed {
        /// What it is called from now on.
        subscription: Id,
        /// The plan.
        plan: Id,
        /// How many units.
        quantity: NonNegative,
        /// The subaccount it is for.
        #[serde(skip_serializing_if = "Option::is_none")]
        subaccount: Option<Id>,
        /// Days of the trial, whatever was had before; without it the plan's, once a product.
        #[serde(skip_serializing_if = "Option::is_none")]
        trial_days: Option<u32>,
    }
);
fact!(
    /// Another plan or quantity (rule `plan.change`).
    SubscriptionChanged {
        /// Which.
        subscription: Id,
        /// The plan; without it the same.
        #[serde(skip_serializing_if = "Option::is_none")]
        plan: Option<Id>,
        /// How many units; without it as many.
        #[serde(skip_serializing_if = "Option::is_none")]
        quantity: Option<NonNegative>,
        /// When.
        #[serde(default)]
        at: ChangeAt,
    }
);
fact!(
    /// A subscription is to end (rule `plan.cancellation`).
    SubscriptionCancelled {
        /// Which.
        subscription: Id,
        /// How.
        how: Cancellation,
    }
);

fact!(
    /// What is scheduled for a subscription, its end or another plan, is taken back (rule `plan.cancellation`).
    SubscriptionResumed {
        /// Which.
        subscription: Id,
    }
);

/// When a change applies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ChangeAt {
    /// At once: the rest of the cycle is credited and charged anew.
    #[default]
    Now,
    /// When the cycle ends, or the trial in which it is.
    CycleEnd,
}

/// How a subscription ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Cancellation {
    /// At once; what is paid and not used is credited.
    NowWithCredit,
    /// At once, without credit.
    Now,
    /// When the cycle ends, or the trial in which it is.
    CycleEnd,
    /// When its commitment ends, or the cycle where there is none; in a trial with it.
    CommitmentEnd,
}
