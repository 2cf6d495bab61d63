//! What the rulebook says about invoices and discounts.

use super::Payer;
use crate::money::{NonNegative, Positive};
use crate::party::Means;
use crate::text::{Id, Text};
use crate::time::Instant;
use crate::wire::{Decode, Encode};
use alloc::vec::Vec;

/// Invoices: drafted when a period ends, from everything that it charged.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct InvoicePolicy {
    /// Days until payment is due.
    pub terms_days: u32,
    /// What pays the tax that comes on top of prices.
    #[serde(default)]
    pub tax_payer: Payer,
    /// How to pay.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub means: Option<Means>,
    /// Payment terms in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terms: Option<Text>,
    /// Notes on every invoice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Text>,
    /// Invoices before a period ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interim: Option<Interim>,
    /// An invoice above this waits for a person (rule `invoice.parked`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub largest: Option<Positive>,
}

/// When an invoice is drafted before a period ends (rule `invoice.interim`).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Interim {
    /// Fees that the invoice asks for are invoiced as they come.
    #[serde(default)]
    pub fees: bool,
    /// When what is unpaid reaches this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unpaid: Option<Positive>,
    /// When the period's usage reaches one of these amounts, rising; each once a period.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub usage: Vec<Positive>,
}

/// A discount that accounts can have (rule `invoice.discount`): a percentage or an amount.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DiscountPolicy {
    /// What the owner types.
    pub discount: Id,
    /// Off each amount.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percent: Option<NonNegative>,
    /// Off each invoice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Positive>,
    /// The products it is on; without any all of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub products: Vec<Id>,
    /// For so many invoices; without it for good.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoices: Option<u32>,
    /// Can be taken from here on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Instant>,
    /// Can be taken before this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Instant>,
    /// Low comes off first.
    #[serde(default = "super::priority")]
    pub priority: u8,
}
