//! What a document says of seller and buyer.

use super::{Category, Document};
use crate::party::{Party, Registration, RegistrationKind};
use crate::tax::VatNumber;
use alloc::format;
use alloc::string::{String, ToString as _};

/// A party as a document may show it: outside the scope of VAT no VAT number is written (EN 16931: BR-O-2 to BR-O-4).
pub(super) struct Shown<'a> {
    pub(super) party: &'a Party,
    /// VAT number with its prefix (BT-31, BT-48).
    pub(super) vat: Option<String>,
    /// Another tax number (BT-32).
    pub(super) local: Option<&'a str>,
    /// What identifies the party where no VAT number does (BT-29, BT-46).
    pub(super) id: Option<&'a str>,
}

impl<'a> Shown<'a> {
    pub(super) fn new(document: &Document, party: &'a Party) -> Self {
        let first = |kind| party.registrations.iter().find(|registration| registration.kind == kind);
        let (known, local) = (first(RegistrationKind::Vat), first(RegistrationKind::Local));
        let inside = document.tax.iter().all(|row| row.category != Category::O);
        let vat = known.filter(|_| inside).map(vat_number);
        let id = if vat.is_none() { local.or(known).map(|registration| &*registration.value) } else { None };
        Self { party, vat, local: local.map(|registration| &*registration.value), id }
    }
}

/// The number in its canonical form (EN 16931: BR-CO-9). Of a country whose numbers are not known here it is what was
/// written, without spaces, dots and dashes and with the country's code before it.
fn vat_number(registration: &Registration) -> String {
    if let Ok(number) = VatNumber::parse(registration.country, &registration.value) {
        return number.to_string();
    }
    let value = registration.value.to_ascii_uppercase();
    let value: String = value.chars().filter(|letter| !matches!(letter, ' ' | '.' | '-')).collect();
    let prefix = registration.country.code();
    if value.starts_with(prefix) { value } else { format!("{prefix}{value}") }
}
