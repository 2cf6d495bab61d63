//! The document: what is printed and sent.

use super::{Line, Period, Tax, TaxRounding, TaxRow, Totals};
use crate::money::{Currency, Money, NonNegative};
use crate::party::Means;
use crate::party::Party;
use crate::problem::Problem;
use crate::text::Text;
use crate::time::Date;
use crate::wire::{Decode, Encode};
use alloc::vec::Vec;

/// An invoice or credit note. Once issued it never changes; a credit note corrects it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Which of the two (BT-3).
    pub kind: Kind,
    /// Its number, from a series without gaps (BT-1); a draft has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<Text>,
    /// When it was issued (BT-2); a draft is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued_on: Option<Date>,
    /// When payment is due (BT-9).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_on: Option<Date>,
    /// What it bills (BG-14).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// The currency of every amount (BT-5).
    pub currency: Currency,
    /// Who sells (BG-4).
    pub seller: Party,
    /// Who buys (BG-7).
    pub buyer: Party,
    /// Payment terms (BT-20).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terms: Option<Text>,
    /// How to pay (BG-16).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub means: Option<Means>,
    /// What a credit note corrects (BG-3).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub preceding: Vec<Preceding>,
    /// Notes (BT-22).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Text>,
    /// Lines (BG-25), positive in a credit note too.
    pub lines: Vec<Line>,
    /// Taken off the whole (BG-20).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allowances: Vec<Allowance>,
    /// Put on the whole (BG-21).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub charges: Vec<Allowance>,
    /// How tax is rounded.
    #[serde(default, skip_serializing_if = "TaxRounding::is_standard")]
    pub tax_rounding: TaxRounding,
    /// The tax breakdown (BG-23).
    pub tax: Vec<TaxRow>,
    /// The totals (BG-22).
    pub totals: Totals,
}

/// Invoice or credit note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "DocumentKind"))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// An invoice (UNCL 1001: 380).
    Invoice,
    /// A credit note (381).
    CreditNote,
}

/// An earlier document (BG-3).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Preceding {
    /// Its number (BT-25).
    pub number: Text,
    /// When it was issued (BT-26).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued_on: Option<Date>,
}

/// An allowance or charge of the whole document.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "DocumentAllowance"))]
#[serde(deny_unknown_fields)]
pub struct Allowance {
    /// How much, not negative (BT-92, BT-99).
    pub amount: Money,
    /// What it is a percentage of (BT-93, BT-100).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<Money>,
    /// The percentage (BT-94, BT-101).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percent: Option<NonNegative>,
    /// Its tax (BT-95, BT-96, BT-102, BT-103).
    pub tax: Tax,
    /// Why (BT-97, BT-104).
    pub reason: Text,
}

impl Document {
    /// A draft of an invoice with these lines and nothing else yet, its sums made.
    ///
    /// # Errors
    /// `overflow` above the bound of money.
    pub fn draft(currency: Currency, seller: Party, buyer: Party, lines: Vec<Line>) -> Result<Self, Problem> {
        let draft = Self {
            kind: Kind::Invoice,
            number: None,
            issued_on: None,
            due_on: None,
            period: None,
            currency,
            seller,
            buyer,
            terms: None,
            means: None,
            preceding: Vec::new(),
            notes: Vec::new(),
            lines,
            allowances: Vec::new(),
            charges: Vec::new(),
            tax_rounding: TaxRounding::default(),
            tax: Vec::new(),
            totals: Totals::zero(currency)?,
        };
        draft.settled()
    }
}
