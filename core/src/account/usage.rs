//! A usage burns credit: at once, or held until its period is invoiced.

use super::fold::{Fold, Now};
use super::{period, spending, subaccounts, watch};
use crate::alert::DayAmount;
use crate::ledger::{Book, Entry, Kind, Side};
use crate::money::{Money, Refusal};
use crate::problem::Problem;
use crate::rating::{Line, Usage, rate};
use crate::rule::Rule;
use crate::text::Id;
use crate::time::{Date, Instant};
use crate::wallet::{Burn, burn};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// Days kept: the thirty that are averaged, and today.
const DAYS_KEPT: u32 = 30;

/// The rules of a usage, in the order they apply.
const RULES: &[Rule] = &[Rule::RatingLookup, Rule::RatingPerUnit, Rule::MoneyLedgerRounding, Rule::CreditBurnDown];
const HELD: &[Rule] = &[
    Rule::RatingLookup,
    Rule::RatingPerUnit,
    Rule::MoneyLedgerRounding,
    Rule::CreditBurnDown,
    Rule::SettlementOnInvoice,
];
const REVIVED: &[Rule] = &[Rule::CreditLateUsage];

/// Rates a usage and posts it. `hold`: the hold it settles.
pub(super) fn post(fold: &mut Fold<'_>, now: &Now<'_>, usage: &Usage, hold: Option<Id>) -> Result<(), Problem> {
    let line = rate(fold.rulebook, usage)?;
    subaccounts::add_usage(fold, now, usage.subaccount.as_ref(), usage.time, line.amount)?;
    post_line(fold, now, usage.time, line, hold)
}

/// Posts a rated usage, and tells what it has reached.
pub(super) fn post_line(
    fold: &mut Fold<'_>,
    now: &Now<'_>,
    time: Instant,
    line: Line,
    hold: Option<Id>,
) -> Result<(), Problem> {
    let (before, used_before) = (fold.state.balance, fold.state.period.used);
    let amount = line.amount;
    let burn = burn_credit(fold, now, &line.usage, amount, Some(&line.product), time)?;
    add_to_days(fold, now, time.date(), amount)?;
    let late = period::add_usage(fold, time, amount, burn.bound)?;
    let zero = fold.zero()?;
    let (postings, rules) = if fold.on_invoice() {
        (Side::of(&[(Book::Held, amount.negated())]).against(Book::Usage, Book::Held, zero)?, HELD)
    } else {
        let customer = burn.bound.minus(amount)?;
        let side = Side::of(&[(Book::Customer, customer), (Book::Scoped, burn.bound.negated())]);
        (side.against(Book::Usage, Book::Customer, zero)?, RULES)
    };
    let id = [&*line.usage, "/usage"].concat();
    let entry = fold.entry(id, now, Kind::Usage, description(&line), postings, rules)?;
    let overage = Some(burn.overage).filter(|overage| overage.is_positive());
    fold.entries.push(Entry { time, line: Some(line), hold, burned: burn.parts, overage, period: late, ..entry });
    watch::balance(fold, now, before)?;
    spending::tell_daily(fold, now)?;
    spending::tell_thresholds(fold, now, used_before)
}

/// `5.5 minute of call at 0.017`. Put together by hand: nothing is written as often.
fn description(line: &Line) -> String {
    let mut text = String::with_capacity(64);
    line.quantity.push_to(&mut text);
    for part in [" ", &line.unit, " of ", &line.product, " at "] {
        text.push_str(part);
    }
    line.price.push_to(&mut text);
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

fn add_to_days(fold: &mut Fold<'_>, now: &Now<'_>, day: Date, amount: Money) -> Result<(), Problem> {
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
