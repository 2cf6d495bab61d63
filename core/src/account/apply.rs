//! The order of steps, in one place.

use super::effect::Effect;
use super::event::{Event, Payments};
use super::fold::{Fold, Now};
use super::state::State;
use super::{
    billing, credit, giving, holding, methods, order, period, recharging, service, settings, subaccounts, subscribing,
    takeback, timeline, usage,
};
use crate::catalog::Rulebook;
use crate::ledger::Entry;
use crate::money::Money;
use crate::problem::Problem;
use crate::rating::Usage;
use crate::text::Id;
use crate::time::Instant;
use alloc::vec::Vec;
use serde::Serialize;

/// What came of the events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Applied {
    /// The account now.
    pub state: State,
    /// New ledger entries, in order.
    pub entries: Vec<Entry>,
    /// What the doors have to carry out, in order.
    pub effects: Vec<Effect>,
    /// Events that stood in the call more than once.
    pub duplicates: Vec<Id>,
}

/// Applies events to an account. Everything or nothing: the first refusal is the whole answer.
///
/// # Errors
/// A refusal at the event it is about (`/events/3/…`).
pub fn apply(
    rulebook: &Rulebook,
    state: State,
    events: &[Event],
    payments: Payments,
    as_of: Instant,
) -> Result<Applied, Problem> {
    let (ordered, duplicates) = order::by_time(events, &state, as_of)?;
    let mut fold = Fold::new(rulebook, payments, state)?;
    // Most events make one entry, and entries are large to move.
    fold.entries.reserve(ordered.len());
    for (place, event) in ordered {
        step(&mut fold, event).map_err(|problem| problem.item(place).under("events"))?;
    }
    Ok(Applied { state: fold.state, entries: fold.entries, effects: fold.effects, duplicates })
}

/// Applies events one after the other until `enough` says so, and keeps what is in the hand then.
///
/// # Errors
/// As [`apply`].
pub(crate) fn apply_until<'r>(
    rulebook: &'r Rulebook<'r>,
    state: State,
    events: &[Event],
    payments: Payments,
    as_of: Instant,
    enough: impl Fn(&Fold<'r>) -> bool,
) -> Result<Fold<'r>, Problem> {
    let (ordered, _) = order::by_time(events, &state, as_of)?;
    let mut fold = Fold::new(rulebook, payments, state)?;
    for (place, event) in ordered {
        step(&mut fold, event).map_err(|problem| problem.item(place).under("events"))?;
        if enough(&fold) {
            break;
        }
    }
    Ok(fold)
}

/// One event: what was due before it, then its own step. Only a debit or another setting can trigger a recharge; a
/// paid charge goes on with its burst.
pub(super) fn step(fold: &mut Fold<'_>, event: &Event) -> Result<(), Problem> {
    let (id, time, _) = event.head();
    let time = fold.state.as_of.max(time);
    timeline::advance(fold, time)?;
    let now = Now { event: id, time };
    let before = fold.state.balance;
    match event {
        Event::Usage(fact) => used(fold, &now, fact)?,
        Event::HoldSettled(fact) => {
            holding::settle(fold, &now, fact)?;
            after_debit(fold, &now, before)?;
        }
        Event::HoldRequested(fact) => holding::request(fold, &now, fact)?,
        Event::HoldReleased(fact) => holding::release(fold, &fact.hold)?,
        Event::TopUp(fact) => credit::top_up(fold, &now, fact)?,
        Event::CreditGranted(fact) => giving::granted(fold, &now, fact)?,
        Event::CouponRedeemed(fact) => giving::redeem(fold, &now, fact)?,
        Event::Adjustment(fact) => {
            takeback::adjust(fold, &now, fact)?;
            after_debit(fold, &now, before)?;
        }
        // Nobody is charged for what was just paid back.
        Event::Refund(fact) => {
            takeback::refund(fold, &now, fact)?;
            service::after_debit(fold, &now)?;
        }
        Event::PaymentReversed(fact) => {
            takeback::reverse(fold, &now, fact)?;
            service::after_debit(fold, &now)?;
        }
        Event::InvoicePaid(fact) => {
            period::paid(fold, &now, fact)?;
            service::after_credit(fold, &now)?;
        }
        Event::PaymentSucceeded(fact) => recharging::paid(fold, &now, &fact.charge)?,
        Event::PaymentFailed(fact) => recharging::failed(fold, &now, &fact.charge, fact.decline)?,
        Event::SettingsChanged(fact) => settings::change(fold, &now, &fact.settings)?,
        Event::MethodAdded(fact) => methods::add(fold, &now, fact)?,
        Event::MethodRemoved(fact) => methods::remove(fold, fact)?,
        Event::MethodDefault(fact) => methods::choose(fold, &now, fact)?,
        Event::BankVerification(fact) => methods::verify(fold, &now, fact)?,
        Event::SubaccountChanged(fact) => subaccounts::change(fold, &now, fact)?,
        Event::Subscribed(fact) => {
            subscribing::subscribe(fold, &now, fact)?;
            after_debit(fold, &now, before)?;
        }
        Event::SubscriptionChanged(fact) => {
            subscribing::change(fold, &now, fact)?;
            after_debit(fold, &now, before)?;
        }
        Event::SubscriptionCancelled(fact) => {
            subscribing::cancel(fold, &now, fact)?;
            after_debit(fold, &now, before)?;
        }
        Event::CustomerChanged(fact) => billing::customer(fold, &now, fact)?,
        Event::DiscountTaken(fact) => billing::discount(fold, &now, fact)?,
        Event::InvoiceCredited(fact) => {
            period::credited(fold, &now, fact)?;
            service::after_credit(fold, &now)?;
        }
        Event::TimePassed(_) => recharging::after_time(fold, &now)?,
    }
    finish(fold, &now)
}

/// A usage burns credit.
fn used(fold: &mut Fold<'_>, now: &Now<'_>, usage: &Usage) -> Result<(), Problem> {
    let before = fold.state.balance;
    usage::post(fold, now, usage, None)?;
    after_debit(fold, now, before)
}

/// What follows every step.
pub(super) fn finish(fold: &mut Fold<'_>, now: &Now<'_>) -> Result<(), Problem> {
    period::interim(fold, now)?;
    recharging::answer_charges(fold, now)
}

/// Where the balance has fallen: recharge, and settle whether service goes on. What cost nothing, or was paid by
/// credit bound to its product, is no debit of the balance.
pub(super) fn after_debit(fold: &mut Fold<'_>, now: &Now<'_>, before: Money) -> Result<(), Problem> {
    if fold.state.balance >= before {
        return Ok(());
    }
    recharging::start(fold, now)?;
    service::after_debit(fold, now)
}
