//! How money reaches a party (BG-16).

use super::Iban;
use crate::text::{Digits, Text};
use crate::wire::{Decode, Encode};

/// By which means.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Means {
    /// To a bank account: SEPA (UNCL 4461: 58) in euro, else any (30).
    CreditTransfer(CreditTransfer),
    /// With a card (48).
    Card(Card),
}

/// A bank account (BG-17).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CreditTransfer {
    /// The account (BT-84).
    pub iban: Iban,
    /// Whose it is (BT-85).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holder: Option<Text>,
    /// What the payer writes (BT-83).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<Text>,
}

/// A payment card (BG-18).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// The last four to six digits (BT-87).
    pub last_digits: Digits,
    /// Its network, such as Visa; UBL wants one.
    pub network: Text,
}
