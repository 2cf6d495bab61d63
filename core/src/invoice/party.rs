//! What a document says of seller and buyer.

use super::{Category, Document};
use crate::party::{Party, Registration, RegistrationKind};
use alloc::format;
use alloc::string::String;

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

/// The number without spaces, dots and dashes, with its prefix: the country's code, `EL` for Greece, and `XI` where
/// it is written for Northern Ireland (EN 16931: BR-CO-9).
fn vat_number(registration: &Registration) -> String {
    let value = registration.value.to_ascii_uppercase();
    let value: String = value.chars().filter(|letter| !matches!(letter, ' ' | '.' | '-')).collect();
    let prefix = match registration.country.code() {
        "GR" => "EL",
        "GB" if value.starts_with("XI") => "XI",
        code => code,
    };
    if value.starts_with(prefix) { value } else { format!("{prefix}{value}") }
}
