//! Amounts as Stripe counts them: whole numbers of a currency's smallest unit, with exceptions that are Stripe's own.
//! <https://docs.stripe.com/currencies>
//!
//! Nothing is rounded here. What is not whole in Stripe's unit is refused, and nothing is charged.

use std::fmt;

/// Currencies without a smaller unit ("zero-decimal currencies").
const WHOLE: &[&str] =
    &["BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"];
/// Counted in hundredths for old programs' sake, of which there are none: the last two digits are zeros ("special cases"). ISO 4217 has no
/// digits for either.
const WHOLE_IN_HUNDREDTHS: &[&str] = &["ISK", "UGX"];
/// Counted in thousandths, of which card networks know tens alone: the last digit is a zero ("three-decimal currencies").
const THOUSANDTHS: &[&str] = &["BHD", "JOD", "KWD", "OMR", "TND"];
/// ISO 4217 gives them more than two digits, and Stripe does not list them: how it would count is not known.
const UNKNOWN: &[&str] = &["CLF", "IQD", "LYD", "UYW"];

/// Why an amount cannot be asked of Stripe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    /// It is no positive decimal number of a size that is counted.
    NoAmount,
    /// It is not whole in the unit that Stripe counts in.
    NotWhole,
    /// Stripe has no such currency, or counts it in no known way.
    Currency,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoAmount => "it is no positive amount that Stripe can count",
            Self::NotWhole => "it has digits below the smallest amount that Stripe charges in this currency",
            Self::Currency => "Stripe does not charge in this currency",
        })
    }
}

/// Digits behind the point in what is counted, and how many zeros that ends in.
fn unit(currency: &str) -> Result<(usize, u64), Wrong> {
    let among = |list: &[&str]| list.contains(&currency);
    match currency {
        _ if currency.len() != 3 || !currency.bytes().all(|byte| byte.is_ascii_uppercase()) => Err(Wrong::Currency),
        _ if among(UNKNOWN) => Err(Wrong::Currency),
        _ if among(WHOLE) => Ok((0, 1)),
        _ if among(WHOLE_IN_HUNDREDTHS) => Ok((2, 100)),
        _ if among(THOUSANDTHS) => Ok((3, 10)),
        _ => Ok((2, 1)),
    }
}

/// An amount of the contract as Stripe counts it.
pub(super) fn counted(amount: &str, currency: &str) -> Result<u64, Wrong> {
    let (places, step) = unit(currency)?;
    let (whole, part) = amount.split_once('.').unwrap_or((amount, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(part) || amount.ends_with('.') {
        return Err(Wrong::NoAmount);
    }
    let part = part.trim_end_matches('0');
    if part.len() > places {
        return Err(Wrong::NotWhole);
    }
    let count: u64 = format!("{whole}{part:0<places$}").parse().map_err(|_| Wrong::NoAmount)?;
    match count {
        0 => Err(Wrong::NoAmount),
        count if count % step != 0 => Err(Wrong::NotWhole),
        count => Ok(count),
    }
}

/// What Stripe has counted, as an amount of the contract.
pub(super) fn decimal(count: u64, currency: &str) -> Result<String, Wrong> {
    let (places, _) = unit(currency)?;
    let digits = format!("{count:0>width$}", width = places + 1);
    let (whole, part) = digits.split_at(digits.len() - places);
    Ok(if places == 0 { whole.to_owned() } else { format!("{whole}.{part}") })
}

#[cfg(test)]
mod tests {
    use super::{Wrong, counted, decimal};

    #[test]
    fn amounts_are_counted_in_the_units_of_their_currency() {
        for (amount, currency, expected) in [
            ("20", "USD", Ok(2_000)),
            ("20.5", "EUR", Ok(2_050)),
            ("20.50000", "EUR", Ok(2_050)),
            ("0.01", "USD", Ok(1)),
            ("0.005", "USD", Err(Wrong::NotWhole)),
            ("1050", "JPY", Ok(1_050)),
            ("1050.00", "JPY", Ok(1_050)),
            ("1050.5", "JPY", Err(Wrong::NotWhole)),
            ("5.120", "KWD", Ok(5_120)),
            ("5.12", "KWD", Ok(5_120)),
            ("5.124", "KWD", Err(Wrong::NotWhole)),
            ("1000", "ISK", Ok(100_000)),
            ("1000.5", "ISK", Err(Wrong::NotWhole)),
            ("5", "UGX", Ok(500)),
            ("0.5", "UGX", Err(Wrong::NotWhole)),
            ("10.45", "HUF", Ok(1_045)),
            ("0", "USD", Err(Wrong::NoAmount)),
            ("-5", "USD", Err(Wrong::NoAmount)),
            ("1e3", "USD", Err(Wrong::NoAmount)),
            ("5.", "USD", Err(Wrong::NoAmount)),
            (".5", "USD", Err(Wrong::NoAmount)),
            ("", "USD", Err(Wrong::NoAmount)),
            ("99999999999999999999", "USD", Err(Wrong::NoAmount)),
            ("1", "CLF", Err(Wrong::Currency)),
            ("1", "usd", Err(Wrong::Currency)),
            ("1", "", Err(Wrong::Currency)),
        ] {
            assert_eq!(counted(amount, currency), expected, "{amount} {currency}");
        }
    }

    #[test]
    fn what_was_counted_is_read_back_as_the_same_amount() {
        for (count, currency, amount) in [
            (1, "USD", "0.01"),
            (2_050, "EUR", "20.50"),
            (1_050, "JPY", "1050"),
            (5_120, "KWD", "5.120"),
            (100_000, "ISK", "1000.00"),
        ] {
            assert_eq!(decimal(count, currency).as_deref(), Ok(amount));
            assert_eq!(counted(amount, currency), Ok(count));
        }
        assert_eq!(decimal(1, "CLF"), Err(Wrong::Currency));
    }
}
