//! `overview`: the account at a glance.

use crate::account::{self, Stored};
use crate::catalog::{Rulebook, RulebookParts};
use crate::contract::Outcome;
use crate::time::Instant;
use crate::wire::{Decode, Encode};
use alloc::vec;

/// Reads an account; changes nothing.
#[derive(Clone, Debug, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "OverviewCall"))]
#[serde(deny_unknown_fields)]
pub struct Overview {
    /// The rulebook.
    pub rulebook: RulebookParts,
    /// The account as an answer left it.
    pub state: Stored,
    /// Now.
    pub as_of: Instant,
}

pub(in crate::contract) fn overview(rulebook: &Rulebook<'_>, call: &Overview) -> Outcome<account::Overview> {
    let state = call.state.accept(rulebook).map_err(|problem| vec![problem.under("state")])?;
    account::overview(rulebook, &state, call.as_of).map_err(|problem| vec![problem])
}
