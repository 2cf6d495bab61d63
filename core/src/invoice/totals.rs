//! Rule `invoice.totals`.

use super::tax::{Tax, TaxRow};
use crate::money::{Currency, Exact, Mode, Money, NonNegative, Refusal, Rounding};
use alloc::vec::Vec;
use counterfoil_derive::Decode;
use serde::Serialize;

/// The totals of a document (BG-22).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Decode)]
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

/// How tax is rounded to minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TaxRounding {
    /// On what.
    pub by: RoundBy,
    /// Which neighbour is taken.
    pub mode: Mode,
}

/// What tax is rounded on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RoundBy {
    /// The sum of what is taxed alike, as EN 16931 has it.
    Category,
    /// Each line, allowance and charge.
    Line,
}

impl Default for TaxRounding {
    fn default() -> Self {
        Self { by: RoundBy::Category, mode: Mode::HalfUp }
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

/// Rule `invoice.totals`: the tax breakdown and the totals of these amounts.
///
/// What is taxed alike is summed, lines and charges less allowances, in the order of first appearance. Its tax is
/// percent of that sum, rounded once to minor units (half up, unless the tax policy rounds each amount). Nothing
/// else rounds: every other figure is a sum. 19 % on 10781.25 is 2048.4375, so 2048.44.
///
/// EN 16931-1, BR-CO-10 to BR-CO-18 and BR-S-8.
///
/// # Errors
/// `Overflow` above the bound of money.
pub fn totals(currency: Currency, tax: TaxRounding, amounts: &Amounts<'_>) -> Result<(Vec<TaxRow>, Totals), Refusal> {
    let zero = Money::zero(currency.minor_units())?;
    let mut rows = Vec::new();
    for group in groups(amounts) {
        group.push_rows(tax, zero, &mut rows)?;
    }
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

/// What is taxed alike; allowances with the other sign.
pub(super) struct Group<'a> {
    pub(super) taxes: Vec<&'a Tax>,
    amounts: Vec<Money>,
}

pub(super) fn groups<'a>(amounts: &Amounts<'a>) -> Vec<Group<'a>> {
    let allowances = amounts.allowances.iter().map(|part| Part { amount: part.amount.negated(), tax: part.tax });
    let mut groups: Vec<Group<'a>> = Vec::new();
    for Part { amount, tax } in amounts.lines.iter().copied().chain(allowances).chain(amounts.charges.iter().copied()) {
        match groups.iter_mut().find(|group| group.taxes.iter().all(|known| known.is_alike(tax))) {
            Some(group) => {
                group.taxes.push(tax);
                group.amounts.push(amount);
            }
            None => groups.push(Group { taxes: [tax].into(), amounts: [amount].into() }),
        }
    }
    groups
}

impl Group<'_> {
    /// What is taxed.
    pub(super) fn base(&self, zero: Money) -> Result<Money, Refusal> {
        self.amounts.iter().try_fold(zero, |sum, amount| sum.plus(*amount))
    }

    /// Rows that it makes in the breakdown.
    pub(super) fn rows(&self) -> usize {
        self.taxes.first().map_or(0, |tax| tax.levies.len().max(1))
    }

    /// One row for VAT; for levies one each.
    fn push_rows(&self, rounding: TaxRounding, zero: Money, rows: &mut Vec<TaxRow>) -> Result<(), Refusal> {
        let Some(tax) = self.taxes.first() else { return Ok(()) };
        let mut reasons = Vec::new();
        for reason in self.taxes.iter().filter_map(|tax| tax.why()) {
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
        let row = |percent, (taxable, tax_amount)| TaxRow {
            category: tax.category,
            percent,
            name: None,
            jurisdiction: None,
            taxable,
            tax: tax_amount,
            reasons: reasons.clone(),
        };
        if tax.levies.is_empty() {
            rows.push(row(tax.percent, taxed(&self.amounts, tax.percent, rounding, zero)?));
        }
        // What a compound levy is taken on: each amount with the levies so far.
        let mut grown = self.amounts.clone();
        for levy in &tax.levies {
            let bases = if levy.compound { grown.clone() } else { self.amounts.clone() };
            let (taxable, amount) = taxed(&bases, levy.percent, rounding, zero)?;
            match rounding.by {
                // One sum is taxed, so it grows as one.
                RoundBy::Category => grown.push(amount),
                RoundBy::Line => {
                    for (grown, base) in grown.iter_mut().zip(bases) {
                        *grown = grown.plus(percent_of(base, levy.percent, rounding)?)?;
                    }
                }
            }
            let (name, jurisdiction) = (Some(levy.name.clone()), levy.jurisdiction.clone());
            rows.push(TaxRow { name, jurisdiction, ..row(levy.percent, (taxable, amount)) });
        }
        Ok(())
    }
}

/// The sum of these amounts and its tax.
fn taxed(
    amounts: &[Money],
    percent: NonNegative,
    rounding: TaxRounding,
    zero: Money,
) -> Result<(Money, Money), Refusal> {
    let sum = amounts.iter().try_fold(zero, |sum, amount| sum.plus(*amount))?;
    let tax = match rounding.by {
        RoundBy::Category => percent_of(sum, percent, rounding)?,
        RoundBy::Line => {
            amounts.iter().try_fold(zero, |sum, amount| sum.plus(percent_of(*amount, percent, rounding)?))?
        }
    };
    Ok((sum, tax))
}

fn percent_of(amount: Money, percent: NonNegative, rounding: TaxRounding) -> Result<Money, Refusal> {
    let rounding = Rounding { scale: amount.scale(), mode: rounding.mode };
    rounding.quotient(amount.exact().times(*percent)?, Exact::whole(100))
}
