//! Credit arrives: bought, given, redeemed, or from a charge that was asked for.

use super::event::{CouponRedeemed, CreditGranted, TopUp};
use super::fold::{Fold, Now};
use super::{recharging, service, timeline, watch};
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

/// Most grants that credit can be given in; purchased credit is always taken.
const GRANTS_MAX: usize = 64;

const PURCHASED: &[Rule] = &[Rule::TopUpBounds, Rule::CreditGrant, Rule::OveragePaidFirst];
const GIVEN: &[Rule] = &[Rule::CreditGrant, Rule::OveragePaidFirst];
const COUPON: &[Rule] = &[Rule::CouponRedeem, Rule::CreditGrant, Rule::OveragePaidFirst];

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

/// Rule `credit.grant`: starts now, or is kept until it does.
pub(super) fn granted(fold: &mut Fold<'_>, now: &Now<'_>, fact: &CreditGranted) -> Result<(), Problem> {
    let amount = fold.rulebook.payable(*fact.amount).map_err(|problem| problem.under("amount"))?;
    let from = fact.from.unwrap_or(fact.time);
    if fact.until.is_some_and(|until| until <= from) {
        let message = format!("the grant begins at {from} and does not end later");
        return Err(Problem::new(Code::GrantPeriod, message, "let it end after it begins").under("until"));
    }
    room(fold)?;
    let made = Grant {
        priority: fact.priority,
        only: fact.only.clone(),
        scheduled: true,
        reason: fact.reason.clone(),
        ..grant(&fact.id, fact.source.into(), amount, from, fact.until)
    };
    if from > now.time {
        insert(fold, made);
        return Ok(());
    }
    begin(fold, now, made)
}

/// A given grant begins now, and what follows from a higher balance is told.
fn begin(fold: &mut Fold<'_>, now: &Now<'_>, grant: Grant) -> Result<(), Problem> {
    let before = fold.state.balance;
    let (id, over) = (grant.grant.clone(), grant.until.is_some_and(|until| until <= now.time));
    post_given(fold, now, grant)?;
    let place = fold.state.grants.iter().position(|grant| grant.grant == id);
    if let Some(place) = place.filter(|_| over) {
        // It arrived after its time: only usage that is as late can burn it.
        timeline::expire(fold, now, place)?;
    }
    watch::balance(fold, now, before)?;
    recharging::after_credit(fold)?;
    service::after_credit(fold, now)
}

/// The entry of a given grant that begins.
pub(super) fn post_given(fold: &mut Fold<'_>, now: &Now<'_>, mut grant: Grant) -> Result<(), Problem> {
    grant.scheduled = false;
    let source = match grant.source {
        Source::Promotional => "promotional",
        Source::Trial => "trial",
        Source::Refund => "refunded",
        Source::Coupon => "coupon",
        Source::Purchased => "purchased",
    };
    let reason = grant.reason.take();
    let description = reason.map_or_else(|| format!("{source} credit"), |reason| String::from(&*reason));
    let (kind, name, counter) = (Kind::Grant, "grant", Book::Promotion);
    post(fold, now, grant, Arrival { kind, name, description, counter, rules: GIVEN })
}

/// Rule `coupon.redeem`: once an account, within its times.
pub(super) fn redeem(fold: &mut Fold<'_>, now: &Now<'_>, fact: &CouponRedeemed) -> Result<(), Problem> {
    let wrong = |code, message: String, help: &str| Err(Problem::new(code, message, help).under("coupon"));
    let name = &fact.coupon;
    let Some(coupon) = fold.rulebook.parts().coupons.iter().find(|coupon| coupon.coupon == *name) else {
        return wrong(Code::CouponUnknown, format!("there is no coupon `{name}`"), "check its spelling");
    };
    let begun = coupon.valid_from.is_none_or(|from| from <= fact.time);
    if !begun || coupon.valid_until.is_some_and(|until| until <= fact.time) {
        let message = format!("the coupon `{name}` is not valid at {}", fact.time);
        return wrong(Code::CouponNotValid, message, "redeem it between its dates");
    }
    if fold.state.coupons.contains(name) {
        return wrong(Code::CouponUsed, format!("the coupon `{name}` was redeemed"), "each coupon counts once");
    }
    room(fold)?;
    let amount = fold.rulebook.payable(*coupon.amount)?;
    let until = coupon.credit_days.map(|days| now.time.plus_days(days));
    let made = Grant { priority: coupon.priority, ..grant(&fact.id, Source::Coupon, amount, now.time, until) };
    fold.state.coupons.push(name.clone());
    let (kind, counter, description) = (Kind::Coupon, Book::Promotion, format!("coupon {name}"));
    start(fold, now, made, Arrival { kind, name: "coupon", description, counter, rules: COUPON })
}

/// Is there room for another grant?
fn room(fold: &Fold<'_>) -> Result<(), Problem> {
    if fold.state.grants.iter().filter(|grant| grant.lapsed.is_none()).count() < GRANTS_MAX {
        return Ok(());
    }
    let message = format!("the account has {GRANTS_MAX} grants that are not used up");
    Err(Problem::new(Code::GrantsTooMany, message, "give fewer, larger grants"))
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
fn post(fold: &mut Fold<'_>, now: &Now<'_>, mut grant: Grant, arrival: Arrival) -> Result<(), Problem> {
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
fn insert(fold: &mut Fold<'_>, grant: Grant) {
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
