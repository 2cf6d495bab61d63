//! An entry: one movement, with what made it.

use super::{Book, Posting};
use crate::money::{Money, Refusal};
use crate::rating::Line;
use crate::rule::Rule;
use crate::text::{Id, Text};
use crate::time::Instant;
use crate::wallet::Burned;
use crate::wire::{Decode, Encode, Read, Reader, Writer};
use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

/// What kind of movement an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A usage.
    Usage,
    /// A plan's fee, or what is credited of it.
    Fee,
    /// The owner added credit.
    TopUp,
    /// An auto-recharge was paid.
    Recharge,
    /// A scheduled bank debit was paid.
    BankDebit,
    /// Credit was given.
    Grant,
    /// A coupon was redeemed.
    Coupon,
    /// Credit expired.
    Expiry,
    /// Expired credit came back, for usage of its own time.
    ExpiryReversed,
    /// Purchased credit went back to the payer.
    Refund,
    /// A card payment was taken back.
    Chargeback,
    /// A bank debit was taken back.
    DebitReturned,
    /// A manual adjustment.
    Adjustment,
    /// A correction of another entry.
    Correction,
    /// A period was invoiced.
    Invoice,
    /// A discount on an invoice.
    Discount,
    /// The tax of an invoice.
    Tax,
    /// A credit note.
    CreditNote,
    /// An invoice was paid.
    InvoicePayment,
}

/// A billing period, `[from, until)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// Its start.
    pub from: Instant,
    /// Its end, outside.
    pub until: Instant,
}

/// The entry that is corrected.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// Its id.
    pub entry: Text,
    /// What it moved on the customer's side, signed.
    pub amount: crate::money::Exact,
}

/// The rules behind an amount, in the order they apply.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transparent))]
pub struct Rules(Cow<'static, [Rule]>);

impl From<&'static [Rule]> for Rules {
    fn from(rules: &'static [Rule]) -> Self {
        Self(Cow::Borrowed(rules))
    }
}

impl<const N: usize> From<&'static [Rule; N]> for Rules {
    fn from(rules: &'static [Rule; N]) -> Self {
        Self(Cow::Borrowed(rules))
    }
}

impl From<Vec<Rule>> for Rules {
    fn from(rules: Vec<Rule>) -> Self {
        Self(Cow::Owned(rules))
    }
}

impl Encode for Rules {
    fn encode(&self, writer: &mut Writer) {
        match self.0 {
            Cow::Borrowed(rules) => writer.constant(rules),
            Cow::Owned(ref rules) => rules.encode(writer),
        }
    }
}

impl Decode for Rules {
    fn blank() -> Self {
        Self(Cow::Borrowed(&[]))
    }
    fn decode(reader: &mut Reader<'_>) -> Read<Self> {
        Ok(Vec::<Rule>::decode(reader)?.map(|rules| Self(Cow::Owned(rules))))
    }
}

impl core::ops::Deref for Rules {
    type Target = [Rule];
    fn deref(&self) -> &[Rule] {
        &self.0
    }
}

/// A balanced movement (rule `ledger.balanced`).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Derives from the event or charge, so that a store's unique index catches any replay.
    pub id: String,
    /// The event that made it; what time alone brings about names the grant or the period.
    pub event: Id,
    /// When that happened.
    pub time: Instant,
    /// When it was posted, where that is not its time: usage that came late.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub posted: Option<Instant>,
    /// What kind of movement.
    pub kind: Kind,
    /// What it was, for people.
    pub description: String,
    /// The customer's side first; they sum to zero.
    pub postings: Vec<Posting>,
    /// The customer's book after it.
    pub balance: Money,
    /// How a usage was priced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<Box<Line>>,
    /// The hold that a usage settled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hold: Option<Id>,
    /// The grants that paid it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub burned: Vec<Burned>,
    /// Of a debit what no grant paid; of a credit what paid overage down.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overage: Option<Money>,
    /// The closed period that late usage belongs to; of a fee the part of its cycle.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// The product that a person charged for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<Id>,
    /// The entry it corrects.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub corrects: Option<Box<Correction>>,
    /// The invoice that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoice: Option<Id>,
    /// The rules that made the amount.
    pub rules: Rules,
}

impl Entry {
    /// What it moved in a book.
    #[must_use]
    pub fn amount_in(&self, book: Book) -> Option<Money> {
        self.postings.iter().find(|posting| posting.book == book).map(|posting| posting.amount)
    }

    /// Do its postings sum to zero?
    ///
    /// # Errors
    /// `Overflow` beyond exact money, `Scale` where scales are mixed.
    pub fn is_balanced(&self) -> Result<bool, Refusal> {
        let Some((first, rest)) = self.postings.split_first() else { return Ok(false) };
        let mut sum = first.amount;
        for posting in rest {
            sum = sum.plus(posting.amount)?;
        }
        Ok(sum.is_zero())
    }
}
