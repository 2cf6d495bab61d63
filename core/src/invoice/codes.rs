//! Codes that both syntaxes of EN 16931 write alike.

use super::Document;
use crate::party::Means;

/// What both syntaxes say they follow (BT-24).
pub(super) const SPECIFICATION: &str = "urn:cen.eu:en16931:2017";

/// The code of a document's means (BT-81, UNCL 4461): SEPA is for euro alone, and without any it is not defined.
pub(super) fn means_code(document: &Document) -> &'static str {
    match &document.means {
        Some(Means::CreditTransfer(_)) if document.currency.code() == "EUR" => "58",
        Some(Means::CreditTransfer(_)) => "30",
        Some(Means::Card(_)) => "48",
        None => "1",
    }
}
