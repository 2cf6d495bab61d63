//! Rule `credit.burn_down`: which grants pay for a debit, and what is left over as overage.
//!
//! Grants are burned in their order. A late usage first burns what was usable at its own time, credit that has
//! expired since included (rule `credit.late_usage`), then what is usable now.

use super::{Grant, Source};
use crate::money::{Money, Refusal};
use crate::text::Id;
use crate::time::Instant;
use crate::wire::{Decode, Encode};
use alloc::vec::Vec;

/// How long expired credit is kept for late usage: a month, and the days that usage records take to arrive.
const LATE_DAYS: u32 = 35;

/// A part of a debit, and the grant that paid it, with what it takes to put it back; of a credit that takes a debit back
/// the grant that it went back to. What most credit is, paid for and without an end, is left out.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Burned {
    /// The grant.
    pub grant: Id,
    /// The part.
    pub amount: Money,
    /// Where the credit came from.
    #[serde(default = "purchased", skip_serializing_if = "is_purchased")]
    pub source: Source,
    /// When it ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
    /// Its place in the burn order.
    #[serde(default = "crate::catalog::priority", skip_serializing_if = "is_usual")]
    pub priority: u8,
    /// The products it is bound to.
    #[serde(default, skip_serializing_if = "Vec::is_empty", alias = "only")]
    pub products: Vec<Id>,
}

const fn purchased() -> Source {
    Source::Purchased
}

fn is_purchased(source: &Source) -> bool {
    *source == Source::Purchased
}

fn is_usual(priority: &u8) -> bool {
    *priority == crate::catalog::priority()
}

impl Burned {
    /// Is it credit of the same source, end, priority and products?
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        let kind = |part: &Self| (part.source, part.until, part.priority);
        kind(self) == kind(other) && self.products == other.products
    }

    /// A part of this grant.
    #[must_use]
    pub fn of(grant: &Grant, amount: Money) -> Self {
        let Grant { source, until, priority, .. } = *grant;
        Self { grant: grant.grant.clone(), amount, source, until, priority, products: grant.products.clone() }
    }

    /// Is it bound to products?
    #[must_use]
    pub const fn is_bound(&self) -> bool {
        !self.products.is_empty()
    }
}

/// How a debit was paid.
#[derive(Clone, Debug)]
pub struct Burn {
    /// By these grants, in order.
    pub parts: Vec<Burned>,
    /// The sum of those that are bound to products.
    pub bound: Money,
    /// Expired credit that came back: the grant, the amount, and whether it is bound.
    pub revived: Vec<(Burned, bool)>,
    /// What no grant paid.
    pub overage: Money,
}

/// Is it worth keeping: not expired, or not so long that nothing could ask for it? Late usage does for a month; a payment
/// that the bank takes back for `payment_days`.
#[must_use]
pub fn remembered(grant: &Grant, now: Instant, payment_days: u32) -> bool {
    let days = if grant.source == Source::Purchased { payment_days.max(LATE_DAYS) } else { LATE_DAYS };
    grant.expired.is_none() || grant.left.is_positive() || grant.until.is_some_and(|until| now < until.plus_days(days))
}

/// Can usage of its time that arrives now still burn what expired of it?
fn revives(grant: &Grant, now: Instant) -> bool {
    grant.until.is_some_and(|until| now < until.plus_days(LATE_DAYS))
}

/// Burns `amount`. `grants` are in burn order; empty ones are taken out. `held`: it settles a hold, which has kept credit
/// from ending.
///
/// # Errors
/// `Overflow` beyond exact money.
pub fn burn(
    grants: &mut Vec<Grant>,
    amount: Money,
    product: Option<&Id>,
    (service, now): (Instant, Instant),
    held: bool,
) -> Result<Burn, Refusal> {
    let zero = amount.minus(amount)?;
    let mut burn = Burn { parts: Vec::new(), bound: zero, revived: Vec::new(), overage: amount };
    let mut emptied = false;
    // Only late usage needs the second round: at its own time everything usable is usable now.
    for late in [service < now, false] {
        for grant in grants.iter_mut().filter(|grant| !grant.scheduled && grant.pays_for(product)) {
            if !burn.overage.is_positive() {
                break;
            }
            if late && !grant.usable_at(service) || !late && grant.expired.is_some() {
                continue;
            }
            if grant.expired.is_none() || held {
                emptied |= take(grant, &mut burn, false)?;
            }
            if grant.expired.is_some() && revives(grant, now) {
                emptied |= take(grant, &mut burn, true)?;
            }
        }
        if !late && !burn.overage.is_positive() {
            break;
        }
    }
    if emptied {
        grants.retain(|grant| !grant.is_used_up());
    }
    Ok(burn)
}

/// Takes what the grant has of what is still to be paid; is it empty then?
fn take(grant: &mut Grant, burn: &mut Burn, expired: bool) -> Result<bool, Refusal> {
    let has = grant.expired.as_mut().filter(|_| expired).unwrap_or(&mut grant.left);
    let part = (*has).min(burn.overage);
    if !part.is_positive() {
        return Ok(false);
    }
    *has = has.minus(part)?;
    burn.overage = burn.overage.minus(part)?;
    if grant.is_bound() {
        burn.bound = burn.bound.plus(part)?;
    }
    let burned = Burned::of(grant, part);
    if expired {
        burn.revived.push((burned.clone(), grant.is_bound()));
    }
    match burn.parts.iter_mut().find(|earlier| earlier.grant == burned.grant) {
        Some(earlier) => earlier.amount = earlier.amount.plus(part)?,
        None => burn.parts.push(burned),
    }
    Ok(grant.is_used_up())
}
