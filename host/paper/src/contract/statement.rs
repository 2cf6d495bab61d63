//! Statements of a balance over a span.

use super::{Day, Figure, Moment, Party};
use serde::Deserialize;

/// The balance of an account over a span, its rows those of the verb `history`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// The account.
    pub account: String,
    /// Of every amount, by ISO 4217.
    pub currency: String,
    /// Who keeps the account.
    pub seller: Option<Party>,
    /// Whose it is.
    pub buyer: Option<Party>,
    /// The first day.
    pub from: Day,
    /// The day after the last.
    pub until: Day,
    /// The balance before the first row.
    pub opening: Figure,
    /// The balance after the last row.
    pub closing: Figure,
    /// What moved it.
    pub rows: Vec<Row>,
}

/// A movement.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// The entry.
    pub id: String,
    /// What it was.
    pub description: String,
    /// When.
    pub time: Moment,
    /// Credits are positive.
    pub amount: Figure,
    /// The balance after it.
    pub balance: Figure,
}
