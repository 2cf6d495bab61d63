//! Credit arrives: bought, or from a charge that was asked for; and what every arrival posts.

use super::event::TopUp;
use super::fold::{Fold, Now};
use super::giving::GRANTS_MAX;
use super::{recharging, service, watch};
use crate::catalog::priority;
use crate::ledger::{Book, Entry, Kind, Side};
use crate::money::{Money, Positive};
use crate::problem::{Code, Problem};
use crate::rule::Rule;
use crate::text::Id;
use crate::time::Instant;
use crate::wallet::{Grant, Source};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

const PURCHASED: &[Rule] = &[Rule::TopUpBounds, Rule::CreditGrant, Rule::OveragePaidFirst];

/// What is posted about credit that arrives.
pub(super) struct Arrival {
    pub(super) kind: Kind,
    pub(super) name: &'static str,
    pub(super) description: String,
    pub(super) counter: Book,
    pub(super) rules: &'static [Rule],
}

/// Rule `top_up.bounds`, then the grant. At or above the recharge threshold the ladder starts anew.
pub(super) fn top_up(fold: &mut Fold<'_>, now: &Now<'_>, fact: &TopUp) -> Result<(), Problem> {
    let amount = in_bounds(fold, fact.amount).map_err(|problem| problem.under("amount"))?;
    let description =
        fact.method.as_ref().map_or_else(|| String::from("top-up"), |method| format!("top-up by {method}"));
    let (kind, name, counter) = (Kind::TopUp, "top_up", Book::Cash);
    purchased(fold, now, &fact.id, amount, Arrival { kind, name, description, counter, rules: PURCHASED })?;
    after_purchase(fold)
}

fn in_bounds(fold: &Fold<'_>, amount: Positive) -> Result<Money, Problem> {
    let policy = fold.rulebook.parts().top_up.as_ref();
    if let Some(minimum) = policy.and_then(|policy| policy.minimum).filter(|minimum| amount < *minimum) {
        let message = format!("the top-up `{}` is under the minimum `{}`", *amount, *minimum);
        return Err(Problem::new(Code::TopUpBelowMinimum, message, format!("top up `{}` or more", *minimum)));
    }
    if let Some(maximum) = policy.and_then(|policy| policy.maximum).filter(|maximum| amount > *maximum) {
        let message = format!("the top-up `{}` is over the maximum `{}`", *amount, *maximum);
        let help = format!("top up `{}` or less, or contact support", *maximum);
        return Err(Problem::new(Code::TopUpAboveMaximum, message, help));
    }
    fold.rulebook.payable(*amount)
}

/// Purchased credit that brings the balance to the recharge threshold starts the ladder anew. The breaker and a hard
/// decline stay: they are about the method, not the balance.
pub(super) fn after_purchase(fold: &mut Fold<'_>) -> Result<(), Problem> {
    let threshold = match &fold.state.settings.recharge {
        Some(recharge) => recharge.in_money(fold.rulebook)?.threshold,
        None => return Ok(()),
    };
    if fold.state.balance >= threshold {
        fold.state.attempts.failed_at = None;
    }
    Ok(())
}

/// Credit that was paid for, at the rulebook's validity.
pub(super) fn purchased(
    fold: &mut Fold<'_>,
    now: &Now<'_>,
    id: &Id,
    amount: Money,
    arrival: Arrival,
) -> Result<(), Problem> {
    let days = fold.rulebook.parts().top_up.as_ref().and_then(|policy| policy.valid_days);
    let grant = grant(id, Source::Purchased, amount, now.time, days.map(|days| now.time.plus_days(days)));
    start(fold, now, grant, arrival)
}

/// A grant of the usual priority, unbound.
pub(super) fn grant(id: &Id, source: Source, amount: Money, from: Instant, until: Option<Instant>) -> Grant {
    Grant {
        grant: id.clone(),
        source,
        amount,
        left: amount,
        from,
        until,
        priority: priority(),
        only: Vec::new(),
        scheduled: false,
        reason: None,
        lapsed: None,
    }
}

/// Credit arrives, and what follows from a higher balance is told.
pub(super) fn start(fold: &mut Fold<'_>, now: &Now<'_>, grant: Grant, arrival: Arrival) -> Result<(), Problem> {
    let before = fold.state.balance;
    post(fold, now, grant, arrival)?;
    watch::balance(fold, now, before)?;
    recharging::after_credit(fold)?;
    service::after_credit(fold, now)
}

/// Rule `overage.paid_first`: credit pays overage, then adds; the entry shows both.
pub(super) fn post(fold: &mut Fold<'_>, now: &Now<'_>, mut grant: Grant, arrival: Arrival) -> Result<(), Problem> {
    let (before, zero) = (fold.state.balance, fold.zero()?);
    let amount = grant.amount;
    let book = if grant.is_bound() { Book::Scoped } else { Book::Customer };
    let overage = if grant.is_bound() { zero } else { before.negated().max(zero).min(amount) };
    grant.left = amount.minus(overage)?;
    if !grant.is_bound() {
        fold.state.balance = before.plus(amount)?;
    }
    fold.state.lifetime_credits = fold.state.lifetime_credits.plus(amount)?;
    let id = format!("{}/{}", grant.grant, arrival.name);
    if grant.left.is_positive() {
        insert(fold, grant);
    }
    let postings = Side::of(&[(book, amount)]).against(arrival.counter, book, zero)?;
    let entry = fold.entry(id, now, arrival.kind, arrival.description, postings, arrival.rules)?;
    let overage = Some(overage).filter(|overage| overage.is_positive());
    fold.entries.push(Entry { overage, ..entry });
    Ok(())
}

/// At its place in the burn order. Where there are very many, purchased credit joins a grant that is like it but for
/// its name, so that the state stays small.
pub(super) fn insert(fold: &mut Fold<'_>, grant: Grant) {
    let grants = &mut fold.state.grants;
    if grants.len() >= GRANTS_MAX
        && let Some(like) =
            grants.iter_mut().rev().find(|like| like.is_like(&grant) && like.source == Source::Purchased)
        && let (Ok(amount), Ok(left)) = (like.amount.plus(grant.amount), like.left.plus(grant.left))
    {
        (like.amount, like.left) = (amount, left);
        return;
    }
    let place = grants.partition_point(|earlier| earlier.burns_before(&grant));
    grants.insert(place, grant);
}
