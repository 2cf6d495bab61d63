//! `explain`: why is this amount what it is, why was this decided?

use super::apply::begin;
use crate::account::{Events, Opening, Payments, Stored};
use crate::catalog::{Rulebook, RulebookParts};
use crate::contract::Outcome;
use crate::explain::{self, Explained, Subject};
use crate::ledger::Entry;
use crate::time::Instant;
use alloc::vec;
use alloc::vec::Vec;
use counterfoil_derive::Decode;
use serde::Serialize;

/// Applies events anew and explains what they made; changes nothing.
#[derive(Clone, Debug, Serialize, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ExplainCall"))]
#[serde(deny_unknown_fields)]
pub struct Explain {
    /// The rulebook.
    pub rulebook: RulebookParts,
    /// The account before the events. This or `open`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<Stored>,
    /// An account to open. This or `state`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open: Option<Opening>,
    /// As in the call that applied them.
    pub as_of: Instant,
    /// As in the call that applied them.
    #[serde(default = "super::apply::report")]
    pub payments: Payments,
    /// What happened.
    pub events: Events,
    /// Entries that they take back, where an earlier call has made those.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub originals: Vec<Entry>,
    /// What is to be explained.
    pub subject: Subject,
}

pub(in crate::contract) fn explain(rulebook: &Rulebook<'_>, call: &Explain) -> Outcome<Explained> {
    let state = begin(rulebook, call.state.as_ref(), call.open.as_ref());
    let explained = state.and_then(|state| {
        explain::explain(
            rulebook,
            state,
            (&call.events, &call.originals).into(),
            call.payments,
            call.as_of,
            &call.subject,
        )
    });
    explained.map_err(|problem| vec![problem])
}
