//! Rule `plan.fee`, and what parts of what was charged come to.

use super::proration::{Cycle, share};
use crate::catalog::{Plan, Rulebook};
use crate::money::{Exact, Money, NonNegative, Ratio, Refusal, Rounding};
use crate::problem::Problem;
use crate::rating;
use crate::time::Instant;

/// A part of a cycle of a plan, for so many units.
#[derive(Clone, Copy, Debug)]
pub struct Part<'p> {
    /// The plan.
    pub plan: &'p Plan,
    /// How many units.
    pub quantity: NonNegative,
    /// The part.
    pub from: Instant,
    /// Its end, outside.
    pub until: Instant,
    /// The cycle it is of.
    pub cycle: Cycle,
}

/// What a part of a cycle comes to.
#[derive(Clone, Copy, Debug)]
pub struct Fee {
    /// The price of the whole cycle.
    pub whole: Ratio,
    /// The part's share of it, above and below the line.
    pub share: (Exact, Exact),
    /// Both together, unrounded.
    pub exact: Ratio,
    /// Rounded once, to what can be paid.
    pub amount: Money,
}

/// Rule `plan.fee`: what a part of a cycle costs, rounded once to the currency's minor units by the rulebook's mode.
///
/// # Errors
/// `overflow` and `inexact` where exact money ends, `zone_reach` where the zone's table does.
pub fn fee(rulebook: &Rulebook<'_>, part: &Part<'_>) -> Result<Fee, Problem> {
    let model = part.plan.model()?;
    let whole = rating::of_quantity(&model, *part.quantity)?;
    let share = share(part.plan.proration, (part.from, part.until), part.cycle, |time| rulebook.day(time))?;
    let exact = whole.times(share.0)?.divided(share.1)?;
    Ok(Fee { whole, share, exact, amount: payable(rulebook, exact)? })
}

/// Rule `plan.late`: what a part comes to of an amount that was charged for a time that is over; `part.cycle` is that time.
///
/// # Errors
/// As [`fee`].
pub fn part_of(rulebook: &Rulebook<'_>, part: &Part<'_>, charged: Money) -> Result<Fee, Problem> {
    let whole = Ratio::of(charged.exact());
    let share = share(part.plan.proration, (part.from, part.until), part.cycle, |time| rulebook.day(time))?;
    // An amount for no day is that of its whole time.
    let share = if share.1.is_zero() { (Exact::ONE, Exact::ONE) } else { share };
    let exact = whole.times(share.0)?.divided(share.1)?;
    Ok(Fee { whole, share, exact, amount: payable(rulebook, exact)? })
}

/// At the ledger's scale, but no finer than can be paid.
///
/// # Errors
/// `Overflow` beyond exact money.
pub fn payable(rulebook: &Rulebook<'_>, exact: Ratio) -> Result<Money, Refusal> {
    let parts = rulebook.parts();
    let rounded = exact.round(Rounding { scale: parts.currency.minor_units(), mode: parts.rounding.mode })?;
    Money::fit(rounded.exact(), rulebook.scale())
}
