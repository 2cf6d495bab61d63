//! Invoice lines (BG-25), and rule `invoice.line_net`.

use super::{Period, Tax};
use crate::money::{Currency, Exact, Mode, Money, NonNegative, Positive, Refusal, Rounding};
use crate::rule::Rule;
use crate::text::{Id, Text};
use crate::wire::{Decode, Encode};
use alloc::vec::Vec;

/// A line.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "DocumentLine"))]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Its name on the document (BT-126).
    pub id: Id,
    /// What was sold (BT-153).
    pub name: Text,
    /// More about it (BT-154).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<Text>,
    /// How much (BT-129); negative in a reversal.
    pub quantity: Exact,
    /// Of which unit, as the rulebook calls it.
    pub unit: Id,
    /// Net price of `base_quantity` units, unrounded (BT-146).
    pub price: NonNegative,
    /// Units that the price is for; one when absent (BT-149).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_quantity: Option<Positive>,
    /// Taken off the line (BG-27).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allowances: Vec<Adjustment>,
    /// Put on the line (BG-28).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub charges: Vec<Adjustment>,
    /// What the line comes to (BT-131). Where usages were rounded one by one, their sum.
    pub net: Money,
    /// Its tax (BT-151, BT-152).
    pub tax: Tax,
    /// When it was used (BG-26).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// The subaccount that used it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subaccount: Option<Id>,
    /// Why it is there and comes to this.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<Rule>,
}

/// An allowance or charge of a line.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Adjustment {
    /// How much, not negative (BT-136, BT-141).
    pub amount: Money,
    /// What it is a percentage of (BT-137, BT-142).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<Money>,
    /// The percentage (BT-138, BT-143).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percent: Option<NonNegative>,
    /// Why (BT-139, BT-144).
    pub reason: Text,
}

/// Rule `invoice.line_net`: `quantity × price ÷ base quantity`, rounded once half up to the currency's minor units.
/// Allowances and charges have these places already and are then taken off and put on.
///
/// 7 pieces at 15.00 a dozen: `7 × 15.00 ÷ 12 = 8.75`. EN 16931-1, BT-131 and BT-146 to BT-149.
///
/// # Errors
/// `Overflow` above the bound of money, `Inexact` where quantity times price needs more than 28 digits.
pub fn line_net(
    currency: Currency,
    quantity: Exact,
    price: Exact,
    base_quantity: Option<Positive>,
) -> Result<Money, Refusal> {
    let base = base_quantity.map_or(Exact::whole(1), |base| *base);
    Rounding { scale: currency.minor_units(), mode: Mode::HalfUp }.quotient(quantity.times(price)?, base)
}
