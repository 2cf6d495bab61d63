//! Rules `plan.fee` and `plan.unused`.

use super::proration::{Cycle, share};
use crate::catalog::{Plan, Proration, Rulebook};
use crate::money::{Exact, Mode, Money, NonNegative, Ratio, Refusal, Rounding};
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
    let whole = rating::of_quantity(&part.plan.model()?, *part.quantity)?;
    let share = share(part.plan.proration, (part.from, part.until), part.cycle, |time| rulebook.day(time))?;
    let exact = whole.times(share.0)?.divided(share.1)?;
    Ok(Fee { whole, share, exact, amount: payable(rulebook, exact, rulebook.parts().rounding.mode)? })
}

/// Rule `plan.unused`: what was paid in advance for time that is not used, never more than was paid. Plans that are not
/// prorated credit nothing.
///
/// # Errors
/// As [`fee`].
pub fn unused(rulebook: &Rulebook<'_>, part: &Part<'_>, paid: Money) -> Result<Option<Fee>, Problem> {
    if part.plan.proration == Proration::None {
        return Ok(None);
    }
    let fee = fee(rulebook, part)?;
    let capped = Fee { exact: Ratio::of(paid.exact()), amount: paid, ..fee };
    let fee = if fee.amount > paid { capped } else { fee };
    Ok(Some(fee).filter(|fee| fee.amount.is_positive()))
}

/// At the ledger's scale, but no finer than can be paid.
fn payable(rulebook: &Rulebook<'_>, exact: Ratio, mode: Mode) -> Result<Money, Refusal> {
    let rounded = exact.round(Rounding { scale: rulebook.parts().currency.minor_units(), mode })?;
    Money::fit(rounded.exact(), rulebook.scale())
}
