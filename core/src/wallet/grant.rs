//! Rule `credit.grant`: credit with a source, a start, an optional end, a priority, and the products it is bound to.
//!
//! A grant is usable in `[from, until)`. Burn order: priority, low first; earliest end, none last; given before
//! purchased; start; and what else they say, the id last. Source: product: "Ledger, credits, balance"; the same order in peers (openmeterio/openmeter,
//! Stripe billing credits).

use crate::money::Money;
use crate::sorting::Sorting as _;
use crate::text::{Id, Text};
use crate::time::Instant;
use crate::wire::{Decode, Encode};
use alloc::vec::Vec;
use core::cmp::Ordering;

/// Where credit comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "CreditSource"))]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Given to win or keep a customer.
    Promotional,
    /// Given to try the service.
    Trial,
    /// Given back for a fault.
    Refund,
    /// A coupon was redeemed.
    Coupon,
    /// Paid for: the only source that can be refunded.
    Purchased,
}

/// Credit that is not used up.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Grant {
    /// The event or charge that made it.
    pub grant: Id,
    /// Where it comes from.
    pub source: Source,
    /// What it was.
    pub amount: Money,
    /// What is left of it.
    pub left: Money,
    /// Usable from here on.
    pub from: Instant,
    /// Usable before this; without it for good.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
    /// Low is burned first.
    pub priority: u8,
    /// The products it pays for; empty: all of them. Bound credit is no part of the balance.
    #[serde(default, skip_serializing_if = "Vec::is_empty", alias = "only")]
    pub products: Vec<Id>,
    /// It has not started, and nothing is posted.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub scheduled: bool,
    /// Why it was given; kept until it starts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text>,
    /// What expired: usage that arrives late can still burn it (rule `credit.late_usage`).
    #[serde(skip_serializing_if = "Option::is_none", alias = "lapsed")]
    pub expired: Option<Money>,
}

impl Grant {
    /// Does it pay for this product? A debit without a product is paid by unbound credit only.
    #[must_use]
    pub fn pays_for(&self, product: Option<&Id>) -> bool {
        self.products.is_empty() || product.is_some_and(|product| self.products.contains(product))
    }

    /// Is it bound to products, and so beside the balance?
    #[must_use]
    pub const fn is_bound(&self) -> bool {
        !self.products.is_empty()
    }

    /// Is nothing left of it, not even for usage that arrives late?
    #[must_use]
    pub fn is_used_up(&self) -> bool {
        !self.left.is_positive() && !self.expired.is_some_and(Money::is_positive)
    }

    /// Was it paid for, and is some of it left?
    #[must_use]
    pub fn is_refundable(&self) -> bool {
        self.source == Source::Purchased && self.left.is_positive()
    }

    /// Was it usable at this time?
    #[must_use]
    pub fn usable_at(&self, time: Instant) -> bool {
        !self.scheduled && self.from <= time && self.until.is_none_or(|until| time < until)
    }

    /// Rule `credit.burn_down`: who is burned first.
    #[must_use]
    pub fn burns_before(&self, other: &Self) -> bool {
        self.order(other) == Ordering::Less
    }

    fn order(&self, other: &Self) -> Ordering {
        let end = |grant: &Self| (grant.until.is_none(), grant.until);
        let key = |grant: &Self| (grant.priority, end(grant), grant.source == Source::Purchased, grant.from);
        // What two of one moment are called decides nothing but between two that say the same.
        let says = |grant: &Self| (grant.source, grant.amount);
        let then = || says(self).cmp(&says(other)).then_with(|| self.products.cmp(&other.products));
        key(self).cmp(&key(other)).then_with(then).then_with(|| self.grant.cmp(&other.grant))
    }

    /// In burn order, after amounts have changed.
    pub fn sort(grants: &mut [Self]) {
        grants.order_by(Self::order);
    }

    /// Could the two be one, but for their names?
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        let kind = |grant: &Self| (grant.source, grant.priority, grant.until, grant.scheduled, grant.expired.is_some());
        kind(self) == kind(other) && self.products == other.products
    }
}
