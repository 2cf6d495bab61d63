//! Credit is given: grants that start now or later, and coupons.

use super::credit::{Arrival, grant, insert, post, start};
use super::event::{CouponRedeemed, CreditGranted};
use super::fold::{Fold, Now};
use super::{recharging, service, timeline, watch};
use crate::ledger::{Book, Kind};
use crate::problem::{Code, Problem};
use crate::rule::Rule;
use crate::wallet::{Grant, Source};
use alloc::format;
use alloc::string::String;

/// Most grants that credit can be given in; purchased credit is always taken.
pub(super) const GRANTS_MAX: usize = 64;

/// Most products that a grant is bound to: they stand in the state as long as it does.
const PRODUCTS_MAX: usize = 20;

const GIVEN: &[Rule] = &[Rule::CreditGrant, Rule::OveragePaidFirst];
const COUPON: &[Rule] = &[Rule::CouponRedeem, Rule::CreditGrant, Rule::OveragePaidFirst];

/// Rule `credit.grant`: starts now, or is kept until it does.
pub(super) fn granted(fold: &mut Fold<'_>, now: &Now<'_>, fact: &CreditGranted) -> Result<(), Problem> {
    let amount = fold.rulebook.payable(*fact.amount).map_err(|problem| problem.under("amount"))?;
    let from = fact.from.unwrap_or(fact.time);
    if fact.until.is_some_and(|until| until <= from) {
        let message = format!("the grant begins at {from} and does not end later");
        return Err(Problem::new(Code::GrantPeriod, message, "let it end after it begins").under("until"));
    }
    if fact.only.len() > PRODUCTS_MAX {
        let message = format!("{} products are more than {PRODUCTS_MAX}", fact.only.len());
        let help = "give a grant for each group of products";
        return Err(Problem::new(Code::ProductsTooMany, message, help).under("only"));
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
