//! An amount in its parts.

use crate::money::{Money, Refusal};
use alloc::vec::Vec;

/// An amount, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// Before tax.
    pub net: Money,
    /// One a levy.
    pub taxes: Vec<Money>,
}

impl Split {
    /// All taxes together.
    ///
    /// # Errors
    /// `Overflow` above the bound of money.
    pub fn tax(&self) -> Result<Money, Refusal> {
        self.taxes.iter().try_fold(Money::zero(self.net.scale())?, |sum, tax| sum.plus(*tax))
    }

    /// With tax.
    ///
    /// # Errors
    /// `Overflow` above the bound of money.
    pub fn gross(&self) -> Result<Money, Refusal> {
        self.net.plus(self.tax()?)
    }
}
