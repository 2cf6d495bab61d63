//! Payment methods of an account. What they are charged with lies at the gateway; here is what an owner sees.

use super::VerificationCode;
use crate::hash::push_sha256;
use crate::text::{Id, Text};
use crate::time::{Instant, Month};
use crate::wire::{Decode, Encode};
use alloc::string::String;

/// A card.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// Its name here and at the gateway.
    pub method: Id,
    /// Visa, Mastercard and so on.
    pub brand: Text,
    /// The last four digits.
    pub last4: Text,
    /// The name on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// Its last month.
    pub expires: Month,
    /// The owner was told that it has expired.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub expired: bool,
}

/// A bank account as it is added.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewBank {
    /// Its name here and at the gateway.
    pub method: Id,
    /// Where it is held, ISO 3166 alpha-2: scheduled debits need `US`.
    pub country: Text,
    /// The last four digits.
    pub last4: Text,
    /// Whose it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// The six digits that were sent to its statement. Only a digest is kept.
    pub code: VerificationCode,
}

/// A bank account.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Bank {
    /// Its name here and at the gateway.
    pub method: Id,
    /// Where it is held.
    pub country: Text,
    /// The last four digits.
    pub last4: Text,
    /// Whose it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// Has its code been given?
    pub verified: bool,
    /// Attempts that are left.
    pub attempts_left: u8,
    /// `sha256` of method and code, in hexadecimal.
    pub code_digest: Id,
}

/// Any other: a wallet, an invoice agreement.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Other {
    /// Its name here and at the gateway.
    pub method: Id,
    /// What an owner sees.
    pub label: Text,
}

/// A payment method as it is added.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum NewMethod {
    /// A card.
    Card(Card),
    /// A bank account.
    Bank(NewBank),
    /// Any other.
    Other(Other),
}

/// A payment method of an account.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Method {
    /// A card.
    Card(Card),
    /// A bank account.
    Bank(Bank),
    /// Any other.
    Other(Other),
}

impl Method {
    /// Its name.
    #[must_use]
    pub const fn id(&self) -> &Id {
        match self {
            Self::Card(Card { method, .. }) | Self::Bank(Bank { method, .. }) | Self::Other(Other { method, .. }) => {
                method
            }
        }
    }

    /// When a card expires that has not been told of: the first moment after its month.
    #[must_use]
    pub fn expires_at(&self) -> Option<Instant> {
        match self {
            Self::Card(card) if !card.expired => Some(card.expires.last_day().days_after(1).midnight()),
            _ => None,
        }
    }
}

impl NewMethod {
    /// The method as it is kept. `attempts`: of a bank account's verification.
    #[must_use]
    pub fn kept(&self, attempts: u8) -> Method {
        match self {
            Self::Card(card) => Method::Card(Card { expired: false, ..card.clone() }),
            Self::Other(other) => Method::Other(other.clone()),
            Self::Bank(bank) => Method::Bank(Bank {
                method: bank.method.clone(),
                country: bank.country.clone(),
                last4: bank.last4.clone(),
                name: bank.name.clone(),
                verified: false,
                attempts_left: attempts,
                code_digest: digest(&bank.method, &bank.code),
            }),
        }
    }
}

impl Bank {
    /// Rule `bank_debit.verification`: is this its code?
    #[must_use]
    pub fn knows(&self, code: &VerificationCode) -> bool {
        self.code_digest == digest(&self.method, code)
    }
}

fn digest(method: &Id, code: &VerificationCode) -> Id {
    let mut text = String::new();
    push_sha256(&mut text, [&**method, "\n", &**code].concat().as_bytes(), 32);
    Id::made(text)
}
