//! Rule `rating.reversal`: a usage that was reported by mistake is taken back, from the period's count as well.
//!
//! It names the usage that it takes back and has its time, product, dimensions and unit; its quantity is how much of it.
//! What the period costs falls to what it costs without it: 250 in tiers that are taken back leave nothing, and -17.50
//! is their line. Where a usage is priced by itself it costs less by what such a usage costs. Refused is what cannot be
//! counted back: more than the period has seen, meters that keep one number, a maximum that may have cut it, free
//! usages, and what an allowance may have covered; there an adjustment corrects the amount.
//! Source: useautumn/autumn, whose negative usage has the price of the same usage with the other sign; here it cannot
//! take back what was never there.

use super::commitment::{at_most, cut};
use super::period::{counter, looks_at_each_usage, total};
use super::{Before, Counter, Part, Rest, Usage, added, dimension, model, size, slice};
use crate::catalog::{Meter, Model, Rate, Rulebook};
use crate::money::{Exact, Money, Ratio};
use crate::problem::{Code, Problem};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// What taking it back adds: exact, as posted, and its parts, all with the other sign.
pub(super) fn taken_back(
    rulebook: &Rulebook,
    rate: &Rate,
    usage: &Usage,
    counters: &mut Vec<Counter>,
) -> Result<(Ratio, Money, Vec<Part>), Problem> {
    if let Some(reason) = hindrance(rulebook, rate, usage) {
        return Err(refused(reason));
    }
    slice::offset(rulebook, rate, usage)?;
    let rest = Rest { quantity: *usage.quantity, fee: model::Fee::WithUsage };
    if rate.is_of_one_usage() {
        let (exact, amount, parts) = added(rulebook, rate, usage, rest, counters)?;
        return Ok((exact.negated(), amount.negated(), parts.into_iter().map(negated).collect()));
    }
    size::hindrance(rate, usage)?;
    let zero = Money::zero(rulebook.scale())?;
    let counter = counter(counters, rate, dimension::value(rate, usage)?, zero)?;
    let quantity = if rate.meter == Meter::Count { Exact::ONE } else { *usage.quantity };
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
        let (amount, added) = total(rulebook, rate, usage, rest, &nothing, before)?;
        (counter.total.minus(amount)?, added)
    } else {
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
fn hindrance(rulebook: &Rulebook, rate: &Rate, usage: &Usage) -> Option<String> {
    let wanted = usage.wanted();
    if let Some(allowance) = rulebook.parts().allowances.iter().find(|allowance| allowance.covers(&wanted)) {
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
