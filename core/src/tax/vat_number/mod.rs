//! Rule `tax.vat_number`: is this text a VAT number of that country, by form and check digits?
//!
//! Only that. Whether the number was ever given out is a fact from outside, with its day
//! ([`Registration::verified_on`](crate::party::Registration)). Spaces, dots and dashes are dropped, small letters are
//! read as capitals, the prefix may be there or not (Greece writes EL; Northern Ireland writes XI before a British
//! number); anything else in the text is a fault. An old form is read as the number it is today, and says so.
//!
//! Sources: European Commission, DG TAXUD, "VIES: VAT number construction rules" (functional description, version 15.0),
//! which collects what the member states publish; HMRC's VAT notice 700 and VAT Registration Manual for the United
//! Kingdom. `tests/cases/tables/vat_numbers.json` holds the rules against another implementation.

mod form;
mod france;
mod islands;
mod old;
mod persons;
mod scheme;
mod simple;
mod spain;
mod sums;

use crate::party::Country;
use crate::problem::{Code, Problem};
use crate::wire::shown;
use alloc::format;
use alloc::string::String;
use core::fmt;
use scheme::Scheme;

/// A VAT number whose form and check digits are right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VatNumber {
    prefix: &'static str,
    body: String,
    old: Option<&'static str>,
}

impl VatNumber {
    /// Are numbers of this country known here? The European Union and the United Kingdom.
    #[must_use]
    pub fn known(country: Country) -> bool {
        Scheme::of(country).is_some()
    }

    /// Reads a number of this country.
    ///
    /// # Errors
    /// `vat_number_format` when the text has not the country's form, `vat_number_check` when its check digits are wrong.
    pub fn parse(country: Country, text: &str) -> Result<Self, Problem> {
        let unlike = |message: String, help: String| Problem::new(Code::VatNumberFormat, message, help);
        let Some(scheme) = Scheme::of(country) else {
            let message = format!("the form of VAT numbers of `{}` is not known", country.code());
            return Err(unlike(message, "register a local number, or one of the EU or the UK".into()));
        };
        let plain: String = text.chars().filter(|letter| !matches!(letter, ' ' | '.' | '-')).collect();
        let plain = plain.to_ascii_uppercase();
        let stripped = scheme.prefixes.iter().find_map(|prefix| Some((*prefix, plain.strip_prefix(prefix)?)));
        let (prefix, body) = stripped.unwrap_or((scheme.prefix(), &plain));
        let (body, old) = old::renewed(prefix, body);
        if !scheme.has_form(&body) {
            let message = format!("`{}` has not the form of a VAT number of `{}`", shown(text), country.code());
            return Err(unlike(message, format!("write it as {}", scheme.written())));
        }
        if !(scheme.check)(body.as_bytes()) {
            let message = format!("the check digits of `{}` are wrong", shown(text));
            return Err(Problem::new(Code::VatNumberCheck, message, "look for a mistyped digit and ask the holder"));
        }
        Ok(Self { prefix, body: body.into_owned(), old })
    }

    /// What was old about it as it was written, if anything: `nine digits, as until 2005: a 0 stands before them today`.
    #[must_use]
    pub const fn old_form(&self) -> Option<&'static str> {
        self.old
    }

    /// The prefix it travels with: the country's code, but `EL` for Greece and `XI` where Northern Ireland is meant.
    #[must_use]
    pub const fn prefix(&self) -> &'static str {
        self.prefix
    }
}

/// The canonical text: prefix and number without separators.
impl fmt::Display for VatNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.prefix, self.body)
    }
}
