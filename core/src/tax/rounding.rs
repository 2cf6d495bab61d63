//! Rule `tax.rounding`: where tax becomes money.
//!
//! A tax is its share of an amount, rounded once to the amount's places by the policy's mode. The amount is a line's,
//! or, per category, the sum of all lines that are treated alike. Example: 8.875 % of 100.00 are 8.88, half up.
//! Source: EN 16931, BR-CO-17 (tax is the taxable sum times the rate, rounded to two places).

use super::{Levy, Prices, Split, inclusive, stacked};
use crate::money::{Mode, Money, Refusal, Rounding};

/// Takes an amount apart: a net one where prices are exclusive, a gross one where they are inclusive.
///
/// # Errors
/// `Overflow` above the bound of money, `Inexact` when compound shares have more than 28 places.
pub fn split(amount: Money, prices: Prices, levies: &[Levy], mode: Mode) -> Result<Split, Refusal> {
    let (shares, rounding) = (stacked::shares(levies)?, Rounding { scale: amount.scale(), mode });
    match prices {
        Prices::Inclusive => inclusive::split(amount, &shares, rounding),
        Prices::Exclusive => {
            let taxes = shares.iter().map(|share| rounding.round(amount.exact().times(*share)?));
            Ok(Split { net: amount, taxes: taxes.collect::<Result<_, _>>()? })
        }
    }
}
