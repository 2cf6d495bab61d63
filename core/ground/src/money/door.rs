//! How numbers pass the door: decimal strings (or whole JSON numbers) in, decimal strings out.

use super::grammar::{Fault, parse};
use super::{Exact, Money, NonNegative, Positive};
use crate::problem::Code;
use crate::wire::{Decode, Encode, Read, Reader, Writer, shown};
use alloc::format;

impl Decode for Exact {
    fn blank() -> Self {
        Self::ZERO
    }
    fn decode(reader: &mut Reader<'_>) -> Read<Self> {
        let Some(text) = reader.decimal_text()? else { return Ok(None) };
        match parse(&text) {
            Ok(number) => return Ok(Some(number)),
            Err(Fault::Grammar) => reader.note(
                Code::DecimalGrammar,
                format!("`{}` is not a plain decimal", shown(&text)),
                "write digits with at most one point and a leading minus, such as \"12.50\"",
            ),
            Err(Fault::Digits) => reader.note(
                Code::DecimalDigits,
                format!("`{}` has more than 15 digits before or 12 after the point", shown(&text)),
                "use fewer digits; nothing is rounded at the door",
            ),
        }
        Ok(None)
    }
}

impl NonNegative {
    /// The number, if the text is one of zero or more.
    pub fn read(text: &str) -> Option<Self> {
        parse(text).ok().and_then(Self::new)
    }
}

impl Decode for NonNegative {
    fn blank() -> Self {
        Self::ZERO
    }
    fn decode(reader: &mut Reader<'_>) -> Read<Self> {
        let Some(number) = Exact::decode(reader)? else { return Ok(None) };
        if number.is_negative() {
            reader.note(
                Code::AmountNegative,
                format!("`{number}` is negative"),
                "write zero or more; a reversal is an operation of its own",
            );
        }
        Ok(Self::new(number))
    }
}

impl Decode for Positive {
    fn blank() -> Self {
        Self::ONE
    }
    fn decode(reader: &mut Reader<'_>) -> Read<Self> {
        let Some(number) = NonNegative::decode(reader)? else { return Ok(None) };
        if number.is_zero() {
            reader.note(Code::AmountZero, "the amount is zero", "write an amount above zero");
        }
        Ok(Self::new(*number))
    }
}

/// A state's own amounts: the scale is the number of places written. That it is the ledger's is checked with the
/// rest of the state.
impl Decode for Money {
    fn blank() -> Self {
        Self::BLANK
    }
    fn decode(reader: &mut Reader<'_>) -> Read<Self> {
        let Some(number) = Exact::decode(reader)? else { return Ok(None) };
        Ok(u8::try_from(number.scale()).ok().and_then(|scale| Self::new(number.mantissa(), scale).ok()))
    }
}

// Past the formatting machinery: nothing is written as often as numbers.
macro_rules! written {
    ($($name:ident $text:ident),*) => {$(
        impl Encode for $name {
            fn encode(&self, writer: &mut Writer) {
                self.$text(|letters| writer.letters(letters.as_bytes()));
            }
        }
    )*};
}
written!(Exact shortest, NonNegative shortest, Positive shortest, Money padded);

#[cfg(feature = "schema")]
macro_rules! schema {
    ($($name:ident, $text:literal, $pattern:literal, $least:expr;)*) => {$(
        impl schemars::JsonSchema for $name {
            fn schema_name() -> alloc::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({
                    "description": $text,
                    "anyOf": [{ "type": "string", "pattern": $pattern }, $least],
                })
            }
        }
    )*};
}
#[cfg(feature = "schema")]
schema! {
    Exact, "An exact decimal in a string (a whole JSON number is read too): read with at most 15 digits before and 12 after the point, answered with at most 28 in all.",
        r"^-?(0|[1-9][0-9]{0,28})(\.[0-9]{1,28})?$", whole::integer();
    Money, "A rounded amount in a string, with every place of its ledger.",
        r"^-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,12})?$", whole::integer();
    NonNegative, "An exact decimal of zero or more, in a string (a whole JSON number is read too).",
        r"^(-0(\.0{1,12})?|(0|[1-9][0-9]{0,14})(\.[0-9]{1,12})?)$", whole::at_least(0);
    Positive, "An exact decimal above zero, in a string (a whole JSON number is read too).",
        r"^(?!0(\.0+)?$)(0|[1-9][0-9]{0,14})(\.[0-9]{1,12})?$", whole::at_least(1);
}
#[cfg(feature = "schema")]
mod whole {
    pub(super) fn integer() -> schemars::Schema {
        schemars::json_schema!({ "type": "integer" })
    }
    pub(super) fn at_least(least: u8) -> schemars::Schema {
        schemars::json_schema!({ "type": "integer", "minimum": least })
    }
}
