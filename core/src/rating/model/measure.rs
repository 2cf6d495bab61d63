//! What is priced, and what comes of it.

use crate::catalog::Weekly;
use crate::money::{Exact, Figure, Ratio, Refusal};
use crate::text::Text;
use crate::wire::{Decode, Encode};
use alloc::vec::Vec;

/// When a call began, and how the week is divided.
pub(in crate::rating) type Clock<'a> = Option<Weekly<'a>>;

/// What is priced: a usage by itself, or everything of a period so far.
#[derive(Clone, Copy, Debug)]
pub(in crate::rating) struct Measure<'a> {
    /// How much in all.
    pub(in crate::rating) quantity: Exact,
    /// How much picks the tier, where it is another number.
    pub(in crate::rating) size: Option<Exact>,
    /// The same before the usage at hand; for models that look at each usage.
    pub(in crate::rating) before: Before,
    /// Prices are for so many units.
    pub(in crate::rating) per: Exact,
    /// When a call began, and the windows of the week.
    pub(in crate::rating) clock: Clock<'a>,
    /// Is a call's connection fee due?
    pub(in crate::rating) fee: Fee,
}

/// Is a call's connection fee due?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rating) enum Fee {
    /// Where something of the call is charged.
    WithUsage,
    /// Even where all of it is covered.
    Always,
    /// Not where an allowance covers a part of it.
    Never,
}

/// What a period has seen before the usage at hand.
#[derive(Clone, Copy, Debug)]
pub(in crate::rating) struct Before {
    pub(in crate::rating) quantity: Exact,
    pub(in crate::rating) usages: u32,
}

/// A part of an amount: a tier, a segment of a call, a fee.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// What it is: `tier to 100`, `from 60`, `connection fee`.
    pub what: Text,
    /// How much of it.
    pub quantity: Figure,
    /// Price of `per` units, a package, or the percentage.
    pub price: Figure,
    /// What it adds.
    pub amount: Ratio,
}

/// An amount and its parts.
#[derive(Clone, Debug)]
pub(in crate::rating) struct Priced {
    pub(in crate::rating) amount: Ratio,
    pub(in crate::rating) parts: Vec<Part>,
}

impl Priced {
    pub(super) const NOTHING: Self = Self { amount: Ratio::ZERO, parts: Vec::new() };

    pub(super) fn add(&mut self, part: Part) -> Result<(), Refusal> {
        self.amount = self.amount.plus(part.amount)?;
        self.parts.push(part);
        Ok(())
    }
}
