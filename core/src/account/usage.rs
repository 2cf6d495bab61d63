//! A usage burns credit: at once, or held until its period is invoiced.

use super::apply::after_debit;
use super::fold::{Fold, Now};
use super::{allowances, period, reversal, spending, subaccounts, unbilled, watch};
use crate::alert::DayAmount;
use crate::catalog::Rate;
use crate::ledger::{Book, Entry, Kind, Period, Rules, Side};
use crate::money::{Money, Refusal};
use crate::problem::Problem;
use crate::rating::{self, Ending, Line, Usage, rate};
use crate::rule::Rule;
use crate::text::Id;
use crate::time::{Date, Instant};
use crate::wallet::{Burn, burn};
use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

/// Days kept: the thirty that are averaged, and today.
const DAYS_KEPT: u32 = 30;

/// The rules of a usage at a plain price, in the order they apply: nearly every usage is one.
const PLAIN: &[Rule] = &[Rule::RatingLookup, Rule::RatingPerUnit, Rule::MoneyLedgerRounding, Rule::CreditBurnDown];
const PLAIN_HELD: &[Rule] = &[
    Rule::RatingLookup,
    Rule::RatingPerUnit,
    Rule::MoneyLedgerRounding,
    Rule::CreditBurnDown,
    Rule::SettlementOnInvoice,
];
const REVIVED: &[Rule] = &[Rule::CreditLateUsage];

/// Rates a usage and posts it. `hold`: the hold it settles.
pub(super) fn post(fold: &mut Fold<'_>, now: &Now<'_>, usage: &Usage, hold: Option<Id>) -> Result<(), Problem> {
    let covered = allowances::cover(fold, usage)?;
    let (line, rate) = rate(fold.rulebook, usage, covered, &mut fold.state.counters)?;
    if line.amount.units() < 0 {
        return reversal::give_back(fold, now, usage.time, line, rate);
    }
    subaccounts::add_usage(fold, now, usage.subaccount.as_ref(), usage.time, line.amount)?;
    let id = [&*line.usage, "/usage"].concat();
    post_line(fold, now, usage.time, id, line, Some(rate), hold)
}

/// Rules `rating.period_end` and `rating.commitment`: what the period's end adds belongs to its last moment.
pub(super) fn post_period_end(fold: &mut Fold<'_>, now: &Now<'_>) -> Result<(), Problem> {
    let before = fold.state.balance;
    let ending = Ending { name: now.event, from: period::whole_from(fold, now.time)?, until: now.time };
    let lines = rating::close(fold.rulebook, ending, &mut fold.state.counters)?;
    if lines.is_empty() {
        return Ok(());
    }
    for (line, rate) in lines {
        let name = line.value.as_ref().map_or_else(|| line.rate.to_string(), |value| format!("{}/{value}", line.rate));
        let id = [&**now.event, "/", &name, "/usage"].concat();
        post_line(fold, now, now.time.just_before(), id, line, Some(rate), None)?;
    }
    after_debit(fold, now, before)
}

/// Posts a rated usage, and tells what it has reached.
pub(super) fn post_line(
    fold: &mut Fold<'_>,
    now: &Now<'_>,
    time: Instant,
    id: String,
    line: Line,
    rate: Option<&Rate>,
    hold: Option<Id>,
) -> Result<(), Problem> {
    let rules = rules(fold, &line, rate);
    if fold.quiet {
        return post_quietly(fold, now, time, &line, &rules);
    }
    let (before, used_before) = (fold.state.balance, fold.state.period.used);
    let amount = line.amount;
    let (burn, late) = post_state(fold, now, time, &line, &rules)?;
    let zero = fold.zero()?;
    let postings = if fold.on_invoice() {
        Side::of(&[(Book::Held, amount.negated())]).against(Book::Usage, Book::Held, zero)?
    } else {
        let customer = burn.bound.minus(amount)?;
        let side = Side::of(&[(Book::Customer, customer), (Book::Scoped, burn.bound.negated())]);
        side.against(Book::Usage, Book::Customer, zero)?
    };
    let entry = fold.entry(id, now, Kind::Usage, description(&line), postings, rules)?;
    let overage = Some(burn.overage).filter(|overage| overage.is_positive());
    fold.entries.push(Entry { time, line: Some(line), hold, burned: burn.parts, overage, period: late, ..entry });
    watch::balance(fold, now, before)?;
    spending::tell_daily(fold, now)?;
    spending::tell_thresholds(fold, now, used_before)
}

/// The same where nobody reads its entry or what it tells.
pub(super) fn post_quietly(
    fold: &mut Fold<'_>,
    now: &Now<'_>,
    time: Instant,
    line: &Line,
    rules: &[Rule],
) -> Result<(), Problem> {
    post_state(fold, now, time, line, rules).map(|_| ())
}

/// What a rated usage makes of the state: burned credit, the sums of its day and period, the next invoice.
fn post_state(
    fold: &mut Fold<'_>,
    now: &Now<'_>,
    time: Instant,
    line: &Line,
    rules: &[Rule],
) -> Result<(Burn, Option<Period>), Problem> {
    let burn = burn_credit(fold, now, &line.usage, line.amount, Some(&line.product), time)?;
    add_to_days(fold, now, time.date(), line.amount)?;
    let late = period::add_usage(fold, time, line.amount, burn.bound)?;
    unbilled::usage(fold, line, late, rules)?;
    Ok((burn, late))
}

/// The rules of a line, in the order they apply.
pub(super) fn rules(fold: &Fold<'_>, line: &Line, rate: Option<&Rate>) -> Rules {
    let Some(rate) = rate.filter(|rate| !rate.is_plain() || !line.covered.is_empty() || line.reverses.is_some()) else {
        return if fold.on_invoice() { PLAIN_HELD.into() } else { PLAIN.into() };
    };
    let mut rules = rating::rules(rate, !line.covered.is_empty(), line.is_sliced(), line.reverses.is_some());
    rules.push(Rule::CreditBurnDown);
    rules.extend(Some(Rule::SettlementOnInvoice).filter(|_| fold.on_invoice()));
    rules.into()
}

/// `5.5 minute of call at 0.017`. Put together by hand: nothing is written as often.
pub(super) fn description(line: &Line) -> String {
    let mut text = String::with_capacity(64);
    line.quantity.push_to(&mut text);
    for part in [" ", &line.unit, " of ", &line.product] {
        text.push_str(part);
    }
    if let Some(price) = line.price {
        text.push_str(" at ");
        price.push_to(&mut text);
    }
    if let Some(per) = line.per {
        text.push_str(" per ");
        per.push_to(&mut text);
    }
    text
}

/// Rule `credit.burn_down` on the account: grants pay, the balance falls. Expired credit that pays for late usage
/// comes back first, by an entry of its own.
pub(super) fn burn_credit(
    fold: &mut Fold<'_>,
    now: &Now<'_>,
    debit: &Id,
    amount: Money,
    product: Option<&Id>,
    service: Instant,
) -> Result<Burn, Problem> {
    let burn = burn(&mut fold.state.grants, amount, product, service, now.time)?;
    for (revived, bound) in &burn.revived {
        let book = if *bound { Book::Scoped } else { Book::Customer };
        if !bound {
            fold.state.balance = fold.state.balance.plus(revived.amount)?;
        }
        let postings = Side::of(&[(book, revived.amount)]).against(Book::Expired, book, fold.zero()?)?;
        let id = format!("{}/expiry_reversed/{debit}", revived.grant);
        let description = format!("expired credit back for late usage {debit}");
        let entry = fold.entry(id, now, Kind::ExpiryReversed, description, postings, REVIVED)?;
        fold.entries.push(entry);
    }
    fold.state.balance = fold.state.balance.minus(amount.minus(burn.bound)?)?;
    Ok(burn)
}

pub(super) fn add_to_days(fold: &mut Fold<'_>, now: &Now<'_>, day: Date, amount: Money) -> Result<(), Problem> {
    add_to_day(&mut fold.state.usage_by_day, day, amount)?;
    let oldest = now.time.date().days_before(DAYS_KEPT);
    if fold.state.usage_by_day.first().is_some_and(|first| first.date < oldest) {
        fold.state.usage_by_day.retain(|kept| kept.date >= oldest);
    }
    if day < now.time.date() {
        // Late usage moves the average of a day that thresholds were made for.
        fold.forget_thresholds();
    }
    Ok(())
}

/// Adds to the sum of a day; the list stays in the order of its days.
pub(super) fn add_to_day(days: &mut Vec<DayAmount>, date: Date, amount: Money) -> Result<(), Refusal> {
    match days.binary_search_by_key(&date, |day| day.date) {
        Ok(place) => {
            if let Some(day) = days.get_mut(place) {
                day.amount = day.amount.plus(amount)?;
            }
        }
        Err(place) => days.insert(place, DayAmount { date, amount }),
    }
    Ok(())
}
