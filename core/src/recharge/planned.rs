//! What a plan says.

use super::Limit;
use crate::money::Money;

/// What a balance calls for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Repetitions of the amount that are needed; zero when not triggered.
    pub needed: u64,
    /// Charges that may be made.
    pub charges: u64,
    /// The amount of the next one; zero when there is none.
    pub next: Money,
    /// The sum of them all.
    pub total: Money,
    /// What cut the rest.
    pub cut_by: Option<Limit>,
}
