//! Receipts.

use super::{Figure, Moment, Party};
use serde::Deserialize;
use serde::de::IgnoredAny;

/// A receipt and whose it is.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// What the verb `receipt` answers.
    pub receipt: Payment,
    /// Who was paid.
    pub seller: Option<Party>,
    /// Who paid.
    pub buyer: Option<Party>,
}

/// A payment as the engine states it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Payment {
    /// The receipt's number, the payment's name.
    pub number: String,
    /// How much.
    pub amount: Figure,
    /// Of it, by ISO 4217.
    pub currency: String,
    /// When.
    pub time: Moment,
    /// How, for people.
    pub method: String,
    /// What became of it.
    pub status: PaymentStatus,
    /// The invoice's number.
    pub invoice: Option<String>,
    /// What is left of the invoice's payable amount.
    pub left: Option<Figure>,
    /// The rule: for machines.
    pub rule: Option<IgnoredAny>,
}

/// What became of a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentStatus {
    /// It arrived.
    Succeeded,
    /// It is on its way.
    Pending,
    /// It did not arrive.
    Failed,
    /// It was paid back.
    Refunded,
}
