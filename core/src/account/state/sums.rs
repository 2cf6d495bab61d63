//! The parts of a state against each other.

use super::State;
use super::mismatch::mismatch;
use crate::money::{Money, Refusal};
use crate::payment::Method;
use crate::problem::Problem;
use crate::text::Id;
use alloc::vec::Vec;

/// What sums and names must agree on.
pub(super) fn check(state: &State) -> Result<(), Problem> {
    let within = |list: &str, place: usize, field: &str, message: &str| {
        mismatch::<()>(field, message).map_err(|problem| problem.item(place).under(list))
    };
    if !state.grants.windows(2).all(|pair| matches!(pair, [one, two] if one.burns_before(two))) {
        return mismatch("grants", "the grants are not in burn order");
    }
    let zero = state.balance.minus(state.balance)?;
    for (place, grant) in state.grants.iter().enumerate() {
        if grant.left.plus(grant.expired.unwrap_or(zero))? > grant.amount {
            return within("grants", place, "left", "more is left of the grant than it was");
        }
        if grant.until.is_some_and(|until| until <= grant.from) {
            return within("grants", place, "until", "the grant ends before it begins");
        }
        if grant.scheduled && grant.left != grant.amount {
            return within("grants", place, "left", "the grant has not begun, and some of it is used");
        }
    }
    if grants_do_not_make_the_balance(state, zero)? {
        return mismatch("balance", "the balance is not what the grants make it");
    }
    for (place, due) in state.due.iter().enumerate() {
        if state.due.iter().take(place).any(|earlier| earlier.invoice == due.invoice) {
            return within("due", place, "invoice", "the invoice stands twice");
        }
        let known = state.invoices.iter().find(|known| known.invoice == due.invoice);
        if known.is_some_and(|known| due.amount > known.total) {
            return within("due", place, "amount", "more is due than the invoice came to");
        }
    }
    for (place, known) in state.invoices.iter().enumerate() {
        let of = |amount: Option<Money>| amount.unwrap_or(zero);
        if of(known.credited).plus(of(known.taken))? > known.total {
            return within("invoices", place, "credited", "more is credited than the invoice came to");
        }
        if of(known.returned) > of(known.paid) || of(known.paid_out) > of(known.returned) {
            return within("invoices", place, "returned", "more went back than was paid");
        }
    }
    for (place, fee) in state.charged.iter().enumerate() {
        let of = |amount: Option<Money>| amount.unwrap_or(zero);
        if of(fee.credited) > fee.amount || of(fee.discount) > fee.amount {
            return within("charged", place, "credited", "more is taken of the fee than it was");
        }
        if of(fee.back) > fee.amount.minus(of(fee.discount))? {
            return within("charged", place, "back", "more went back of the fee than discounts had left");
        }
    }
    if state.open.as_ref().is_some_and(|open| open.burst < open.amount) {
        return mismatch("burst", "the row has charged less than its last charge")
            .map_err(|problem| problem.under("open"));
    }
    if state.period.from > state.as_of || state.closed.last().is_some_and(|last| last.until > state.period.from) {
        return mismatch("from", "the open period has not begun, or one is closed that ends in it")
            .map_err(|problem| problem.under("period"));
    }
    names(state)
}

/// Names that stand once.
fn names(state: &State) -> Result<(), Problem> {
    let twice = |list: &str, field: &str, ids: &[&Id]| {
        let place =
            (1..ids.len()).find(|place| ids.iter().take(*place).any(|earlier| ids.get(*place) == Some(earlier)));
        place.map_or(Ok(()), |place| {
            mismatch(field, "the name stands twice").map_err(|problem| problem.item(place).under(list))
        })
    };
    let holds: Vec<&Id> = state.holds.iter().map(|hold| &hold.hold).collect();
    let methods: Vec<&Id> = state.methods.iter().map(Method::id).collect();
    let subaccounts: Vec<&Id> = state.subaccounts.iter().map(|part| &part.subaccount).collect();
    let subscriptions: Vec<&Id> = state.subscriptions.iter().map(|known| &known.subscription).collect();
    let debits: Vec<&Id> = state.debits.iter().map(|debit| &debit.charge).collect();
    twice("holds", "hold", &holds)?;
    twice("methods", "method", &methods)?;
    twice("subaccounts", "subaccount", &subaccounts)?;
    twice("debits", "charge", &debits)?;
    if !subscriptions.is_sorted_by(|one, other| one < other) {
        return mismatch("subscriptions", "the subscriptions are not in the order of their names");
    }
    Ok(())
}

/// Credit that is left makes the balance; where there is none, the balance is zero or overage. Credit that has ended and that
/// a hold keeps stands in the balance in either case.
fn grants_do_not_make_the_balance(state: &State, zero: Money) -> Result<bool, Refusal> {
    let (mut left, mut kept) = (zero, zero);
    for grant in state.grants.iter().filter(|grant| !grant.is_bound() && !grant.scheduled) {
        let sum = if grant.expired.is_some() { &mut kept } else { &mut left };
        *sum = sum.plus(grant.left)?;
    }
    let whole = left.plus(kept)?;
    Ok(if left.is_zero() { state.balance > whole } else { state.balance != whole })
}
