//! What a state is made of, beside what other rooms keep in it.

use crate::invoice::Tax;
use crate::money::{Figure, Money, NonNegative, Refusal};
use crate::recharge::{Limit, Pause};
use crate::rule::Rule;
use crate::text::{Id, Text};
use crate::time::{Date, Instant};
use crate::wallet::Burned;
use crate::wire::{Decode, Encode};
use alloc::vec::Vec;

/// A recharge on its way; never more than one.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BlockedBy {
    /// A limit cut the plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    /// Failures pause it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pause: Option<Pause>,
}

/// Usage that is not invoiced.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
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
    #[serde(skip_serializing_if = "Option::is_none", alias = "owed")]
    pub to_invoice: Option<Money>,
    /// What came back of the period's usage and is not off it: credit beside it, which no note of the invoice gives again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given_back: Option<Money>,
    /// Which credit paid for what the next invoice shows, by kind, the latest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub paid_by: Vec<Burned>,
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
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
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
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Taken {
    /// Which.
    pub discount: Id,
    /// Billing periods that it is still on, after those from which it took something; without it on all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left: Option<u32>,
    /// What it took in the open period, where it took something.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub off: Option<Money>,
}

/// A fee that was charged: what it was made of, as long as some of it can be credited.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChargedFee {
    /// Of which subscription.
    pub subscription: Id,
    /// Of which plan.
    pub plan: Id,
    /// For which subaccount.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subaccount: Option<Id>,
    /// Start of what it is for.
    pub from: Instant,
    /// Its end, outside.
    pub until: Instant,
    /// For how many units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<NonNegative>,
    /// It was given up from here on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended: Option<Instant>,
    /// How much.
    pub amount: Money,
    /// What of it was credited, before discounts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credited: Option<Money>,
    /// What discounts took of it on its invoice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discount: Option<Money>,
    /// What went back of what discounts had left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub back: Option<Money>,
    /// The invoice that shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoice: Option<Id>,
    /// How it was taxed there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax: Option<Tax>,
    /// The grants that paid it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub burned: Vec<Burned>,
    /// What no grant paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overage: Option<Money>,
}

impl ChargedFee {
    /// Until when it is for, as far as it was not given up.
    #[must_use]
    pub fn kept_until(&self) -> Instant {
        self.ended.map_or(self.until, |ended| ended.min(self.until))
    }

    /// What of it was not credited.
    ///
    /// # Errors
    /// `Overflow` beyond exact money.
    pub fn left(&self) -> Result<Money, Refusal> {
        self.credited.map_or(Ok(self.amount), |credited| self.amount.minus(credited))
    }
}

/// An invoice, as long as it can be credited.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Invoiced {
    /// Its name.
    pub invoice: Id,
    /// Start of its service.
    pub from: Instant,
    /// When it was drafted, and the end of its service.
    pub until: Instant,
    /// What it came to, tax included.
    pub total: Money,
    /// What of it was paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paid: Option<Money>,
    /// What of it was credited by notes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credited: Option<Money>,
    /// What of its lines was taken back, tax included; a later document says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taken: Option<Money>,
    /// What of what was paid went back, to the account or the payer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub returned: Option<Money>,
    /// What of that went to the payer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paid_out: Option<Money>,
    /// The last day of its terms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_on: Option<Date>,
    /// Which credit paid for it, by kind, the latest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub paid_by: Vec<Burned>,
    /// How its usage was discounted and taxed, by product.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub products: Vec<InvoicedProduct>,
}

/// A product's usage on an invoice.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct InvoicedProduct {
    /// Which.
    pub product: Id,
    /// Its lines.
    pub amount: Money,
    /// What discounts took of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discount: Option<Money>,
    /// How it was taxed.
    pub tax: Tax,
}

/// What has been taken back of an entry; forgotten when nothing more can be.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
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
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CounterPayers {
    /// The rate or group.
    pub counter: Id,
    /// The value of the dimension that it counts by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Id>,
    /// What paid, the latest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<PaidPart>,
}

/// A part that a grant has paid, or none.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PaidPart {
    /// How much.
    pub amount: Money,
    /// By which grant; absent where it was overage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<Burned>,
}

/// Credit that has paid overage down: where the overage is taken back, it comes back.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OveragePayer {
    /// When it did.
    pub time: Instant,
    /// The credit.
    pub by: Burned,
}
