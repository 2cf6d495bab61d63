//! The books of an account, and postings that sum to zero by construction (rule `ledger.balanced`).

use crate::money::{Money, Refusal};
use crate::wire::{Decode, Encode};
use alloc::vec::Vec;

/// The books of an account. They always sum to zero. The first three are what the customer has and owes with us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Book {
    /// What the customer has with us.
    Customer,
    /// Credit that is bound to products.
    Scoped,
    /// Usage held against the credit until it is invoiced.
    Held,
    /// What the customer owes on invoices.
    Receivable,
    /// What was used.
    Usage,
    /// What plans cost.
    Fees,
    /// Tax on invoices.
    Tax,
    /// What was paid in and back.
    Cash,
    /// Credit that was given.
    Promotion,
    /// Credit that expired.
    Expired,
    /// Manual adjustments and corrections.
    Adjustment,
}

/// One side of an entry.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Posting {
    /// The book.
    pub book: Book,
    /// Signed; from the customer's side credits are positive.
    pub amount: Money,
}

/// The customer's side of a movement, before its counter side makes it balance.
pub struct Side(Vec<Posting>);

impl Side {
    /// The postings of the customer's side, zeros left out.
    #[must_use]
    pub fn of(postings: &[(Book, Money)]) -> Self {
        let moves = postings.iter().filter(|(_, amount)| !amount.is_zero());
        // One more place for the counter side.
        let mut side = Vec::with_capacity(postings.len().saturating_add(1));
        side.extend(moves.map(|(book, amount)| Posting { book: *book, amount: *amount }));
        Self(side)
    }

    /// With the book that balances it. A movement of nothing keeps the first book, so that it can be seen.
    ///
    /// # Errors
    /// `Overflow` beyond exact money.
    pub fn against(self, counter: Book, first: Book, zero: Money) -> Result<Vec<Posting>, Refusal> {
        let mut postings = self.0;
        let mut sum = zero;
        for posting in &postings {
            sum = sum.plus(posting.amount)?;
        }
        if postings.is_empty() {
            postings.push(Posting { book: first, amount: zero });
        }
        postings.push(Posting { book: counter, amount: sum.negated() });
        Ok(postings)
    }

    /// As it stands: its own books balance.
    #[must_use]
    pub fn balanced(self) -> Vec<Posting> {
        self.0
    }
}
