//! Sums of amounts for people, by the core's own numbers: what the engine answered is added, and nothing is decided.

use super::Failure;
use counterfoil_core::money::{Exact, Money, NonNegative};
use std::collections::BTreeMap;

/// Sums by name.
#[derive(Default)]
pub(super) struct Sums(BTreeMap<&'static str, Exact>);

impl Sums {
    /// Adds a decimal.
    pub(super) fn add(&mut self, name: &'static str, amount: &str) -> Result<(), Failure> {
        let wrong = || Failure::Usage(format!("`{amount}` is no amount that can be added"));
        let sum = self.0.entry(name).or_insert(Exact::ZERO);
        *sum = read(amount).and_then(|amount| sum.plus(amount).ok()).ok_or_else(wrong)?;
        Ok(())
    }

    pub(super) fn sum(&self, name: &str) -> String {
        written(self.0.get(name).copied().unwrap_or(Exact::ZERO))
    }
}

/// A decimal as the contract has them.
pub(super) fn read(amount: &str) -> Option<Exact> {
    match amount.strip_prefix('-') {
        Some(digits) => NonNegative::read(digits).map(|number| number.negated()),
        None => NonNegative::read(amount).map(|number| *number),
    }
}

/// With two places, or as many more as it takes.
pub(super) fn written(sum: Exact) -> String {
    Money::fit(sum, 2).map_or_else(|_| sum.to_string(), |money| money.to_string())
}

#[cfg(test)]
mod tests {
    use super::Sums;

    #[test]
    fn amounts_are_added_to_the_last_place() {
        for (amounts, sum) in [
            (&["0.1", "0.2"][..], "0.30"),
            (&["-5", "2.5"], "-2.50"),
            (&["999999999999999", "0.000000000001"], "999999999999999.000000000001"),
            (&[], "0.00"),
            (&["1.005", "-1.005"], "0.00"),
        ] {
            let mut sums = Sums::default();
            amounts.iter().for_each(|amount| assert!(sums.add("x", amount).is_ok(), "{amount}"));
            assert_eq!(sums.sum("x"), sum);
        }
        for wrong in ["", "1,5", "1e3", "0.0000000000001", "--1", "."] {
            assert!(Sums::default().add("x", wrong).is_err(), "{wrong}");
        }
    }
}
