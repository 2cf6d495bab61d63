//! Rule `invoice.totals`.

use super::breakdown::{groups, rows};
use super::{Amounts, Part, TaxRounding, TaxRow};
use crate::money::{Currency, Money, Refusal};
use crate::wire::{Decode, Encode};
use alloc::vec::Vec;

/// The totals of a document (BG-22).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "DocumentTotals"))]
#[serde(deny_unknown_fields)]
pub struct Totals {
    /// Sum of the lines (BT-106).
    pub lines: Money,
    /// Sum of the document's allowances (BT-107).
    pub allowances: Money,
    /// Sum of its charges (BT-108).
    pub charges: Money,
    /// Lines less allowances plus charges (BT-109).
    pub tax_exclusive: Money,
    /// Sum of the tax (BT-110).
    pub tax: Money,
    /// Both together (BT-112).
    pub tax_inclusive: Money,
    /// What is paid already (BT-113).
    pub prepaid: Money,
    /// What the payable amount is rounded by (BT-114).
    pub rounding: Money,
    /// What is left to pay (BT-115).
    pub payable: Money,
}

impl Totals {
    /// Nothing yet.
    ///
    /// # Errors
    /// Never for a known currency.
    pub fn zero(currency: Currency) -> Result<Self, Refusal> {
        let zero = Money::zero(currency.minor_units())?;
        Ok(Self {
            lines: zero,
            allowances: zero,
            charges: zero,
            tax_exclusive: zero,
            tax: zero,
            tax_inclusive: zero,
            prepaid: zero,
            rounding: zero,
            payable: zero,
        })
    }
}

/// Rule `invoice.totals`: the tax breakdown and the totals of these amounts.
///
/// What is taxed alike is summed, lines and charges less allowances, in the order of first appearance. Its tax is
/// percent of that sum, rounded once to minor units (half up, unless the tax policy rounds each amount); of several
/// taxes each jurisdiction's rate is one row over all that bears it. Nothing else rounds: every other figure is a sum.
/// 19 % on 10781.25 is 2048.4375, so 2048.44.
///
/// EN 16931-1, BR-CO-10 to BR-CO-18 and BR-S-8.
///
/// # Errors
/// `Overflow` above the bound of money.
pub fn totals(currency: Currency, tax: TaxRounding, amounts: &Amounts<'_>) -> Result<(Vec<TaxRow>, Totals), Refusal> {
    let zero = Money::zero(currency.minor_units())?;
    let groups = groups(amounts);
    let rows = rows(&groups).iter().map(|row| row.summed(tax, zero)).collect::<Result<Vec<_>, _>>()?;
    let totals = totals_with(zero, amounts, &rows)?;
    Ok((rows, totals))
}

/// The totals of these amounts with this breakdown.
pub(super) fn totals_with(zero: Money, amounts: &Amounts<'_>, rows: &[TaxRow]) -> Result<Totals, Refusal> {
    let sum = |parts: &[Part<'_>]| parts.iter().try_fold(zero, |sum, part| sum.plus(part.amount));
    let (lines, allowances, charges) = (sum(&amounts.lines)?, sum(&amounts.allowances)?, sum(&amounts.charges)?);
    let tax_exclusive = lines.minus(allowances)?.plus(charges)?;
    let tax = rows.iter().try_fold(zero, |sum, row| sum.plus(row.tax))?;
    let tax_inclusive = tax_exclusive.plus(tax)?;
    let payable = tax_inclusive.minus(amounts.prepaid)?.plus(amounts.rounding)?;
    let (prepaid, rounding) = (amounts.prepaid, amounts.rounding);
    Ok(Totals { lines, allowances, charges, tax_exclusive, tax, tax_inclusive, prepaid, rounding, payable })
}
