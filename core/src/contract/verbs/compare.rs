//! `compare`: what would another rulebook, or other settings, make of the same facts?

use crate::account::{Events, Opening, Payments, Settings, State, Stored};
use crate::catalog::{Rulebook, RulebookParts};
use crate::compare::{self, Account, Facts};
use crate::contract::Outcome;
use crate::contract::given::begin;
use crate::ledger::Entry;
use crate::money::Exact;
use crate::problem::Problem;
use crate::time::Instant;
use crate::wire::{Apart, Decode, Encode};
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

/// Applies the same events under two rulebooks or settings, and tells what differs.
#[derive(Clone, Debug, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "CompareCall"))]
#[serde(deny_unknown_fields)]
pub struct Compare {
    /// The rulebook.
    pub rulebook: Apart<RulebookParts>,
    /// The other one; without it the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other: Option<RulebookParts>,
    /// Settings to try under the other; the parts that stand here replace the accounts'.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settings: Option<Settings>,
    /// The accounts and their facts.
    pub accounts: Vec<CompareAccount>,
    /// Now.
    pub as_of: Instant,
    /// Who answers charge requests.
    #[serde(default = "super::apply::report")]
    pub payments: Payments,
}

/// An account and what happened.
#[derive(Clone, Debug, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CompareAccount {
    /// The account before the events. This or `open`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<Stored>,
    /// An account to open. This or `state`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open: Option<Opening>,
    /// What happened.
    pub events: Events,
    /// Entries that they take back, where an earlier call has made those.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub originals: Vec<Entry>,
}

/// What differs, for whom, by how much.
#[derive(Clone, Debug, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Compared {
    /// Digest of the other rulebook.
    pub other: String,
    /// The accounts, in the call's order.
    pub accounts: Vec<Account>,
    /// How many of them differ in what is charged.
    pub differing: u32,
    /// Charged by the other less by the one, over all accounts.
    pub difference: Exact,
}

pub(in crate::contract) fn compare(rulebook: &Rulebook<'_>, call: &Compare) -> Outcome<Compared> {
    let other = call.other.as_ref().map(Rulebook::accept).transpose();
    let other = other.map_err(|problems| problems.into_iter().map(in_other).collect::<Vec<_>>())?;
    let other = other.as_ref().unwrap_or(rulebook);
    let (mut accounts, mut differing, mut difference) = (Vec::with_capacity(call.accounts.len()), 0_u32, Exact::ZERO);
    for (place, facts) in call.accounts.iter().enumerate() {
        let account = one(rulebook, other, call, facts);
        let account = account.map_err(|problem| vec![problem.item(place).under("accounts")])?;
        differing = differing.saturating_add(u32::from(!account.difference.is_zero()));
        difference = difference.plus(account.difference).map_err(|refusal| vec![refusal.into()])?;
        accounts.push(account);
    }
    Ok(Compared { other: other.digest().into(), accounts, differing, difference })
}

/// The other rulebook's problems stand at `/other`.
fn in_other(mut problem: Problem) -> Problem {
    problem.path = problem.path.replacen("/rulebook", "/other", 1);
    problem
}

fn one(
    rulebook: &Rulebook<'_>,
    other: &Rulebook<'_>,
    call: &Compare,
    facts: &CompareAccount,
) -> Result<Account, Problem> {
    let state = |rulebook: &Rulebook<'_>| begin(rulebook, facts.state.as_ref(), facts.open.as_ref());
    let (mine, mut theirs): (State, State) = (state(rulebook)?, state(other)?);
    if let Some(settings) = &call.settings {
        theirs.try_settings(other, settings).map_err(|problem| problem.under("settings"))?;
    }
    let happened = (&facts.events, &facts.originals).into();
    let (payments, as_of) = (call.payments, call.as_of);
    compare::compare(rulebook, other, Facts { one: mine, other: theirs, happened, payments, as_of })
}
