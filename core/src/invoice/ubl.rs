//! UBL 2.1, by CEN/TS 16931-3-2. Elements stand in the schema's order.

use super::codes::{SPECIFICATION, means_code};
use super::party::Shown;
use super::unit::unit_code;
use super::xml::Xml;
use super::{Adjustment, Allowance, Category, Document, Kind, Line, Period, Tax, TaxRow};
use crate::money::{Money, NonNegative};
use crate::party::Means;
use crate::text::Text;
use alloc::string::String;

const COMMON: [(&str, &str); 2] = [
    ("xmlns:cac", "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"),
    ("xmlns:cbc", "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"),
];

pub(super) fn write(document: &Document) -> String {
    let (root, space) = match document.kind {
        Kind::Invoice => ("Invoice", "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"),
        Kind::CreditNote => ("CreditNote", "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"),
    };
    let [cac, cbc] = COMMON;
    let ubl = Ubl { document, currency: [("currencyID", document.currency.code())] };
    Xml::document(root, &[("xmlns", space), cac, cbc], |xml| {
        ubl.head(xml);
        ubl.parties(xml);
        ubl.payment(xml);
        ubl.sums(xml);
        for line in &document.lines {
            ubl.line(xml, line);
        }
    })
}

struct Ubl<'a> {
    document: &'a Document,
    currency: [(&'a str, &'a str); 1],
}

impl Ubl<'_> {
    fn money(&self, xml: &mut Xml, name: &str, amount: Money) {
        xml.leaf_with(name, &self.currency, amount);
    }

    fn head(&self, xml: &mut Xml) {
        let document = self.document;
        xml.leaf("cbc:CustomizationID", SPECIFICATION);
        xml.option("cbc:ID", document.number.as_ref());
        xml.option("cbc:IssueDate", document.issued_on);
        match document.kind {
            Kind::Invoice => {
                xml.option("cbc:DueDate", document.due_on);
                xml.leaf("cbc:InvoiceTypeCode", "380");
            }
            Kind::CreditNote => xml.leaf("cbc:CreditNoteTypeCode", "381"),
        }
        for note in &document.notes {
            xml.leaf("cbc:Note", note);
        }
        xml.leaf("cbc:DocumentCurrencyCode", document.currency.code());
        xml.option("cbc:BuyerReference", document.buyer.reference.as_ref());
        period(xml, document.period);
        for preceding in &document.preceding {
            xml.group("cac:BillingReference", |xml| {
                xml.group("cac:InvoiceDocumentReference", |xml| {
                    xml.leaf("cbc:ID", &preceding.number);
                    xml.option("cbc:IssueDate", preceding.issued_on);
                });
            });
        }
    }

    fn parties(&self, xml: &mut Xml) {
        let document = self.document;
        xml.group("cac:AccountingSupplierParty", |xml| party(xml, &Shown::new(document, &document.seller), true));
        xml.group("cac:AccountingCustomerParty", |xml| party(xml, &Shown::new(document, &document.buyer), false));
        // BR-IC-12: goods within the Union are delivered to a country.
        if document.tax.iter().any(|row| row.category == Category::K) {
            xml.group("cac:Delivery", |xml| {
                xml.group("cac:DeliveryLocation", |xml| {
                    xml.group("cac:Address", |xml| country(xml, document.buyer.country.code()));
                });
            });
        }
    }

    fn payment(&self, xml: &mut Xml) {
        let document = self.document;
        // A credit note has no due date of its own in UBL: it stands with the means (BT-9).
        let due = document.due_on.filter(|_| document.kind == Kind::CreditNote);
        if document.means.is_some() || due.is_some() {
            xml.group("cac:PaymentMeans", |xml| {
                xml.leaf("cbc:PaymentMeansCode", means_code(document));
                xml.option("cbc:PaymentDueDate", due);
                match &document.means {
                    Some(Means::CreditTransfer(transfer)) => {
                        xml.option("cbc:PaymentID", transfer.reference.as_ref());
                        xml.group("cac:PayeeFinancialAccount", |xml| {
                            xml.leaf("cbc:ID", &transfer.iban);
                            xml.option("cbc:Name", transfer.holder.as_ref());
                        });
                    }
                    Some(Means::Card(card)) => xml.group("cac:CardAccount", |xml| {
                        xml.leaf("cbc:PrimaryAccountNumberID", &card.last_digits);
                        xml.leaf("cbc:NetworkID", &card.network);
                    }),
                    None => {}
                }
            });
        }
        if let Some(terms) = &document.terms {
            xml.group("cac:PaymentTerms", |xml| xml.leaf("cbc:Note", terms));
        }
    }

    fn sums(&self, xml: &mut Xml) {
        let (document, totals) = (self.document, &self.document.totals);
        for (charge, list) in [(false, &document.allowances), (true, &document.charges)] {
            for Allowance { amount, base, percent, tax, reason } in list {
                self.adjustment(xml, charge, reason, *percent, *amount, *base, Some(tax));
            }
        }
        xml.group("cac:TaxTotal", |xml| {
            self.money(xml, "cbc:TaxAmount", totals.tax);
            for row in &document.tax {
                xml.group("cac:TaxSubtotal", |xml| {
                    self.money(xml, "cbc:TaxableAmount", row.taxable);
                    self.money(xml, "cbc:TaxAmount", row.tax);
                    category(xml, "cac:TaxCategory", row.category, row.percent, Some(row));
                });
            }
        });
        xml.group("cac:LegalMonetaryTotal", |xml| {
            self.money(xml, "cbc:LineExtensionAmount", totals.lines);
            self.money(xml, "cbc:TaxExclusiveAmount", totals.tax_exclusive);
            self.money(xml, "cbc:TaxInclusiveAmount", totals.tax_inclusive);
            self.money(xml, "cbc:AllowanceTotalAmount", totals.allowances);
            self.money(xml, "cbc:ChargeTotalAmount", totals.charges);
            self.money(xml, "cbc:PrepaidAmount", totals.prepaid);
            self.money(xml, "cbc:PayableRoundingAmount", totals.rounding);
            self.money(xml, "cbc:PayableAmount", totals.payable);
        });
    }

    fn line(&self, xml: &mut Xml, line: &Line) {
        let (element, quantity) = match self.document.kind {
            Kind::Invoice => ("cac:InvoiceLine", "cbc:InvoicedQuantity"),
            Kind::CreditNote => ("cac:CreditNoteLine", "cbc:CreditedQuantity"),
        };
        let unit = [("unitCode", unit_code(&line.unit))];
        xml.group(element, |xml| {
            xml.leaf("cbc:ID", &line.id);
            xml.option("cbc:Note", line.subaccount.as_ref());
            xml.leaf_with(quantity, &unit, line.quantity);
            self.money(xml, "cbc:LineExtensionAmount", line.net);
            period(xml, line.period);
            for (charge, list) in [(false, &line.allowances), (true, &line.charges)] {
                for Adjustment { amount, base, percent, reason } in list {
                    self.adjustment(xml, charge, reason, *percent, *amount, *base, None);
                }
            }
            xml.group("cac:Item", |xml| {
                xml.option("cbc:Description", line.description.as_ref());
                xml.leaf("cbc:Name", &line.name);
                category(xml, "cac:ClassifiedTaxCategory", line.tax.category, line.tax.percent, None);
            });
            xml.group("cac:Price", |xml| {
                xml.leaf_with("cbc:PriceAmount", &self.currency, *line.price);
                if let Some(base) = line.base_quantity {
                    xml.leaf_with("cbc:BaseQuantity", &unit, *base);
                }
            });
        });
    }

    #[allow(clippy::too_many_arguments, reason = "the fields of an allowance, on a line or on the whole")]
    fn adjustment(
        &self,
        xml: &mut Xml,
        charge: bool,
        reason: &Text,
        percent: Option<NonNegative>,
        amount: Money,
        base: Option<Money>,
        tax: Option<&Tax>,
    ) {
        xml.group("cac:AllowanceCharge", |xml| {
            xml.leaf("cbc:ChargeIndicator", charge);
            xml.leaf("cbc:AllowanceChargeReason", reason);
            xml.option("cbc:MultiplierFactorNumeric", percent.as_deref());
            self.money(xml, "cbc:Amount", amount);
            if let Some(base) = base {
                self.money(xml, "cbc:BaseAmount", base);
            }
            if let Some(tax) = tax {
                category(xml, "cac:TaxCategory", tax.category, tax.percent, None);
            }
        });
    }
}

fn party(xml: &mut Xml, shown: &Shown<'_>, sells: bool) {
    let party = shown.party;
    xml.group("cac:Party", |xml| {
        if let Some(email) = &party.email {
            xml.leaf_with("cbc:EndpointID", &[("schemeID", "EM")], email);
        }
        if let Some(id) = shown.id {
            xml.group("cac:PartyIdentification", |xml| xml.leaf("cbc:ID", id));
        }
        xml.group("cac:PostalAddress", |xml| {
            xml.option("cbc:StreetName", party.street.as_ref());
            xml.option("cbc:CityName", party.city.as_ref());
            xml.option("cbc:PostalZone", party.postcode.as_ref());
            xml.option("cbc:CountrySubentity", party.region.as_ref());
            country(xml, party.country.code());
        });
        // BT-32 is the seller's alone.
        let local = shown.local.filter(|_| sells);
        for (number, scheme) in [(shown.vat.as_deref(), "VAT"), (local, "FC")] {
            if let Some(number) = number {
                xml.group("cac:PartyTaxScheme", |xml| {
                    xml.leaf("cbc:CompanyID", number);
                    xml.group("cac:TaxScheme", |xml| xml.leaf("cbc:ID", scheme));
                });
            }
        }
        xml.group("cac:PartyLegalEntity", |xml| xml.leaf("cbc:RegistrationName", &party.name));
    });
}

fn country(xml: &mut Xml, code: &str) {
    xml.group("cac:Country", |xml| xml.leaf("cbc:IdentificationCode", code));
}

fn period(xml: &mut Xml, period: Option<Period>) {
    if let Some(period) = period {
        xml.group("cac:InvoicePeriod", |xml| {
            xml.leaf("cbc:StartDate", period.from);
            xml.leaf("cbc:EndDate", period.last_day());
        });
    }
}

/// A tax category; a row of the breakdown also says why there is no tax.
fn category(xml: &mut Xml, element: &str, category: Category, percent: NonNegative, row: Option<&TaxRow>) {
    xml.group(element, |xml| {
        xml.leaf("cbc:ID", category.name());
        // BR-O-5: outside the scope there is no rate, not even zero.
        xml.option("cbc:Percent", (category != Category::O).then_some(*percent));
        xml.option("cbc:TaxExemptionReasonCode", row.and_then(TaxRow::reason_code));
        xml.option("cbc:TaxExemptionReason", row.and_then(TaxRow::reason_text));
        xml.group("cac:TaxScheme", |xml| xml.leaf("cbc:ID", "VAT"));
    });
}
