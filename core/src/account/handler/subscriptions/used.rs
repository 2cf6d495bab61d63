//! Rule `plan.used`: what of a fee that is given up is owed all the same.

use crate::account::posting::GivenUp;
use crate::account::working::Working;
use crate::catalog::{Plan, Proration};
use crate::money::Money;
use crate::plan::{Fee, payable};
use crate::problem::Problem;
use crate::time::Instant;

/// By how much the share of allowances that was used is more than the share of time, of a fee `from` to
/// `until` that is given up at a moment.
pub(super) fn used(
    work: &Working<'_>,
    given: &GivenUp,
    plan: &Plan,
    (from, until, at): (Instant, Instant, Instant),
    of: &dyn Fn(Instant, Instant) -> Result<Fee, Problem>,
) -> Result<Money, Problem> {
    let zero = work.zero()?;
    let (from, until) = (from.max(given.from), until.min(given.until));
    let at = at.max(from);
    if at >= until || plan.proration == Proration::None || given.is_nothing() {
        return Ok(zero);
    }
    let rest = of(at, until)?.amount;
    let mut most = rest;
    for (used, whole) in [(given.of_window, of(from, until)?.exact), (given.of_rest, of(at, until)?.exact)] {
        if let Some((above, below)) = used {
            let unused = whole.times(below.minus(above)?)?.divided(below)?;
            most = most.min(payable(work.rulebook, unused)?);
        }
    }
    if given.unlimited && plan.proration != Proration::Second {
        // What has no bound has no share that is used: a day is, at least.
        let second = work.rulebook.midnight(work.rulebook.day(from)?.days_after(1))?;
        let kept = if second < until { of(second.max(at), until)?.amount } else { zero };
        most = most.min(kept);
    }
    Ok(rest.minus(most)?)
}
