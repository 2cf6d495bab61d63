//! What stands on paper beside the document's own words: one table a language, and how it writes numbers and days.

mod de;
mod en;
mod write;

use serde::{Deserialize, Serialize};

/// The language that a document is set in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// German.
    De,
}

/// The words of a language. `{}` is where something is put in.
pub(crate) struct Words {
    /// The language by BCP 47.
    pub(crate) tag: &'static str,
    pub(crate) months: [&'static str; 12],
    pub(crate) months_short: [&'static str; 12],
    pub(crate) invoice: &'static str,
    pub(crate) credit_note: &'static str,
    pub(crate) receipt: &'static str,
    pub(crate) statement: &'static str,
    pub(crate) draft_invoice: &'static str,
    pub(crate) draft_credit_note: &'static str,
    pub(crate) draft_said: &'static str,
    // What a page begins with.
    pub(crate) hero_due_on: &'static str,
    pub(crate) hero_due: &'static str,
    pub(crate) hero_paid: &'static str,
    pub(crate) hero_credited: &'static str,
    pub(crate) hero_balance: &'static str,
    pub(crate) hero_received: &'static str,
    pub(crate) hero_pending: &'static str,
    pub(crate) hero_failed: &'static str,
    pub(crate) hero_refunded: &'static str,
    // Facts beside the address.
    pub(crate) invoice_number: &'static str,
    pub(crate) credit_note_number: &'static str,
    pub(crate) receipt_number: &'static str,
    pub(crate) issued_on: &'static str,
    pub(crate) due_on: &'static str,
    pub(crate) period: &'static str,
    pub(crate) span: &'static str,
    pub(crate) reference: &'static str,
    pub(crate) buyer_vat: &'static str,
    pub(crate) buyer_number: &'static str,
    pub(crate) corrects: &'static str,
    pub(crate) paid_at: &'static str,
    pub(crate) account: &'static str,
    pub(crate) currency: &'static str,
    pub(crate) vat_number: &'static str,
    pub(crate) tax_number: &'static str,
    // Tables.
    pub(crate) position: &'static str,
    pub(crate) description: &'static str,
    pub(crate) quantity: &'static str,
    pub(crate) unit_price: &'static str,
    pub(crate) tax: &'static str,
    pub(crate) amount_in: &'static str,
    pub(crate) balance_in: &'static str,
    pub(crate) date: &'static str,
    pub(crate) method: &'static str,
    pub(crate) invoice_paid: &'static str,
    pub(crate) per: &'static str,
    pub(crate) of_base: &'static str,
    pub(crate) lines_caption: &'static str,
    pub(crate) payment_caption: &'static str,
    pub(crate) movements_caption: &'static str,
    pub(crate) opening: &'static str,
    pub(crate) closing: &'static str,
    pub(crate) no_movements: &'static str,
    // Totals.
    pub(crate) totals_caption: &'static str,
    pub(crate) sum_of_lines: &'static str,
    pub(crate) tax_exclusive: &'static str,
    pub(crate) tax_sum: &'static str,
    pub(crate) tax_inclusive: &'static str,
    pub(crate) prepaid: &'static str,
    pub(crate) rounding: &'static str,
    pub(crate) payable: &'static str,
    pub(crate) credited: &'static str,
    pub(crate) left: &'static str,
    pub(crate) received: &'static str,
    // The tax breakdown.
    pub(crate) tax_heading: &'static str,
    pub(crate) tax_kind: &'static str,
    pub(crate) tax_rate: &'static str,
    pub(crate) taxable_in: &'static str,
    pub(crate) tax_in: &'static str,
    pub(crate) vat: &'static str,
    pub(crate) zero_rated: &'static str,
    pub(crate) exempt: &'static str,
    pub(crate) reverse_charge: &'static str,
    pub(crate) intra_community: &'static str,
    pub(crate) export: &'static str,
    pub(crate) outside_scope: &'static str,
    // Payment and notes.
    pub(crate) payment_heading: &'static str,
    pub(crate) terms: &'static str,
    pub(crate) holder: &'static str,
    pub(crate) iban: &'static str,
    pub(crate) payment_reference: &'static str,
    pub(crate) card: &'static str,
    pub(crate) card_ending: &'static str,
    pub(crate) notes_heading: &'static str,
    pub(crate) page_of: &'static str,
    pub(crate) logo_of: &'static str,
    /// Units as the rulebook calls them, one of them and several.
    pub(crate) units: &'static [(&'static str, &'static str, &'static str)],
}

impl Language {
    pub(crate) const fn words(self) -> &'static Words {
        match self {
            Self::En => &en::EN,
            Self::De => &de::DE,
        }
    }

    /// The country's name; its code where it is not known.
    pub(crate) fn country(self, code: &str) -> &str {
        let mut rows = COUNTRIES.lines().map(|row| row.split('\t'));
        let place = match self {
            Self::En => 0,
            Self::De => 1,
        };
        rows.find_map(|mut row| if row.next() == Some(code) { row.nth(place) } else { None }).unwrap_or(code)
    }
}

/// Code, English and German name (Unicode CLDR 48, under the Unicode License).
const COUNTRIES: &str = include_str!("countries.tsv");

/// The text with something in the place of `{}`.
pub(crate) fn put(words: &str, what: &str) -> String {
    words.replacen("{}", what, 1)
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn countries_have_names() {
        assert_eq!(Language::En.country("DE"), "Germany");
        assert_eq!(Language::De.country("FR"), "Frankreich");
        assert_eq!(Language::De.country("QQ"), "QQ");
    }
}
