//! Rule `rating.reversal`: a usage that was reported by mistake is taken back, from the period's count as well.
//!
//! It names the usage that it takes back and has its time, product, dimensions and unit; its quantity is how much of it.
//! What the period costs falls to what it costs without it: 250 in tiers that are taken back leave nothing, and -17.50
//! is their line. A usage that is priced by itself costs what is left of it costs: parts that are taken back add up to it
//! however they are cut. What allowances had covered goes back to them, last, since they covered the beginning. Never
//! more than is left of the usage after all that was taken back of it. Refused is what cannot be counted back: more than
//! the period has seen, meters that keep one number, a maximum that may have cut it, and free usages; there an
//! adjustment corrects the amount.
//! Source: useautumn/autumn, whose negative usage has the price of the same usage with the other sign; here it cannot
//! take back what was never there.

use super::added::added;
use super::commitment::{at_most, cut};
use super::model::{Before, Fee, Priced};
use super::period::{counter, looks_at_each_usage, total};
use super::price::{Rest, rest};
use super::{Counter, Covered, Original, Part, Share, Usage, dimension, size, slice};
use crate::catalog::{Meter, Model, Rate, Rulebook};
use crate::money::{Exact, Money, Ratio, Refusal};
use crate::problem::{Code, Problem};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// Exact, as posted, and the parts.
type Added = (Ratio, Money, Vec<Part>);

/// What taking it back adds: exact, as posted, and its parts, all with the other sign; and what allowances have back.
pub(super) fn taken_back(
    rulebook: &Rulebook,
    rate: &Rate,
    usage: &Usage,
    original: Option<&Original<'_>>,
    counters: &mut Vec<Counter>,
) -> Result<(Added, Vec<Covered>), Problem> {
    original.map_or(Ok(()), |original| original.check(usage))?;
    if let Some(original) = original
        && (original.line.rate != rate.id || original.line.value.as_ref() != dimension::value(rate, usage)?)
    {
        return Err(refused(format!("`{}` was priced by `{}`", original.line.usage, original.line.rate)));
    }
    if let Some(reason) = hindrance(rulebook, rate, usage, original.is_some()) {
        return Err(refused(reason));
    }
    let Some(original) = original else {
        let quantity = *usage.quantity;
        let share = Share { left: quantity, priced: quantity, covered: Vec::new(), last: true };
        return Ok((counted_back(rulebook, rate, usage, (&share, Fee::WithUsage), counters)?, Vec::new()));
    };
    let share = original.share(*usage.quantity)?;
    let fee = rest(rulebook, usage, &original.line.covered)?.fee;
    let added = if rate.is_of_one_usage() {
        let usage = &Usage { offset: original.line.offset, ..usage.clone() };
        less(rulebook, rate, usage, (original, &share, fee), counters)?
    } else {
        counted_back(rulebook, rate, usage, (&share, fee), counters)?
    };
    Ok((added, share.covered))
}

/// A usage that was priced by itself costs what is left of it costs, so that the parts that are taken back add up to it
/// however they are cut; the last one takes all that is left of its amount.
fn less(
    rulebook: &Rulebook,
    rate: &Rate,
    usage: &Usage,
    (original, share, fee): (&Original<'_>, &Share, Fee),
    counters: &mut Vec<Counter>,
) -> Result<Added, Problem> {
    slice::offset(rulebook, rate, usage)?;
    let whole = original.line.amount.minus(original.back)?;
    let nothing = whole.minus(whole)?;
    let mut of = |quantity| added(rulebook, rate, usage, Rest { quantity, fee }, counters);
    let before = of(share.left)?;
    let after = if share.last { (Ratio::ZERO, nothing, Vec::new()) } else { of(share.left.minus(share.priced)?)? };
    let amount = whole.minus(after.1)?.max(nothing);
    let parts =
        slice::between(Priced { amount: after.0, parts: after.2 }, Priced { amount: before.0, parts: before.2 })?;
    Ok((parts.amount.negated(), amount.negated(), parts.parts.into_iter().map(negated).collect()))
}

/// What the period costs less without it. A usage counts once, however many parts of it are taken back.
fn counted_back(
    rulebook: &Rulebook,
    rate: &Rate,
    usage: &Usage,
    (share, fee): (&Share, Fee),
    counters: &mut Vec<Counter>,
) -> Result<Added, Problem> {
    slice::offset(rulebook, rate, usage)?;
    if rate.is_of_one_usage() {
        let reason = format!("`{}` is not at hand", usage.reverses.as_deref().unwrap_or_default());
        let help = "rate it in one call with the usage that it takes back, or apply both to an account";
        return Err(Problem::new(Code::OriginalMissing, format!("the usage cannot be taken back: {reason}"), help)
            .under("reverses"));
    }
    size::hindrance(rate, usage)?;
    let zero = Money::zero(rulebook.scale())?;
    let counter = counter(counters, rate, dimension::value(rate, usage)?, zero)?;
    let quantity = match (rate.meter, share.last) {
        (Meter::Count, true) => Exact::ONE,
        (Meter::Count, false) => Exact::ZERO,
        _ => share.priced,
    };
    if counter.quantity.minus(quantity)? < Exact::ZERO {
        return Err(refused(format!("the period has counted `{}` only", *counter.quantity)));
    }
    let before = Before { quantity: *counter.quantity, usages: counter.usages };
    counter.quantity = counter.quantity.minus(quantity)?.into();
    if rate.is_deferred() {
        return Ok((Ratio::ZERO, zero, Vec::new()));
    }
    let (whole, added) = if looks_at_each_usage(rate) {
        let nothing = Counter { total: Ratio::ZERO, ..counter.clone() };
        let of = |quantity| Ok::<_, Refusal>(total(rulebook, rate, usage, Rest { quantity, fee }, &nothing, before)?.1);
        let after = if share.last {
            Priced { amount: Ratio::ZERO, parts: Vec::new() }
        } else {
            of(share.left.minus(share.priced)?)?
        };
        let added = slice::between(after, of(share.left)?)?;
        (counter.total.minus(added.amount)?, added)
    } else if quantity.is_zero() {
        return Ok((Ratio::ZERO, zero, Vec::new()));
    } else {
        let rest = Rest { quantity, fee };
        let (whole, _) = total(rulebook, rate, usage, rest, counter, Before { quantity: Exact::ZERO, usages: 0 })?;
        let full = Counter { quantity: before.quantity.into(), ..counter.clone() };
        (
            at_most(rate, whole)?,
            total(rulebook, rate, usage, rest, &full, Before { quantity: *counter.quantity, usages: 1 })?.1,
        )
    };
    let exact = whole.minus(counter.total)?;
    let parts = cut(rate, *usage.quantity, added, exact.negated())?;
    let posted = whole.round(rulebook.parts().rounding)?;
    let amount = posted.minus(counter.posted)?;
    (counter.total, counter.posted) = (whole, posted);
    Ok((exact, amount, parts.into_iter().map(negated).collect()))
}

fn negated(part: Part) -> Part {
    Part { quantity: part.quantity.negated().into(), amount: part.amount.negated(), ..part }
}

/// Why it cannot be counted back.
fn hindrance(rulebook: &Rulebook, rate: &Rate, usage: &Usage, known: bool) -> Option<String> {
    let wanted = usage.wanted();
    let mut allowances = rulebook.parts().allowances.iter();
    if let Some(allowance) = allowances.find(|allowance| !known && allowance.covers(&wanted)) {
        return Some(format!("allowance `{}` may have covered it", allowance.id));
    }
    if !matches!(rate.meter, Meter::Sum | Meter::Count) {
        return Some(format!("rate `{}` keeps one number of the period", rate.id));
    }
    let frees = |model: &Model| matches!(model, Model::Percentage(model) if model.free_usages.is_some() || model.free_amount.is_some());
    if rate.model.as_ref().is_some_and(|model| model.holds(frees)) {
        return Some(format!("rate `{}` may have made it free", rate.id));
    }
    let cut = rate.maximum.is_some() && looks_at_each_usage(rate);
    cut.then(|| format!("the maximum of rate `{}` may have cut it", rate.id))
}

fn refused(reason: String) -> Problem {
    let message = format!("the usage cannot be taken back: {reason}");
    let help = "correct its amount by an adjustment that names its entry";
    Problem::new(Code::UsageReversal, message, help).under("reverses")
}
