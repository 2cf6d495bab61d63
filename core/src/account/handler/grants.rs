//! Credit is given: grants that start now or later, and coupons.

use crate::account::event::{CouponRedeemed, CreditGranted};
use crate::account::posting::{Arrival, arrive, expire, grant, insert, post_given, room};
use crate::account::working::{Now, Working};
use crate::ledger::{Book, Kind};
use crate::problem::{Code, Problem};
use crate::rule::Rule;
use crate::wallet::{Grant, Source};
use alloc::format;
use alloc::string::String;

/// Most products that a grant is bound to: they stand in the state as long as it does.
const PRODUCTS_MAX: usize = 20;

const COUPON: &[Rule] = &[Rule::CouponRedeem, Rule::CreditGrant, Rule::OveragePaidFirst];

/// Rule `credit.grant`: starts now, or is kept until it does.
pub(crate) fn granted(work: &mut Working<'_>, now: &Now<'_>, fact: &CreditGranted) -> Result<(), Problem> {
    let amount = work.rulebook.payable(*fact.amount).map_err(|problem| problem.under("amount"))?;
    let from = fact.from.unwrap_or(fact.time);
    if fact.until.is_some_and(|until| until <= from) {
        let message = format!("the grant begins at {from} and does not end later");
        return Err(Problem::new(Code::GrantPeriod, message, "let it end after it begins").under("until"));
    }
    if fact.products.len() > PRODUCTS_MAX {
        let message = format!("{} products are more than {PRODUCTS_MAX}", fact.products.len());
        let help = "give a grant for each group of products";
        return Err(Problem::new(Code::ProductsTooMany, message, help).under("products"));
    }
    room(work)?;
    let made = Grant {
        priority: fact.priority,
        products: fact.products.clone(),
        scheduled: true,
        reason: fact.reason.clone(),
        ..grant(&fact.id, fact.source.into(), amount, from, fact.until)
    };
    if from > now.time {
        insert(work, made);
        return Ok(());
    }
    begin(work, now, made)
}

/// A given grant begins now.
fn begin(work: &mut Working<'_>, now: &Now<'_>, grant: Grant) -> Result<(), Problem> {
    let (id, over) = (grant.grant.clone(), grant.until.is_some_and(|until| until <= now.time));
    post_given(work, now, grant)?;
    let place = work.state.grants.iter().position(|grant| grant.grant == id);
    if let Some(place) = place.filter(|_| over) {
        // It arrived after its time: only usage that is as late can burn it.
        expire(work, now, place)?;
    }
    Ok(())
}

/// Rule `coupon.redeem`: once an account, within its times.
pub(crate) fn redeem(work: &mut Working<'_>, now: &Now<'_>, fact: &CouponRedeemed) -> Result<(), Problem> {
    let wrong = |code, message: String, help: &str| Err(Problem::new(code, message, help).under("coupon"));
    let name = &fact.coupon;
    let Some(coupon) = work.rulebook.parts().coupons.iter().find(|coupon| coupon.coupon == *name) else {
        return wrong(Code::CouponUnknown, format!("there is no coupon `{name}`"), "check its spelling");
    };
    let begun = coupon.valid_from.is_none_or(|from| from <= fact.time);
    if !begun || coupon.valid_until.is_some_and(|until| until <= fact.time) {
        let message = format!("the coupon `{name}` is not valid at {}", fact.time);
        return wrong(Code::CouponNotValid, message, "redeem it between its dates");
    }
    if work.state.coupons.contains(name) {
        return wrong(Code::CouponUsed, format!("the coupon `{name}` was redeemed"), "each coupon counts once");
    }
    room(work)?;
    let amount = work.rulebook.payable(*coupon.amount)?;
    let until = coupon.credit_days.map(|days| now.time.plus_days(days));
    let made = Grant { priority: coupon.priority, ..grant(&fact.id, Source::Coupon, amount, now.time, until) };
    work.state.coupons.push(name.clone());
    let (kind, counter, description) = (Kind::Coupon, Book::Promotion, format!("coupon {name}"));
    arrive(work, now, made, Arrival { kind, name: "coupon", description, counter, rules: COUPON })
}
