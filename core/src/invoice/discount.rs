//! Rule `invoice.discount`.

use super::{Allowance, Document, Part, Tax, allocate};
use crate::money::{Exact, Mode, Money, NonNegative, Refusal, Rounding};
use crate::problem::Problem;
use crate::text::Text;
use alloc::vec::Vec;

/// Off the lines before tax: so much, or so much of what is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Discount {
    /// At most this amount.
    Amount(Money),
    /// This percentage; a hundred and more is all of it.
    Percent(NonNegative),
}

/// What a discount came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discounted {
    /// What it took.
    pub used: Money,
    /// What it took of each tax, in the lines' order: the document's allowances.
    pub parts: Vec<(Tax, Money)>,
}

/// Rule `invoice.discount`: discounts come off the lines before tax, one after the other in the order given.
///
/// A percentage is of what those before it left, rounded half up to minor units. None takes more than is left; what
/// it took is told. Each is spread over what is taxed alike by rule `invoice.allocation`.
/// 10 and 25 percent of 100.00 are 10.00 and 22.50.
///
/// Directive 2006/112/EC, article 79 (b): a discount granted at the time of supply lowers the taxable amount.
///
/// # Errors
/// `Overflow` above the bound of money.
pub fn discount(lines: &[Part<'_>], discounts: &[Discount], zero: Money) -> Result<Vec<Discounted>, Refusal> {
    let mut left: Vec<(Tax, Money)> = Vec::new();
    for line in lines {
        match left.iter_mut().find(|(tax, _)| tax.is_alike(line.tax)) {
            Some((_, sum)) => *sum = sum.plus(line.amount)?,
            None => left.push((line.tax.clone(), line.amount)),
        }
    }
    let mut done = Vec::with_capacity(discounts.len());
    for discount in discounts {
        let whole = left.iter().try_fold(zero, |sum, (_, amount)| sum.plus(*amount))?.max(zero);
        let wanted = match discount {
            Discount::Amount(amount) => *amount,
            Discount::Percent(percent) => Rounding { scale: zero.scale(), mode: Mode::HalfUp }
                .quotient(whole.exact().times(**percent)?, Exact::whole(100))?,
        };
        let used = wanted.min(whole);
        let sums: Vec<Money> = left.iter().map(|(_, amount)| *amount).collect();
        let mut parts = Vec::new();
        for ((tax, sum), share) in left.iter_mut().zip(allocate(used, &sums)?) {
            *sum = sum.minus(share)?;
            if share.is_positive() {
                parts.push((tax.clone(), share));
            }
        }
        done.push(Discounted { used, parts });
    }
    Ok(done)
}

impl Document {
    /// The document with these discounts, each with its reason, as allowances; and what each of them took.
    ///
    /// # Errors
    /// `overflow` above the bound of money.
    pub fn discounted(mut self, discounts: &[(Discount, Text)]) -> Result<(Self, Vec<Money>), Problem> {
        let wanted: Vec<Discount> = discounts.iter().map(|(discount, _)| *discount).collect();
        let done = discount(&self.amounts().lines, &wanted, Money::zero(self.currency.minor_units())?)?;
        let mut used = Vec::with_capacity(done.len());
        for (one, (_, reason)) in done.into_iter().zip(discounts) {
            used.push(one.used);
            let allowance =
                |(tax, amount)| Allowance { amount, base: None, percent: None, tax, reason: reason.clone() };
            self.allowances.extend(one.parts.into_iter().map(allowance));
        }
        Ok((self.settled()?, used))
    }
}
