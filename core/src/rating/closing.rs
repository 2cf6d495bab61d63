//! Rules `rating.period_end` and `rating.commitment`: what a period's end adds to what its usages have posted.
//!
//! A rate whose total is known only now is priced; a rate with a minimum is brought up to it, used or not; a flat amount
//! that is due at zero is due. Source: product "Rating"; openmeterio/openmeter: the minimum is topped up once, at the end.

use super::commitment::{at_most, bound, cut, told};
use super::model::{Before, Fee, Measure, Priced};
use super::period::counter;
use super::price::by_model;
use super::{Counter, Line, prorated};
use crate::catalog::{Rate, Rulebook};
use crate::money::{Exact, Money, Ratio};
use crate::problem::{Code, Problem};
use crate::sorting::Sorting as _;
use crate::text::Id;
use crate::time::Instant;
use alloc::boxed::Box;
use alloc::format;
use alloc::vec::Vec;
use core::cmp::Ordering;

/// The period that ends.
#[derive(Clone, Copy, Debug)]
pub struct Ending<'e> {
    /// Its name.
    pub name: &'e Id,
    /// When the whole of it began; an account's first one may have begun before the account.
    pub from: Option<Instant>,
    /// Now.
    pub until: Instant,
    /// Has it no length, as where an account closes at the moment a period begins? Then what nobody used is not due.
    pub empty: bool,
}

/// Lines of a period's end and their rates, where they add something. The counters begin anew.
///
/// # Errors
/// `missing_field` without a start that a rate needs, `overflow` and `inexact` where exact money ends.
pub fn close<'r>(
    rulebook: &Rulebook<'r>,
    ending: Ending<'_>,
    counters: &mut Vec<Counter>,
) -> Result<Vec<(Box<Line>, &'r Rate)>, Problem> {
    let (mut lines, mut carried, mut done) = (Vec::new(), Vec::new(), Vec::new());
    let (zero, until) = (Money::zero(rulebook.scale())?, ending.until);
    for rate in rulebook.closing_rates() {
        if done.contains(&rate.counter()) || rate.count_by.is_none() && !is_due(rate, until, counters) {
            continue;
        }
        done.push(rate.counter());
        if rate.count_by.is_none() {
            counter(counters, rate, None, zero)?;
        }
        let ends = |known: &&mut Counter| known.counter == *rate.counter() && (!ending.empty || known.usages > 0);
        for counter in counters.iter_mut().filter(ends) {
            counter.end(rate, until)?;
            lines.extend(line(rulebook, rate, ending, counter)?.map(|line| (line, rate)));
            carried.extend(counter.carried(rate, until, zero));
        }
    }
    *counters = carried;
    counters.order_by(|one, other| (&one.counter, &one.value).cmp(&(&other.counter, &other.value)));
    Ok(lines)
}

/// Has the rate counted last, or is it in force where nothing was counted?
fn is_due(rate: &Rate, until: Instant, counters: &[Counter]) -> bool {
    let in_force = rate.from.is_none_or(|from| from < until) && rate.until.is_none_or(|end| until <= end);
    counters.iter().find(|known| known.counter == *rate.counter()).map_or(in_force, |known| known.rate == rate.id)
}

fn line(rulebook: &Rulebook, rate: &Rate, ending: Ending<'_>, counter: &Counter) -> Result<Option<Box<Line>>, Problem> {
    let before = if rate.is_deferred() { Ratio::ZERO } else { counter.total };
    let (mut total, mut parts) = (before, Vec::new());
    if rate.is_deferred() || counter.usages == 0 && rate.is_due_at_zero() {
        let priced = priced(rulebook, rate, ending, counter)?;
        total = at_most(rate, priced.amount)?;
        parts = cut(rate, *counter.quantity, priced, total)?;
    }
    if let Some(least) = rate.minimum
        && total.against(*least)? == Ordering::Less
    {
        let so_far = Priced { amount: total.minus(before)?, parts };
        parts = told(rate, *counter.quantity, so_far).parts;
        parts.push(bound("minimum commitment", *least, Ratio::of(*least).minus(total)?));
        total = Ratio::of(*least);
    }
    let exact = total.minus(before)?;
    if exact.is_zero() {
        return Ok(None);
    }
    Ok(Some(Box::new(Line {
        usage: ending.name.clone(),
        subaccount: None,
        product: rate.product.clone(),
        rate: rate.id.clone(),
        value: counter.value.clone(),
        reverses: None,
        offset: None,
        quantity: counter.peak.unwrap_or(counter.quantity),
        unit: rate.unit.clone(),
        price: rate.price,
        per: rate.per,
        covered: Vec::new(),
        parts,
        deferred: false,
        exact,
        amount: total.round(rulebook.parts().rounding)?.minus(counter.posted)?,
    })))
}

/// What the whole period comes to.
fn priced(rulebook: &Rulebook, rate: &Rate, ending: Ending<'_>, counter: &Counter) -> Result<Priced, Problem> {
    if prorated::is(rate) {
        let from = ending.from.ok_or_else(|| {
            let message = format!("rate `{}` prorates what lasts, and nothing says when the period began", rate.id);
            Problem::new(Code::MissingField, message, "write `from`, the first moment of the period").under("from")
        })?;
        return Ok(prorated::total(rate, counter, (from, ending.until))?);
    }
    let windows = &rulebook.parts().windows;
    let measure = Measure {
        quantity: *counter.quantity,
        size: None,
        before: Before { quantity: Exact::ZERO, usages: 0 },
        per: rate.per.map_or(Exact::ONE, |per| *per),
        fee: Fee::WithUsage,
        clock: if windows.is_empty() { None } else { Some(rulebook.weekly(ending.until)) },
    };
    Ok(by_model(rate, &measure)?)
}
