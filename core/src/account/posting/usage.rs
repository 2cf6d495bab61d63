//! A usage burns credit: at once, or held until its period is invoiced.

use super::burn::burn_credit;
use super::usage_words::{description, rules};
use super::{allowances, days, invoice_items, paid_by, payers, period, subaccount, usage_reversal};
use crate::account::working::{Now, Working};
use crate::catalog::Rate;
use crate::ledger::{Book, Kind, Period, Side};
use crate::limit::Hold;
use crate::problem::Problem;
use crate::rating::{Line, Usage, rate};
use crate::rule::Rule;
use crate::time::Instant;
use crate::wallet::Burn;
use alloc::boxed::Box;
use alloc::string::String;

/// What a line is of.
#[derive(Clone, Copy, Default)]
pub(crate) struct Of<'u> {
    /// The rate that priced it.
    pub(crate) rate: Option<&'u Rate>,
    /// The hold that it settles.
    pub(crate) hold: Option<&'u Hold>,
    /// A period's end adds it.
    pub(crate) closes: bool,
}

/// Rates a usage and posts it. `hold`: the hold it settles.
pub(crate) fn post(work: &mut Working<'_>, now: &Now<'_>, usage: &Usage, hold: Option<&Hold>) -> Result<(), Problem> {
    if let Some(reverses) = &usage.reverses {
        return usage_reversal::post(work, now, usage, reverses);
    }
    let covered = allowances::cover(work, usage)?;
    let (line, rate) = rate(work.rulebook, usage, covered, &mut work.state.counters)?;
    subaccount::add_usage(work, now, usage.subaccount.as_ref(), usage.time, line.amount)?;
    let id = [&*line.usage, "/usage"].concat();
    post_line(work, now, usage.time, (id, line), Of { rate: Some(rate), hold, closes: false })
}

/// Posts a rated usage.
pub(crate) fn post_line(
    work: &mut Working<'_>,
    now: &Now<'_>,
    time: Instant,
    (id, line): (String, Box<Line>),
    of: Of<'_>,
) -> Result<(), Problem> {
    let rules = rules(work, &line, of.rate);
    if work.quiet {
        return post_state(work, now, time, (&line, of), &rules).map(|_| ());
    }
    let amount = line.amount;
    let (burn, late) = post_state(work, now, time, (&line, of), &rules)?;
    let zero = work.zero()?;
    let postings = if work.on_invoice() {
        Side::of(&[(Book::Held, amount.negated())]).against(Book::Usage, Book::Held, zero)?
    } else {
        let customer = burn.bound.minus(amount)?;
        let side = Side::of(&[(Book::Customer, customer), (Book::Scoped, burn.bound.negated())]);
        side.against(Book::Usage, Book::Customer, zero)?
    };
    let mut entry = work.entry(id, now, Kind::Usage, description(&line), postings, rules)?;
    let overage = Some(burn.overage).filter(|overage| overage.is_positive());
    let posted = Some(now.time).filter(|_| time < now.time && !of.closes);
    entry.time = time;
    entry.posted = posted;
    entry.line = Some(line);
    entry.hold = of.hold.map(|hold| hold.hold.clone());
    entry.burned = burn.parts;
    entry.overage = overage;
    entry.period = late;
    work.entries.push(entry);
    Ok(())
}

/// The same where nobody reads its entry or what it tells.
pub(crate) fn post_quietly(
    work: &mut Working<'_>,
    now: &Now<'_>,
    time: Instant,
    (line, rate): (&Line, &Rate),
    rules: &[Rule],
) -> Result<(), Problem> {
    post_state(work, now, time, (line, Of { rate: Some(rate), ..Of::default() }), rules).map(|_| ())
}

/// What a rated usage makes of the state: burned credit, the sums of its day and period, the next invoice.
fn post_state(
    work: &mut Working<'_>,
    now: &Now<'_>,
    time: Instant,
    (line, of): (&Line, Of<'_>),
    rules: &[Rule],
) -> Result<(Burn, Option<Period>), Problem> {
    work.moment.seen.usage = true;
    // What settles a hold is paid by what was there when it was taken.
    let since = of.hold.and_then(|hold| hold.from).map_or(time, |from| from.min(time));
    let burn = burn_credit(work, now, &line.usage, line.amount, Some(&line.product), (since, of.hold.is_some()))?;
    paid_by::note(work, &burn.parts)?;
    days::add_to_days(work, now, time.date(), line.amount)?;
    let late = period::add_usage(work, time, line.amount, burn.bound)?;
    if of.closes {
        invoice_items::true_up(work, line, of.rate.is_some_and(Rate::is_deferred), rules)?;
    } else {
        invoice_items::usage(work, line, late, rules)?;
    }
    of.rate.map_or(Ok(()), |rate| payers::note(work, rate, line, &burn))?;
    Ok((burn, late))
}
