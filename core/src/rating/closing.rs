//! Rules `rating.period_end` and `rating.commitment`: what a period's end adds to what its usages have posted.
//!
//! A rate whose total is known only now is priced; a rate with a minimum is brought up to it, used or not; a flat amount
//! that is due at zero is due. Source: product "Rating"; openmeterio/openmeter: the minimum is topped up once, at the end.

use super::counter::Counter;
use super::model::{Before, Fee, Measure};
use super::period::counter;
use super::{Line, Part, at_most, by_model};
use crate::catalog::{Rate, Rulebook};
use crate::money::{Exact, Money, NonNegative, Ratio, Refusal};
use crate::problem::Problem;
use crate::text::{Id, Text};
use crate::time::Instant;
use alloc::vec::Vec;
use core::cmp::Ordering;

/// Lines of a period's end and their rates, where they add something. The counters begin anew.
///
/// # Errors
/// `overflow` and `inexact` where exact money ends.
pub fn close<'r>(
    rulebook: &Rulebook<'r>,
    period: &Id,
    until: Instant,
    counters: &mut Vec<Counter>,
) -> Result<Vec<(Line, &'r Rate)>, Problem> {
    let (mut lines, mut carried, mut done) = (Vec::new(), Vec::new(), Vec::new());
    let zero = Money::zero(rulebook.scale())?;
    for rate in rulebook.closing_rates() {
        if rate.count_by.is_some() {
            if !done.contains(&rate.counter()) {
                done.push(rate.counter());
                for counter in counters.iter_mut().filter(|known| known.counter == *rate.counter()) {
                    end(rulebook, rate, (period, until), counter, &mut lines)?;
                    carried.extend(counter.carried(rate, until, zero));
                }
            }
            continue;
        }
        let known = counters.iter().any(|known| known.rate == rate.id);
        let taken = counters.iter().any(|known| known.counter == *rate.counter() && known.rate != rate.id);
        let in_force = rate.from.is_none_or(|from| from < until) && rate.until.is_none_or(|end| until <= end);
        if taken || !known && !in_force || done.contains(&rate.counter()) {
            continue;
        }
        done.push(rate.counter());
        let counter = counter(counters, rate, None, zero)?;
        end(rulebook, rate, (period, until), counter, &mut lines)?;
        carried.extend(counter.carried(rate, until, zero));
    }
    *counters = carried;
    counters.sort_by(|one, other| (&one.counter, &one.value).cmp(&(&other.counter, &other.value)));
    Ok(lines)
}

/// What the period's end adds to one counter.
fn end<'r>(
    rulebook: &Rulebook<'r>,
    rate: &'r Rate,
    (period, until): (&Id, Instant),
    counter: &mut Counter,
    lines: &mut Vec<(Line, &'r Rate)>,
) -> Result<(), Refusal> {
    counter.end(rate, until)?;
    lines.extend(line(rulebook, rate, period, until, counter)?.map(|line| (line, rate)));
    Ok(())
}

fn line(
    rulebook: &Rulebook,
    rate: &Rate,
    period: &Id,
    until: Instant,
    counter: &Counter,
) -> Result<Option<Line>, Refusal> {
    let (mut total, mut parts) = (counter.total, Vec::new());
    if rate.is_deferred() || counter.usages == 0 && rate.is_due_at_zero() {
        let windows = &rulebook.parts().windows;
        let measure = Measure {
            quantity: *counter.quantity,
            size: None,
            before: Before { quantity: Exact::ZERO, usages: 0 },
            per: rate.per.map_or(Exact::ONE, |per| *per),
            fee: Fee::WithUsage,
            clock: if windows.is_empty() { None } else { Some(rulebook.weekly(until)) },
        };
        let priced = by_model(rate, &measure)?;
        (total, parts) = (at_most(rate, priced.amount)?, priced.parts);
    }
    if let Some(least) = rate.minimum
        && total.against(*least)? == Ordering::Less
    {
        let amount = Ratio::of(*least).minus(total)?;
        parts.push(Part {
            what: Text::made("minimum commitment"),
            quantity: Exact::ONE.into(),
            price: (*least).into(),
            amount,
        });
        total = Ratio::of(*least);
    }
    let exact = total.minus(counter.total)?;
    if exact.is_zero() {
        return Ok(None);
    }
    let quantity = NonNegative::new(*counter.quantity).ok_or(Refusal::Overflow)?;
    Ok(Some(Line {
        usage: period.clone(),
        subaccount: None,
        product: rate.product.clone(),
        rate: rate.id.clone(),
        value: counter.value.clone(),
        quantity,
        unit: rate.unit.clone(),
        price: rate.price,
        per: rate.per,
        covered: Vec::new(),
        parts,
        deferred: false,
        exact,
        amount: total.round(rulebook.parts().rounding)?.minus(counter.posted)?,
    }))
}
