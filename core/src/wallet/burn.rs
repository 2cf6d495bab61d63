//! Rule `credit.burn_down`: which grants pay for a debit, and what is left over as overage.
//!
//! Grants are burned in their order. A late usage first burns what was usable at its own time, credit that has
//! expired since included (rule `credit.late_usage`), then what is usable now.

use super::Grant;
use crate::money::{Money, Refusal};
use crate::text::Id;
use crate::time::Instant;
use alloc::vec::Vec;
use counterfoil_derive::Decode;
use serde::Serialize;

/// How long expired credit is kept for late usage: a month, and the days that usage records take to arrive.
const LATE_DAYS: u32 = 35;

/// A part of a debit, and the grant that paid it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Burned {
    /// The grant.
    pub grant: Id,
    /// The part.
    pub amount: Money,
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

/// Is it worth keeping: not expired, or not so long that late usage could not burn it?
#[must_use]
pub fn remembered(grant: &Grant, now: Instant) -> bool {
    grant.lapsed.is_none() || grant.until.is_some_and(|until| now < until.plus_days(LATE_DAYS))
}

/// Burns `amount`. `grants` are in burn order; empty ones are taken out.
///
/// # Errors
/// `Overflow` beyond exact money.
pub fn burn(
    grants: &mut Vec<Grant>,
    amount: Money,
    product: Option<&Id>,
    service: Instant,
    now: Instant,
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
            if late && !grant.usable_at(service) || !late && grant.lapsed.is_some() {
                continue;
            }
            emptied |= take(grant, &mut burn)?;
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
fn take(grant: &mut Grant, burn: &mut Burn) -> Result<bool, Refusal> {
    let has = grant.lapsed.as_mut().unwrap_or(&mut grant.left);
    let part = (*has).min(burn.overage);
    if !part.is_positive() {
        return Ok(false);
    }
    *has = has.minus(part)?;
    let empty = has.is_zero();
    burn.overage = burn.overage.minus(part)?;
    if grant.is_bound() {
        burn.bound = burn.bound.plus(part)?;
    }
    let burned = Burned { grant: grant.grant.clone(), amount: part };
    if grant.lapsed.is_some() {
        burn.revived.push((burned.clone(), grant.is_bound()));
    }
    match burn.parts.iter_mut().find(|earlier| earlier.grant == burned.grant) {
        Some(earlier) => earlier.amount = earlier.amount.plus(part)?,
        None => burn.parts.push(burned),
    }
    Ok(empty)
}
