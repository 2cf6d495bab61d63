//! Rule `account.closing`: an account closes. Subscriptions end with credit for what is not used, the last period is
//! invoiced, and what is left of the credit goes back to the payer or ends; what is due stays due.
//! Source: getlago/lago#212, guardian/support-service-lambdas#1842: credit of customers who had left was stuck for ever.

use super::{billing_period, subscriptions};
use crate::account::effect::{Effect, RefundRequest, told};
use crate::account::event::{AccountClosed, Cancellation, ClosingCredit, Event, Refund, SubscriptionCancelled};
use crate::account::posting::{expire, refund};
use crate::account::standing::owed;
use crate::account::state::Service;
use crate::account::working::{Now, Working};
use crate::money::{Mode, Money, Positive, Rounding};
use crate::problem::{Code, Problem};
use crate::rule::Rule;
use crate::text::Id;
use crate::wallet::{Grant, purchased_left};
use alloc::format;

/// Closes it.
pub(crate) fn close(work: &mut Working<'_>, now: &Now<'_>, fact: &AccountClosed) -> Result<(), Problem> {
    if let Some(hold) = work.state.holds.first() {
        let message = format!("the hold `{}` is open", hold.hold);
        return Err(Problem::new(Code::AccountInUse, message, "settle or release holds first"));
    }
    if let Some(open) =
        work.state.open.as_ref().map(|open| &open.charge).or(work.state.debits.first().map(|one| &one.charge))
    {
        let message = format!("the charge `{open}` is on its way");
        return Err(Problem::new(Code::AccountInUse, message, "report its result first"));
    }
    while let Some(known) = work.state.subscriptions.first_mut() {
        known.committed_until = None;
        let (id, subscription) = (fact.id.clone(), known.subscription.clone());
        let how = Cancellation::NowWithCredit;
        subscriptions::cancel(
            work,
            now,
            &SubscriptionCancelled { id, time: now.time, account: None, subscription, how },
        )?;
    }
    let name = Id::made(format!("closing.{}", now.time.date()));
    billing_period::close_last(work, now, &name)?;
    if fact.credit == ClosingCredit::PayBack {
        pay_back(work, now, fact, &name)?;
    }
    end_credit(work, now)?;
    work.state.settings.recharge = None;
    work.state.settings.bank_debit = None;
    work.state.debit_on = None;
    work.state.counters.clear();
    work.forget_settings();
    work.state.service = Service::Closed;
    Ok(())
}

/// Purchased credit, but for what is due.
fn pay_back(work: &mut Working<'_>, now: &Now<'_>, fact: &AccountClosed, name: &Id) -> Result<(), Problem> {
    let zero = work.zero()?;
    let left = purchased_left(&work.state.grants, None, zero)?.min(work.state.balance.minus(owed(work)?)?);
    let payable = Rounding { scale: work.rulebook.parts().currency.minor_units(), mode: Mode::Down };
    let amount = Money::fit(payable.round(left.exact())?.exact(), zero.scale())?;
    let Some(wanted) = Positive::new(amount.exact()) else { return Ok(()) };
    let id = fact.id.clone();
    refund(work, now, &Refund { id, time: now.time, account: None, amount: wanted, grant: None, reason: None })?;
    work.effects.push(Effect::RefundRequest(told!(
        work.notice(now, "refund_request", Rule::AccountClosing),
        RefundRequest { invoice: name.clone(), amount }
    )));
    Ok(())
}

/// What is left ends.
fn end_credit(work: &mut Working<'_>, now: &Now<'_>) -> Result<(), Problem> {
    work.state.grants.retain(|grant| !grant.scheduled);
    let lives = |grant: &Grant| grant.expired.is_none() && grant.left.is_positive();
    while let Some(place) = work.state.grants.iter().position(lives) {
        let Some(id) = work.state.grants.get(place).map(|grant| grant.grant.clone()) else { break };
        expire(work, &Now { event: &id, time: now.time }, place)?;
    }
    work.state.grants.clear();
    Ok(())
}

/// A closed account takes what is about its past: payments, credits, corrections, time.
pub(crate) fn check_open(work: &Working<'_>, event: &Event) -> Result<(), Problem> {
    let past = matches!(
        event,
        Event::InvoicePaid(_)
            | Event::InvoiceCredited(_)
            | Event::PaymentReversed(_)
            | Event::Refund(_)
            | Event::CustomerChanged(_)
            | Event::TimePassed(_)
    );
    if work.state.service != Service::Closed || past {
        return Ok(());
    }
    let message = "the account is closed";
    Err(Problem::new(Code::AccountIsClosed, message, "open another account; what is due is still paid and credited"))
}
