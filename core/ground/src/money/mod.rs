//! Exact money. An [`Exact`] is an unrounded number, a [`Money`] a rounded one; only a named [`Rounding`]
//! turns the first into the second. What cannot be told exactly is refused: no operation here rounds, wraps,
//! clamps or panics by itself.

mod currency;
mod digits;
mod door;
mod exact;
mod figure;
mod grammar;
mod posted;
mod ratio;
mod rounding;
mod signed;
mod wide;

pub use currency::Currency;
pub use exact::Exact;
pub use figure::Figure;
pub use grammar::{FRACTION_DIGITS_MAX, INTEGER_DIGITS_MAX};
pub use posted::Money;
pub use ratio::Ratio;
pub use ratio::gcd;
pub use rounding::{Mode, Rounding};
pub use signed::{NonNegative, Positive};

use crate::problem::{Code, Problem};
use alloc::string::String;

/// Why an operation has no exact answer.
///
/// As wide as the words of a number: results of numbers are told apart by whole words, and moved by them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub enum Refusal {
    /// More than 28 digits, or more than 15 before the point where money is posted.
    Overflow,
    /// The exact result has more places than a decimal holds, and no rule rounds here.
    Inexact,
    /// The divisor is zero.
    DivisionByZero,
    /// Two amounts have different decimal places, or a number has more than the money it is to be.
    Scale,
    /// The table of the rulebook's zone does not reach a moment that is looked up.
    ZoneReach,
    /// An amount is made of more parts than an answer tells.
    Parts,
    /// What the checks at the door rule out: state, rulebook or call are not as they were accepted.
    Impossible,
}

impl From<Refusal> for Problem {
    #[cold]
    #[inline(never)]
    fn from(refusal: Refusal) -> Self {
        let (code, message, help) = match refusal {
            Refusal::Overflow => (
                Code::Overflow,
                "the result has more digits than exact money holds",
                "use smaller quantities, prices or amounts; 15 digits before the point is the bound",
            ),
            Refusal::Inexact => (
                Code::Inexact,
                "the exact result has more than 28 digits, and no rule rounds here",
                "use a price or quantity with fewer decimal places",
            ),
            Refusal::DivisionByZero => (Code::DivisionByZero, "a division by zero", "use a divisor above zero"),
            Refusal::Scale => (
                Code::AmountScale,
                "an amount has other decimal places than the ledger or document it is for",
                "write amounts with the places that answers gave them; nothing is rounded here",
            ),
            Refusal::ZoneReach => (
                Code::ZoneReach,
                "a moment is outside the table of the rulebook's zone",
                "print a longer table with `counterfoil zone`",
            ),
            Refusal::Parts => (
                Code::PartsTooMany,
                "the call passes through more prices and windows than can be told in parts",
                "report it in shorter usages, each with its `offset`",
            ),
            Refusal::Impossible => (
                Code::StateMismatch,
                "what the call holds does not fit together",
                "pass states and rulebooks as answers named them together; if they are, the fault is the engine's",
            ),
        };
        Self::new(code, message, String::from(help))
    }
}
