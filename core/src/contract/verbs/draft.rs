//! `draft`: what will the next invoice be?

use super::rate_columns::UsageColumns;
use crate::account::{self, Events, Opening, Payments, Stored};
use crate::catalog::RulebookParts;
use crate::contract::Outcome;
use crate::contract::given::Given;
use crate::invoice::Document;
use crate::ledger::Entry;
use crate::money::Money;
use crate::text::Id;
use crate::time::Instant;
use crate::wire::{Apart, Decode, Encode};
use alloc::boxed::Box;
use alloc::vec;
use alloc::vec::Vec;

/// Drafts the invoice of the open period; changes nothing. It is the one that the period's end makes if nothing more
/// happens: the preview is the bill.
#[derive(Clone, Debug, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "DraftCall"))]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// The rulebook.
    pub rulebook: Apart<RulebookParts>,
    /// The account as a former answer left it. This or `open`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<Stored>,
    /// An account to open. This or `state`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open: Option<Opening>,
    /// Now: no event may be later.
    pub as_of: Instant,
    /// Who answers charge requests.
    #[serde(default = "super::apply::report")]
    pub payments: Payments,
    /// What happened since.
    #[serde(default)]
    pub events: Events,
    /// Entries that they take back, where an earlier call has made those.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub originals: Vec<Entry>,
    /// Usages beside the call, as rows of columns; they happen in the order of their times, those of one moment after the
    /// events of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage: Option<UsageColumns>,
}

/// The next invoice.
#[derive(Clone, Debug, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Drafted {
    /// The period's name, and its invoice's until it has a number.
    pub invoice: Id,
    /// When the period ends.
    pub until: Instant,
    /// What will be to pay.
    pub due: Money,
    /// The balance then.
    pub balance: Money,
    /// It is above the rulebook's bound.
    pub parked: bool,
    /// The draft; absent where nothing is to be invoiced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<Box<Document>>,
}

pub(in crate::contract) fn draft(given: &mut Given<'_>, call: &Draft) -> Outcome<Drafted> {
    draft_columns(given, call, &[])
}

/// The same with rows beside the call.
pub(in crate::contract) fn draft_columns(given: &Given<'_>, call: &Draft, bytes: &[&[u8]]) -> Outcome<Drafted> {
    let rows = call.usage.as_ref().map(|usage| usage.rows(bytes, None)).transpose()?;
    let rows = call.usage.as_ref().map(|usage| &*usage.kinds).zip(rows.as_ref());
    let state = given.begin(call.state.as_ref(), call.open.as_ref());
    let facts = (&call.events, &call.originals).into();
    let as_of = call.as_of;
    let preview = state.and_then(|state| account::preview(given.rulebook, state, (facts, rows), call.payments, as_of));
    let account::Preview { invoice, until, due, balance, drafted } = preview.map_err(|problem| vec![problem])?;
    let parked = drafted.as_ref().is_some_and(|drafted| drafted.parked);
    Ok(Drafted { invoice, until, due, balance, parked, document: drafted.map(|drafted| drafted.document) })
}
