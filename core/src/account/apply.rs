//! The order of steps, in one place.

use super::effect::Effect;
use super::event::{Event, Payments};
use super::fold::{Fold, Now};
use super::settings::change;
use super::state::State;
use super::{credit, order, recharging, service, usage};
use crate::catalog::Rulebook;
use crate::ledger::Entry;
use crate::problem::Problem;
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
    let mut fold = Fold::new(rulebook, payments, state);
    for (place, event) in ordered {
        step(&mut fold, event).map_err(|problem| problem.item(place).under("events"))?;
    }
    Ok(Applied { state: fold.state, entries: fold.entries, effects: fold.effects, duplicates })
}

/// One event: post it and watch the balance, recharge, and settle whether service goes on. Only a debit or another
/// setting can trigger a recharge; a paid charge goes on with its burst.
fn step(fold: &mut Fold<'_>, event: &Event) -> Result<(), Problem> {
    let (id, time, _) = event.head();
    fold.state.as_of = fold.state.as_of.max(time);
    let now = Now { event: id, time: fold.state.as_of };
    match event {
        Event::Usage(fact) => {
            usage::post(fold, &now, fact)?;
            recharging::start(fold, &now)?;
            service::after_debit(fold, &now);
        }
        Event::TopUp(fact) => {
            credit::top_up(fold, &now, fact)?;
            service::after_credit(fold, &now);
        }
        Event::PaymentSucceeded(fact) => recharging::paid(fold, &now, &fact.charge)?,
        Event::PaymentFailed(fact) => recharging::failed(fold, &now, &fact.charge, fact.decline)?,
        Event::SettingsChanged(fact) => {
            let recharge_changed = change(fold, &fact.settings).map_err(|problem| problem.under("settings"))?;
            if recharge_changed {
                recharging::start(fold, &now)?;
            }
        }
        Event::TimePassed(_) => recharging::after_time(fold, &now)?,
    }
    recharging::answer_charges(fold, &now)
}
