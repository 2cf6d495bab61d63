//! `overview`: the account at a glance.

use crate::account::{self, State};
use crate::catalog::{Rulebook, RulebookParts};
use crate::contract::answer::Outcome;
use crate::time::Instant;
use alloc::vec;
use counterfoil_derive::Decode;
use serde::Serialize;

/// Reads an account; changes nothing.
#[derive(Clone, Debug, Serialize, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "OverviewCall"))]
#[serde(deny_unknown_fields)]
pub struct Overview {
    /// The rulebook.
    pub rulebook: RulebookParts,
    /// The account as an answer left it.
    pub state: State,
    /// Now.
    pub as_of: Instant,
}

impl Overview {
    pub(in crate::contract) fn split(self) -> (RulebookParts, (State, Instant)) {
        (self.rulebook, (self.state, self.as_of))
    }
}

pub(in crate::contract) fn overview(
    rulebook: &Rulebook,
    (state, as_of): (State, Instant),
) -> Outcome<account::Overview> {
    let state = state.accept(rulebook).map_err(|problem| vec![problem.under("state")])?;
    account::overview(rulebook, &state, as_of).map_err(|problem| vec![problem])
}
