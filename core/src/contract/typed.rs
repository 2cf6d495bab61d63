//! The verbs for embedders in Rust, by the core's own types: what the JSON of a call says, without the JSON.
//!
//! A state is held against the rulebook in every call, as everywhere. Whoever needs more than stands here (payments that are
//! answered at once, what events take back) has `account::apply` and its siblings, or the calls in JSON.

use super::Outcome;
use super::given::{Given, Kept};
use super::prepared::Prepared;
use super::verbs::{self, Authorize, AuthorizeDecision, AuthorizeRequest, Draft, Drafted, Rate, Rated, Spend, Spent};
use crate::account::{self, Applied, Event, Events, Overview, Payments, State};
use crate::rating::Usage;
use crate::time::Instant;
use crate::wire::Apart;
use alloc::vec;
use alloc::vec::Vec;

/// The state as the rulebook accepts it, where a call would have it.
fn kept(rulebook: &Prepared, state: &State) -> Outcome<Kept> {
    let accepted = state.clone().accept(rulebook.rulebook());
    Ok(Kept::new(accepted.map_err(|problem| vec![problem.under("state")])?))
}

fn given<'g>(rulebook: &'g Prepared, account: Option<&'g mut Kept>) -> Given<'g> {
    Given { rulebook: rulebook.rulebook(), account }
}

/// Rates usages as those of one period, each on its own line.
///
/// # Errors
/// As the verb `rate`.
pub fn rate(rulebook: &Prepared, usages: &[Usage]) -> Outcome<Rated> {
    let usage = usages.iter().cloned().collect();
    let rulebook_ = Apart::beside();
    let call =
        Rate { rulebook: rulebook_, usage, from: None, until: None, so_far: None, goes_on: false, totals_only: false };
    verbs::rate(rulebook.rulebook(), &call)
}

/// Applies events to an account, all or none; charges are asked for and not answered. Now is when the last of them happens.
///
/// # Errors
/// As the verb `apply`.
pub fn apply(rulebook: &Prepared, state: &State, events: &[Event]) -> Outcome<Applied> {
    let Kept { state, .. } = kept(rulebook, state)?;
    let as_of = events.iter().map(|event| event.head().1).max().unwrap_or(state.as_of);
    let applied = account::apply(rulebook.rulebook(), state, events.into(), Payments::Report, as_of);
    applied.map_err(|problem| vec![problem])
}

/// May these usages go ahead now, each by itself? A decision for each, in their order.
///
/// # Errors
/// As the verb `authorize`.
pub fn authorize(
    rulebook: &Prepared,
    state: &State,
    as_of: Instant,
    requests: &[AuthorizeRequest],
) -> Outcome<Vec<AuthorizeDecision>> {
    let call = Authorize { rulebook: Apart::beside(), state: Apart::beside(), as_of, requests: requests.to_vec() };
    verbs::authorize(&mut given(rulebook, Some(&mut kept(rulebook, state)?)), &call).map(|answer| answer.decisions)
}

/// May this usage go ahead at its time? If so it has.
///
/// # Errors
/// As the verb `spend`.
pub fn spend(rulebook: &Prepared, state: &State, usage: &Usage) -> Outcome<Spent> {
    let (as_of, usage) = (usage.time, usage.clone());
    let call = Spend {
        rulebook: Apart::beside(),
        state: None,
        open: None,
        as_of,
        payments: Payments::Report,
        usage,
        quantity_places: 0,
    };
    verbs::spend(&mut given(rulebook, Some(&mut kept(rulebook, state)?)), &call)
}

/// The account at a glance.
///
/// # Errors
/// As the verb `overview`.
pub fn overview(rulebook: &Prepared, state: &State, as_of: Instant) -> Outcome<Overview> {
    let call = verbs::Overview { rulebook: Apart::beside(), state: Apart::beside(), as_of };
    verbs::overview(&mut given(rulebook, Some(&mut kept(rulebook, state)?)), &call)
}

/// The next invoice, if after these events nothing more happens.
///
/// # Errors
/// As the verb `draft`.
pub fn draft(rulebook: &Prepared, state: &State, as_of: Instant, events: &[Event]) -> Outcome<Drafted> {
    let call = Draft {
        rulebook: Apart::beside(),
        state: None,
        open: None,
        as_of,
        payments: Payments::Report,
        events: Events::from(events.to_vec()),
        originals: Vec::new(),
        usage: None,
    };
    verbs::draft(&mut given(rulebook, Some(&mut kept(rulebook, state)?)), &call)
}
