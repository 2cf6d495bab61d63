//! What a VAT number is worth by itself: form and check digits, its canonical text, and what is wrong or old about it.

use super::VatNumber;
use crate::party::{Country, Party, RegistrationKind};
use crate::problem::Problem;
use crate::text::Text;
use crate::time::Date;
use crate::wire::Encode;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

/// A VAT number, judged by rule `tax.vat_number`. One that is wrong makes no business of its holder and is told here.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct JudgedNumber {
    /// The country that gave it.
    pub country: Country,
    /// As it was written.
    pub value: Text,
    /// Are form and check digits right? Absent where the numbers of the country are not known here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid: Option<bool>,
    /// How it travels: prefix and number without separators, in the form of today.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub canonical: Option<String>,
    /// What is old about the form it was written in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old_form: Option<String>,
    /// Whether an authority had confirmed it by the day of supply, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verified: Option<bool>,
    /// What is wrong with it, at its place in the call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<Problem>,
}

impl JudgedNumber {
    /// Judges a number; a problem is at the number itself.
    #[must_use]
    pub fn of(country: Country, value: &Text) -> Self {
        let (parsed, valid) = (VatNumber::parse(country, value), VatNumber::known(country));
        Self {
            country,
            value: value.clone(),
            valid: valid.then_some(parsed.is_ok()),
            canonical: parsed.as_ref().ok().map(VatNumber::to_string),
            old_form: parsed.as_ref().ok().and_then(VatNumber::old_form).map(Into::into),
            verified: None,
            problem: parsed.err(),
        }
    }
}

impl Party {
    /// The VAT numbers of a party, as they are worth on this day; problems are at their place in the party.
    #[must_use]
    pub fn judged_numbers(&self, date: Date) -> Vec<JudgedNumber> {
        let numbers = self.registrations.iter().enumerate().filter(|(_, given)| given.kind == RegistrationKind::Vat);
        let judged = numbers.map(|(place, given)| {
            let made = JudgedNumber::of(given.country, &given.value);
            let at = |problem: Problem| problem.under("value").item(place).under("registrations");
            JudgedNumber {
                verified: Some(given.verified_on.is_some_and(|day| day <= date)),
                problem: made.problem.map(at),
                ..made
            }
        });
        judged.collect()
    }
}
