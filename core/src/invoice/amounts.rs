//! What the totals of a document are made of.

use super::Tax;
use crate::money::{Mode, Money};
use crate::tax::RoundBy;
use crate::wire::{Decode, Encode};
use alloc::vec::Vec;

/// How tax is rounded to minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TaxRounding {
    /// On what.
    pub by: RoundBy,
    /// Which neighbour is taken.
    pub mode: Mode,
}

impl Default for TaxRounding {
    fn default() -> Self {
        Self { by: RoundBy::PerCategory, mode: Mode::HalfUp }
    }
}

impl TaxRounding {
    pub(super) fn is_standard(&self) -> bool {
        *self == Self::default()
    }
}

/// An amount and its tax.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// How much.
    pub amount: Money,
    /// Its tax.
    pub tax: &'a Tax,
}

/// What the totals are made of, all at the currency's minor units.
#[derive(Clone, Debug)]
pub struct Amounts<'a> {
    /// The lines' net amounts.
    pub lines: Vec<Part<'a>>,
    /// Document allowances.
    pub allowances: Vec<Part<'a>>,
    /// Document charges.
    pub charges: Vec<Part<'a>>,
    /// What is paid already.
    pub prepaid: Money,
    /// What the payable amount is rounded by.
    pub rounding: Money,
}
