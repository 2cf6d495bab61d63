//! `apply`: what do these events make of the account?

use crate::account::{self, Applied, Events, Opening, Payments, Stored};
use crate::catalog::RulebookParts;
use crate::contract::Outcome;
use crate::contract::given::Given;
use crate::ledger::Entry;
use crate::time::Instant;
use crate::wire::{Apart, Decode, Encode};
use alloc::vec;
use alloc::vec::Vec;

/// Applies events to an account, all or none.
#[derive(Clone, Debug, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ApplyCall"))]
#[serde(deny_unknown_fields)]
pub struct Apply {
    /// The rulebook.
    pub rulebook: Apart<RulebookParts>,
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

pub(in crate::contract) fn apply(given: &mut Given<'_>, call: &Apply) -> Outcome<Applied> {
    let state = given.begin(call.state.as_ref(), call.open.as_ref());
    let facts = (&call.events, &call.originals).into();
    let applied = state.and_then(|state| account::apply(given.rulebook, state, facts, call.payments, call.as_of));
    applied.map_err(|problem| vec![problem])
}
