//! What rows come to, and what they count.

use crate::catalog::Rate;
use crate::money::{Money, Ratio};
use crate::rating::{Counter, Remaining};
use alloc::vec::Vec;

/// What rows have come to.
#[derive(Clone, Debug)]
pub struct Batch<'r> {
    /// The sum of their amounts.
    pub total: Money,
    /// The sum before rounding.
    pub exact: Ratio,
    /// The rates that priced them, each with whether allowances covered something of a usage.
    pub seen: Vec<(&'r Rate, bool)>,
}

impl<'r> Batch<'r> {
    pub(super) fn note(&mut self, rate: &'r Rate, covered: bool) {
        if !self.seen.iter().any(|(known, before)| core::ptr::eq(*known, rate) && *before == covered) {
            self.seen.push((rate, covered));
        }
    }
}

/// What rows count and use up: that of a period so far.
#[derive(Debug)]
pub struct Counted<'c> {
    /// What rates that look at a period have seen.
    pub counters: &'c mut Vec<Counter>,
    /// What is left of allowances.
    pub allowances: &'c mut [Remaining],
}
