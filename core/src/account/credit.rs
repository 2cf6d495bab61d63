//! Credit arrives: by the owner's hand, or from a charge that was asked for.

use super::event::TopUp;
use super::fold::{Fold, Now};
use super::state::OpenCharge;
use super::watch;
use crate::ledger::{Book, Entry, Kind, balanced};
use crate::money::Money;
use crate::problem::{Code, Problem};
use crate::recharge::Attempts;
use crate::rule::Rule;
use crate::text::Id;
use alloc::format;
use alloc::string::String;

/// Rule `top_up.bounds`, then the entry. At or above the recharge threshold the ladder starts anew.
pub(super) fn top_up(fold: &mut Fold<'_>, now: &Now<'_>, fact: &TopUp) -> Result<(), Problem> {
    let amount = in_bounds(fold, fact).map_err(|problem| problem.under("amount"))?;
    let description =
        fact.method.as_ref().map_or_else(|| String::from("top-up"), |method| format!("top-up by {method}"));
    post(fold, now, format!("{}/top_up", fact.id), Kind::TopUp, description, amount, &[Rule::TopUpBounds])?;
    let threshold = match &fold.state.settings.recharge {
        Some(recharge) => recharge.in_money(fold.rulebook)?.threshold,
        None => return Ok(()),
    };
    if fold.state.balance >= threshold {
        // The breaker and a hard decline stay: they are about the method, not the balance.
        fold.state.attempts.failed_at = None;
        fold.state.held = None;
    }
    Ok(())
}

fn in_bounds(fold: &Fold<'_>, fact: &TopUp) -> Result<Money, Problem> {
    let policy = fold.rulebook.parts().top_up.as_ref();
    if let Some(minimum) = policy.and_then(|policy| policy.minimum).filter(|minimum| fact.amount < *minimum) {
        let message = format!("the top-up `{}` is under the minimum `{}`", *fact.amount, *minimum);
        return Err(Problem::new(Code::TopUpBelowMinimum, message, format!("top up `{}` or more", *minimum)));
    }
    if let Some(maximum) = policy.and_then(|policy| policy.maximum).filter(|maximum| fact.amount > *maximum) {
        let message = format!("the top-up `{}` is over the maximum `{}`", *fact.amount, *maximum);
        return Err(Problem::new(
            Code::TopUpAboveMaximum,
            message,
            format!("top up `{}` or less, or contact support", *maximum),
        ));
    }
    fold.rulebook.payable(*fact.amount)
}

/// A charge was paid: credit it, and forget earlier failures.
pub(super) fn recharge(fold: &mut Fold<'_>, now: &Now<'_>, charge: &Id) -> Result<OpenCharge, Problem> {
    let open = close(fold, charge)?;
    fold.state.attempts = Attempts::default();
    let description = format!("auto-recharge {} by {}", open.sequence, open.method);
    post(fold, now, format!("{charge}/recharge"), Kind::Recharge, description, open.amount, &[Rule::RechargeRepeat])?;
    Ok(open)
}

/// Takes the open charge, if it is this one.
pub(super) fn close(fold: &mut Fold<'_>, charge: &Id) -> Result<OpenCharge, Problem> {
    fold.state.open.take_if(|open| open.charge == *charge).ok_or_else(|| {
        let message = format!("the charge `{charge}` is not open");
        let help = "report each charge's result once; money received outside an open charge is a top-up";
        Problem::new(Code::ChargeNotOpen, message, help).under("charge")
    })
}

fn post(
    fold: &mut Fold<'_>,
    now: &Now<'_>,
    id: String,
    kind: Kind,
    description: String,
    amount: Money,
    rules: &'static [Rule],
) -> Result<(), Problem> {
    let before = fold.state.balance;
    fold.state.balance = before.plus(amount)?;
    fold.entries.push(Entry {
        id,
        event: now.event.clone(),
        time: now.time,
        kind,
        description,
        postings: balanced(amount, Book::Cash),
        balance: fold.state.balance,
        line: None,
        rules,
    });
    watch::balance(fold, now, before)
}
