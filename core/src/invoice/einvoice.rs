//! Rule `invoice.einvoice`: what a document needs to be an electronic invoice by EN 16931.

use super::party::Shown;
use super::{Category, Document, Kind, TaxRow};
use crate::money::Exact;
use crate::party::Means;
use crate::problem::{Code, Problem};
use crate::wire::{Decode, Encode};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// Which XML.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Syntax {
    /// UBL 2.1, Invoice and `CreditNote` (ISO/IEC 19845).
    Ubl,
    /// UN/CEFACT Cross Industry Invoice D16B.
    Cii,
}

/// Rule `invoice.einvoice`: the document as XML of EN 16931, or everything that it lacks for that.
///
/// Nothing is made up and no amount computed: a sound document (`Document::check`) is written down as it is. Levies
/// that are no VAT have no place in EN 16931, nor have currencies with three decimal places: such a document is refused.
///
/// EN 16931-1; CEN/TS 16931-3-2 (UBL) and 16931-3-3 (CII).
///
/// # Errors
/// `einvoice_missing` and `einvoice_unfit`, with the standard's own rule in the message.
pub fn einvoice(document: &Document, syntax: Syntax) -> Result<String, Vec<Problem>> {
    let mut lacks = Lacks { problems: Vec::new() };
    lacks.note_document(document);
    super::einvoice_codes::note(document, &mut lacks.problems);
    for (place, row) in document.tax.iter().enumerate() {
        lacks.note_row(document, place, row);
    }
    if !lacks.problems.is_empty() {
        return Err(lacks.problems);
    }
    Ok(match syntax {
        Syntax::Ubl => super::ubl::write(document),
        Syntax::Cii => super::cii::write(document),
    })
}

const FOR_PEOPLE: &str = "send it as a document for people, or bill what is unfit on its own";

struct Lacks {
    problems: Vec<Problem>,
}

impl Lacks {
    /// Notes that something is missing, if it is.
    fn need(&mut self, there: bool, rule: &str, field: &str, help: &str) {
        if !there {
            let message = format!("EN 16931 needs `{field}` here ({rule})");
            let problem = Problem::new(Code::EinvoiceMissing, message, help);
            self.problems.push(field.rsplit('.').fold(problem, |problem, key| problem.under(key)));
        }
    }

    fn note_document(&mut self, document: &Document) {
        self.need(document.number.is_some(), "BR-2", "number", "issue the document first");
        self.need(document.issued_on.is_some(), "BR-3", "issued_on", "issue the document first");
        self.need(!document.lines.is_empty(), "BR-16", "lines", "bill at least one line");
        let due = document.kind == Kind::CreditNote || document.due_on.is_some() || document.terms.is_some();
        self.need(due || !document.totals.payable.is_positive(), "BR-CO-25", "due_on", "add a due date or `terms`");
        if document.currency.minor_units() > 2 {
            let message = format!("{} has more than the two decimal places of BR-DEC-9", document.currency.code());
            self.problems.push(Problem::new(Code::EinvoiceUnfit, message, FOR_PEOPLE).under("currency"));
        }
        let seller = Shown::new(document, &document.seller);
        let known = seller.vat.is_some() || seller.id.is_some();
        self.need(known, "BR-CO-26", "seller.registrations", "add the seller's VAT number");
        if let Some(Means::Card(card)) = &document.means {
            let digits = (4..=6).contains(&card.last_digits.len());
            self.need(digits, "BR-51", "means.last_digits", "write the card's last four to six digits");
        }
    }

    fn note_row(&mut self, document: &Document, place: usize, row: &TaxRow) {
        if row.name.is_some() {
            self.unfit(place, "a tax that is no VAT has no place in EN 16931");
            return;
        }
        if !near(row) {
            self.unfit(place, "rounded on each line, the tax is off its percentage by one or more (BR-CO-17)");
        }
        let (seller, buyer) = (Shown::new(document, &document.seller), Shown::new(document, &document.buyer));
        let seller_vat = seller.vat.is_some();
        let name = row.category.name();
        let help = "add the VAT number to the party's registrations";
        let (of_seller, of_buyer) = ("seller.registrations", "buyer.registrations");
        match row.category {
            // That seller and buyer show no VAT number outside the scope is seen to when they are written.
            Category::O if document.tax.len() > 1 => {
                self.unfit(place, "category O stands alone in a document (BR-O-11)");
            }
            Category::O => {}
            Category::S | Category::Z | Category::E => {
                self.need(seller_vat || seller.local.is_some(), &format!("BR-{name}-2"), of_seller, help);
                let why = row.category != Category::E || !row.reasons.is_empty();
                self.need(why, "BR-E-10", &format!("tax.{place}.reasons"), "give the exempt line's tax a `reason`");
            }
            Category::AE => {
                self.need(seller_vat || seller.local.is_some(), "BR-AE-2", of_seller, help);
                self.need(buyer.vat.is_some(), "BR-AE-2", of_buyer, help);
            }
            Category::G => self.need(seller_vat, "BR-G-2", of_seller, help),
            Category::K => {
                self.need(seller_vat, "BR-IC-2", of_seller, help);
                self.need(buyer.vat.is_some(), "BR-IC-2", of_buyer, help);
                self.need(document.period.is_some(), "BR-IC-11", "period", "say when the goods were delivered");
            }
        }
    }

    fn unfit(&mut self, place: usize, message: &str) {
        self.problems.push(Problem::new(Code::EinvoiceUnfit, message, FOR_PEOPLE).item(place).under("tax"));
    }
}

/// Is the tax less than one from its percentage of the taxable sum? Rules BR-CO-17, BR-S-9 and their like.
fn near(row: &TaxRow) -> bool {
    let hundredth = Exact::new(1, 2);
    let exact = hundredth.and_then(|hundredth| row.taxable.exact().times(*row.percent)?.times(hundredth));
    let off = exact.and_then(|exact| row.tax.exact().minus(exact));
    let one = Exact::whole(1);
    off.is_ok_and(|off| off < one && off.negated() < one)
}
