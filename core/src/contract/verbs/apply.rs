//! `apply`: what do these events make of the account?

use crate::account::{self, Applied, Events, Opening, Payments, State, Stored};
use crate::catalog::{Rulebook, RulebookParts};
use crate::contract::Outcome;
use crate::ledger::Entry;
use crate::problem::{Code, Problem};
use crate::time::Instant;
use crate::wire::{Decode, Encode};
use alloc::vec;
use alloc::vec::Vec;

/// Applies events to an account, all or none.
#[derive(Clone, Debug, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ApplyCall"))]
#[serde(deny_unknown_fields)]
pub struct Apply {
    /// The rulebook.
    pub rulebook: RulebookParts,
    /// The account as a former answer left it. This or `open`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<Stored>,
    /// An account to open. This or `state`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open: Option<Opening>,
    /// Now: no event may be later. The answer does not depend on it otherwise.
    pub as_of: Instant,
    /// Who answers charge requests.
    #[serde(default = "report")]
    pub payments: Payments,
    /// What happened, in any order.
    pub events: Events,
    /// Entries that they take back, where an earlier call has made those: as answers gave them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub originals: Vec<Entry>,
}

pub(super) const fn report() -> Payments {
    Payments::Report
}

pub(in crate::contract) fn apply(rulebook: &Rulebook<'_>, call: &Apply) -> Outcome<Applied> {
    let state = begin(rulebook, call.state.as_ref(), call.open.as_ref());
    let facts = (&call.events, &call.originals).into();
    let applied = state.and_then(|state| account::apply(rulebook, state, facts, call.payments, call.as_of));
    applied.map_err(|problem| vec![problem])
}

/// The account that a call begins with: one it opens, or one as a former answer left it.
pub(super) fn begin(rulebook: &Rulebook<'_>, state: Option<&Stored>, open: Option<&Opening>) -> Result<State, Problem> {
    match (state, open) {
        (Some(state), None) => state.accept(rulebook).map_err(|problem| problem.under("state")),
        (None, Some(opening)) => State::open(rulebook, opening).map_err(|problem| problem.under("open")),
        (state, _) => Err(open_or_state(state.is_some())),
    }
}

fn open_or_state(both: bool) -> Problem {
    let message = if both { "the call has both `state` and `open`" } else { "the call has neither `state` nor `open`" };
    Problem::new(Code::OpenOrState, message, "pass `open` the first time and `state` from then on")
}
