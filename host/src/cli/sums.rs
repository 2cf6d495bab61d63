//! Sums of amounts for people, exact: what the engine answered is added, and nothing is decided.

use super::Failure;
use std::collections::BTreeMap;

/// Places behind the point that an amount can have.
const PLACES: usize = 12;

/// Sums by name.
#[derive(Default)]
pub(super) struct Sums(BTreeMap<&'static str, i128>);

impl Sums {
    /// Adds a decimal.
    pub(super) fn add(&mut self, name: &'static str, amount: &str) -> Result<(), Failure> {
        let wrong = || Failure::Usage(format!("`{amount}` is no amount that can be added"));
        let sum = self.0.entry(name).or_default();
        *sum = read(amount).and_then(|amount| sum.checked_add(amount)).ok_or_else(wrong)?;
        Ok(())
    }

    pub(super) fn sum(&self, name: &str) -> String {
        written(self.0.get(name).copied().unwrap_or_default())
    }
}

/// In the smallest of its units.
pub(super) fn read(amount: &str) -> Option<i128> {
    let (sign, digits) = amount.strip_prefix('-').map_or((1, amount), |digits| (-1, digits));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() || part.len() > PLACES || !whole.bytes().chain(part.bytes()).all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: i128 = format!("{whole}{part:0<PLACES$}").parse().ok()?;
    number.checked_mul(sign)
}

/// With two places, or as many more as it takes.
pub(super) fn written(sum: i128) -> String {
    let digits = format!("{:0>width$}", sum.unsigned_abs(), width = PLACES + 1);
    let (whole, part) = digits.split_at(digits.len() - PLACES);
    let part = part.trim_end_matches('0');
    format!("{}{whole}.{part:0<2}", if sum < 0 { "-" } else { "" })
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
