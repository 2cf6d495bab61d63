//! `overview`: the account at a glance.

use crate::account::{self, Stored};
use crate::catalog::RulebookParts;
use crate::contract::Outcome;
use crate::contract::given::Given;
use crate::time::Instant;
use crate::wire::{Apart, Decode, Encode};
use alloc::vec;

/// Reads an account; changes nothing.
#[derive(Clone, Debug, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "OverviewCall"))]
#[serde(deny_unknown_fields)]
pub struct Overview {
    /// The rulebook.
    pub rulebook: Apart<RulebookParts>,
    /// The account as an answer left it.
    pub state: Apart<Stored>,
    /// Now.
    pub as_of: Instant,
}

pub(in crate::contract) fn overview(given: &mut Given<'_>, call: &Overview) -> Outcome<account::Overview> {
    let one = |problem| vec![problem];
    let work = given.at(call.state.here(), call.as_of).map_err(one)?;
    let overview = account::figures(&work, call.as_of).map_err(one)?;
    given.seen(work, call.as_of);
    Ok(overview)
}
