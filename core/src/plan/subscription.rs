//! A subscription: a plan, taken so many times.

use super::Cycle;
use crate::money::{Money, NonNegative};
use crate::text::Id;
use crate::time::Instant;
use crate::wire::{Decode, Encode};

/// A plan that an account has taken.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Subscription {
    /// Its name.
    pub subscription: Id,
    /// The plan.
    pub plan: Id,
    /// How many units.
    pub quantity: NonNegative,
    /// The subaccount it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subaccount: Option<Id>,
    /// When it began.
    pub from: Instant,
    /// The cycle that is open: its start, as the whole cycle has it.
    pub cycle_from: Instant,
    /// Its end, outside.
    pub cycle_until: Instant,
    /// From where on the open cycle is charged with this plan and quantity.
    pub charged_from: Instant,
    /// What was charged in advance from there to the cycle's end.
    pub paid: Money,
    /// No fee before this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trial_until: Option<Instant>,
    /// Its trial has ended here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trial_ended: Option<Instant>,
    /// The last word about its plan, quantity or end is of this time; without it that it was taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changed_at: Option<Instant>,
    /// Taken at least until here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub committed_until: Option<Instant>,
    /// It ends here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends: Option<Instant>,
    /// What it becomes when the cycle ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Next>,
}

/// What a subscription becomes.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Next {
    /// The plan.
    pub plan: Id,
    /// How many units.
    pub quantity: NonNegative,
}

impl Subscription {
    /// Until when the open cycle is paid in advance: its end, or that of the subscription.
    #[must_use]
    pub fn paid_until(&self) -> Instant {
        self.ends.map_or(self.cycle_until, |ends| ends.min(self.cycle_until))
    }

    /// The end of the trial in which it was at this moment. The very end is part of it.
    #[must_use]
    pub fn trial_at(&self, time: Instant) -> Option<Instant> {
        self.trial_until.or(self.trial_ended).filter(|until| time <= *until)
    }

    /// Did what is charged from this moment on begin by time alone: with a cycle, or as the trial ended?
    #[must_use]
    pub fn began_by_time(&self, time: Instant) -> bool {
        time > self.from && (self.changed_at != Some(time) || self.trial_ended == Some(time))
    }

    /// The open cycle.
    #[must_use]
    pub const fn cycle(&self) -> Cycle {
        Cycle { from: self.cycle_from, until: self.cycle_until }
    }
}
