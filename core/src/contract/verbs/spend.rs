//! `spend`: may this usage go ahead, and if so it has.

use super::authorize::{AuthorizeDecision, decide};
use crate::account::{self, Against, Applied, Asked, Effect, Event, Opening, Payments, State, Stored};
use crate::catalog::RulebookParts;
use crate::contract::Outcome;
use crate::contract::given::Given;
use crate::ledger::Entry;
use crate::problem::{Code, Problem};
use crate::rating::Usage;
use crate::text::Id;
use crate::time::Instant;
use crate::wire::{Apart, Decode, Encode};
use alloc::vec;
use alloc::vec::Vec;

/// Decides about a usage as `authorize` at its time, and where it may go ahead posts it as `apply`. Nothing comes in between.
#[derive(Clone, Debug, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "SpendCall"))]
#[serde(deny_unknown_fields)]
pub struct Spend {
    /// The rulebook.
    pub rulebook: Apart<RulebookParts>,
    /// The account as a former answer left it. This or `open`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<Stored>,
    /// An account to open. This or `state`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open: Option<Opening>,
    /// Now: the usage may not be later.
    pub as_of: Instant,
    /// Who answers charge requests.
    #[serde(default = "super::apply::report")]
    pub payments: Payments,
    /// What is to be used. It takes nothing back.
    pub usage: Usage,
    /// Decimal places of the affordable quantity, 0 to 12.
    #[serde(default)]
    pub quantity_places: u8,
}

/// The decision, and what came of it.
#[derive(Clone, Debug, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "SpendAnswer"))]
#[serde(deny_unknown_fields)]
pub struct Spent {
    /// May it go ahead? Absent where an earlier call has posted it: it did (see `duplicates`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<AuthorizeDecision>,
    /// The account now; as it was where the usage may not go ahead.
    pub state: State,
    /// New ledger entries, in order; none where it may not.
    pub entries: Vec<Entry>,
    /// What the doors have to carry out, in order; none where it may not.
    pub effects: Vec<Effect>,
    /// The usage's id, where an earlier call has posted it.
    pub duplicates: Vec<Id>,
    /// When time alone next brings something about, where the usage was posted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_due: Option<Instant>,
}

impl Spent {
    /// The account where it is another than before.
    pub(in crate::contract) fn moved(self) -> Option<State> {
        let denied = self.decision.is_some_and(|decision| !decision.allowed);
        Some(self.state).filter(|_| !denied)
    }
}

pub(in crate::contract) fn spend(given: &mut Given<'_>, call: &Spend) -> Outcome<Spent> {
    decide_and_post(given, call).map_err(|problem| vec![problem])
}

fn decide_and_post(given: &mut Given<'_>, call: &Spend) -> Result<Spent, Problem> {
    let usage = &call.usage;
    let within = |problem: Problem| problem.under("usage");
    let state = given.begin(call.state.as_ref(), call.open.as_ref())?;
    if usage.reverses.is_some() {
        let message = "a usage that takes another back spends nothing";
        let problem = Problem::new(Code::UsageReversal, message, "apply it as an event");
        return Err(within(problem.under("reverses")));
    }
    let known = account::has_applied(&state, (&usage.id, usage.time, usage.account.as_ref()), call.as_of);
    let decision = if known.map_err(within)? { None } else { Some(decision(given, &state, call)?) };
    if decision.as_ref().is_some_and(|decision| !decision.allowed) {
        return Ok(Spent {
            decision,
            state,
            entries: Vec::new(),
            effects: Vec::new(),
            duplicates: Vec::new(),
            next_due: None,
        });
    }
    let events = [Event::Usage(usage.clone())];
    let applied = account::apply(given.rulebook, state, events[..].into(), call.payments, call.as_of);
    let Applied { state, entries, effects, duplicates, next_due } = applied.map_err(of_usage)?;
    Ok(Spent { decision, state, entries, effects, duplicates, next_due })
}

/// As `authorize` decides at the time of the usage.
fn decision(given: &mut Given<'_>, state: &State, call: &Spend) -> Result<AuthorizeDecision, Problem> {
    let usage = &call.usage;
    let asked = Asked {
        subaccount: usage.subaccount.as_ref(),
        product: &usage.product,
        destination: usage.destination.as_ref(),
        country: usage.country,
        dimensions: &usage.dimensions,
        time: usage.time,
        direction: usage.direction,
        quantity: Some(usage.quantity),
        unit: Some(&usage.unit),
        size: usage.size,
        offset: usage.offset,
        key: usage.key.as_ref(),
        hold: None,
    };
    let work = given.at_of(state, usage.time)?;
    let against = Against::new(&work, usage.time.date(), false).map_err(|problem| problem.under("usage"))?;
    let decision = decide(&work, &against, &asked, Some(&usage.id), call.quantity_places).map_err(|problem| {
        // The places stand beside the usage.
        if problem.path == "/quantity_places" { problem } else { problem.under("usage") }
    })?;
    given.seen(work, usage.time);
    Ok(decision)
}

/// `apply` calls it the first of its events.
fn of_usage(mut problem: Problem) -> Problem {
    problem.path = problem.path.replacen("/events/0", "/usage", 1);
    problem
}
