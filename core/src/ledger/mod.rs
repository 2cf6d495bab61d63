//! Ledger entries: every movement once, balanced, never edited.

use crate::money::Money;
use crate::rating::Line;
use crate::rule::Rule;
use crate::text::Id;
use crate::time::Instant;
use alloc::string::String;
use serde::Serialize;

/// What kind of movement an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A usage left the balance.
    Usage,
    /// The owner added credit.
    TopUp,
    /// An auto-recharge was paid.
    Recharge,
}

/// The books of an account. They always sum to zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Book {
    /// What the customer has with us.
    Customer,
    /// What was used.
    Usage,
    /// What was paid in.
    Cash,
}

/// One side of an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Posting {
    /// The book.
    pub book: Book,
    /// Signed; from the customer's side credits are positive.
    pub amount: Money,
}

/// A balanced movement (rule `ledger.balanced`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Derives from the event or charge, so that a store's unique index catches any replay.
    pub id: String,
    /// The event that made it.
    pub event: Id,
    /// When that happened.
    pub time: Instant,
    /// What kind of movement.
    pub kind: Kind,
    /// What it was, for people.
    pub description: String,
    /// The customer's side first; they sum to zero.
    pub postings: [Posting; 2],
    /// The customer's balance after it.
    pub balance: Money,
    /// How a usage was priced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<Line>,
    /// The rules that made the amount.
    pub rules: &'static [Rule],
}

/// The two sides of a movement: they sum to zero by construction.
#[must_use]
pub fn balanced(customer: Money, counter: Book) -> [Posting; 2] {
    [Posting { book: Book::Customer, amount: customer }, Posting { book: counter, amount: customer.negated() }]
}
