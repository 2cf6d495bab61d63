//! `history`: the balance history of entries, and the same as CSV.

use crate::catalog::RulebookParts;
use crate::contract::Outcome;
use crate::ledger::{self, Entry, HistoryRow};
use crate::wire::{Apart, Decode, Encode};
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

/// Reads entries that follow one another; checks that they balance and lead on.
#[derive(Clone, Debug, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "HistoryCall"))]
#[serde(deny_unknown_fields)]
pub struct History {
    /// The rulebook.
    pub rulebook: Apart<RulebookParts>,
    /// Entries as answers gave them.
    pub entries: Vec<Entry>,
}

/// The customer's side.
#[derive(Clone, Debug, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "HistoryAnswer"))]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// A row for each entry that moves the customer's book.
    pub rows: Vec<HistoryRow>,
    /// The rows as CSV that a spreadsheet can open (rule `history.csv`).
    pub csv: String,
}

pub(in crate::contract) fn history(call: &History) -> Outcome<Told> {
    let rows = ledger::history(&call.entries).map_err(|problem| vec![problem])?;
    let csv = ledger::csv(&rows);
    Ok(Told { rows, csv })
}
