//! `apply`: what do these events make of the account?

use crate::account::{self, Applied, Event, Opening, Payments, State};
use crate::catalog::{Rulebook, RulebookParts};
use crate::contract::answer::Outcome;
use crate::problem::{Code, Problem};
use crate::time::Instant;
use alloc::vec;
use alloc::vec::Vec;
use counterfoil_derive::Decode;
use serde::Serialize;

/// Applies events to an account, all or none.
#[derive(Clone, Debug, Serialize, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ApplyCall"))]
#[serde(deny_unknown_fields)]
pub struct Apply {
    /// The rulebook.
    pub rulebook: RulebookParts,
    /// The account as a former answer left it. This or `open`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<State>,
    /// An account to open. This or `state`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open: Option<Opening>,
    /// Now: no event may be later. The answer does not depend on it otherwise.
    pub as_of: Instant,
    /// Who answers charge requests.
    #[serde(default = "report")]
    pub payments: Payments,
    /// What happened, in any order.
    pub events: Vec<Event>,
}

const fn report() -> Payments {
    Payments::Report
}

impl Apply {
    pub(in crate::contract) fn split(self) -> (RulebookParts, Rest) {
        let Self { rulebook, state, open, as_of, payments, events } = self;
        (rulebook, Rest { state, open, as_of, payments, events })
    }
}

/// The call without its rulebook.
pub(in crate::contract) struct Rest {
    state: Option<State>,
    open: Option<Opening>,
    as_of: Instant,
    payments: Payments,
    events: Vec<Event>,
}

pub(in crate::contract) fn apply(rulebook: &Rulebook, rest: Rest) -> Outcome<Applied> {
    let state = match (rest.state, rest.open) {
        (Some(state), None) => state.accept(rulebook).map_err(|problem| vec![problem.under("state")])?,
        (None, Some(opening)) => State::open(rulebook, &opening).map_err(|problem| vec![problem.under("open")])?,
        (state, _) => {
            let message = if state.is_some() {
                "the call has both `state` and `open`"
            } else {
                "the call has neither `state` nor `open`"
            };
            return Err(vec![Problem::new(
                Code::OpenOrState,
                message,
                "pass `open` the first time and `state` from then on",
            )]);
        }
    };
    account::apply(rulebook, state, &rest.events, rest.payments, rest.as_of).map_err(|problem| vec![problem])
}
