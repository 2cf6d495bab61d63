//! What a state is made of, beside what other rooms keep in it.

use crate::money::{Figure, Money};
use crate::recharge::{Limit, Pause};
use crate::rule::Rule;
use crate::text::{Id, Text};
use crate::time::{Date, Instant};
use crate::wallet::Burned;
use alloc::vec::Vec;
use counterfoil_derive::Decode;
use serde::Serialize;

/// A recharge on its way; never more than one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OpenCharge {
    /// Its id, and the idempotency key at the gateway.
    pub charge: Id,
    /// How much.
    pub amount: Money,
    /// The method it was asked of.
    pub method: Id,
    /// The event that triggered its burst.
    pub event: Id,
    /// Its place in the burst, from one.
    pub sequence: u32,
    /// What the burst has charged, this one included.
    pub burst: Money,
    /// When it was asked for.
    pub time: Instant,
    /// The rule that made its amount.
    #[serde(default = "repeat", skip_serializing_if = "is_repeat")]
    pub rule: Rule,
}

const fn repeat() -> Rule {
    Rule::RechargeRepeat
}

fn is_repeat(rule: &Rule) -> bool {
    *rule == repeat()
}

/// What the owner was told last about charges that are not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Held {
    /// A limit cut the plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    /// Failures pause it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pause: Option<Pause>,
}

/// Usage that is not invoiced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OpenPeriod {
    /// When the period began.
    pub from: Instant,
    /// Usage since the last invoice.
    pub used: Money,
    /// The part of it that belongs to closed periods.
    pub late: Money,
    /// The part of it that credit bound to products has paid.
    pub bound: Money,
    /// Fees and credits that the next invoice asks for, whatever credit there is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owed: Option<Money>,
    /// What former invoices have rounded away or added, less than a minor unit; it goes on to the next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub carried: Option<Money>,
    /// When the last interim invoice of the period was drafted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoiced_until: Option<Instant>,
    /// Usage of the period that interim invoices have asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interim: Option<Money>,
}

/// An invoice that is not paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Due {
    /// The period's name.
    pub invoice: Id,
    /// What is to be paid of it.
    pub amount: Money,
    /// The last day of its terms; told once when it has passed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_on: Option<Date>,
    /// It was told that the terms have passed.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub overdue: bool,
}

/// A discount that was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Taken {
    /// Which.
    pub discount: Id,
    /// Invoices that it is still on; without it on all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left: Option<u32>,
}

/// What has been taken back of an entry; forgotten when nothing more can be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TakenBack {
    /// The entry.
    pub entry: Text,
    /// How much of its quantity, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Figure>,
    /// How much of its amount.
    pub amount: Money,
    /// Nothing more can be taken back of it from here on.
    pub until: Instant,
}

/// Who paid for what a period has counted: where the count falls, it goes back to them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CounterPayers {
    /// The rate or group.
    pub counter: Id,
    /// The value of the dimension that it counts by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Id>,
    /// The grants, in the order in which they paid.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub burned: Vec<Burned>,
    /// What no grant paid.
    pub overage: Money,
}

/// Credit that has paid overage down: where the overage is taken back, it comes back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OveragePayer {
    /// When it did.
    pub time: Instant,
    /// The credit.
    pub by: Burned,
}
