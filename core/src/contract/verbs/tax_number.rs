//! `tax_number`: is this text a VAT number of that country?

use crate::party::Country;
use crate::problem::Problem;
use crate::rule::Rule;
use crate::tax::JudgedNumber;
use crate::text::Text;
use crate::wire::{Decode, Encode};

/// Judges a VAT number by form and check digits. Whether it was ever given out is a fact from outside.
#[derive(Clone, Debug, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "TaxNumberCall"))]
#[serde(deny_unknown_fields)]
pub struct TaxNumber {
    /// The country that gave it; Northern Ireland's are of `GB`.
    pub country: Country,
    /// The number, as written by its holder.
    pub value: Text,
}

/// What it is worth. A wrong number is an answer and no refusal: `valid` and `problem` say it.
#[derive(Clone, Debug, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "TaxNumberAnswer"))]
#[serde(deny_unknown_fields)]
pub struct NumberJudged {
    /// The number, judged.
    pub number: JudgedNumber,
    /// The rule.
    pub rule: Rule,
}

#[allow(clippy::unnecessary_wraps, reason = "every verb has an outcome")]
pub(in crate::contract) fn tax_number(call: &TaxNumber) -> crate::contract::Outcome<NumberJudged> {
    let made = JudgedNumber::of(call.country, &call.value);
    let number = JudgedNumber { problem: made.problem.map(|problem: Problem| problem.under("value")), ..made };
    Ok(NumberJudged { number, rule: Rule::TaxVatNumber })
}
