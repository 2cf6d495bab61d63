//! UN/CEFACT Cross Industry Invoice D16B, by CEN/TS 16931-3-3. Elements stand in the schema's order.

use super::codes::{SPECIFICATION, means_code};
use super::party::Shown;
use super::unit::unit_code;
use super::xml::Xml;
use super::{Adjustment, Allowance, Category, Document, Kind, Line, Period, Tax, TaxRow};
use crate::money::{Money, NonNegative};
use crate::party::Means;
use crate::text::Text;
use crate::time::Date;
use alloc::format;
use alloc::string::String;

const NAMESPACES: [(&str, &str); 4] = [
    ("xmlns:rsm", "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"),
    ("xmlns:qdt", "urn:un:unece:uncefact:data:standard:QualifiedDataType:100"),
    ("xmlns:ram", "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"),
    ("xmlns:udt", "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"),
];

pub(super) fn write(document: &Document) -> String {
    Xml::document("rsm:CrossIndustryInvoice", &NAMESPACES, |xml| {
        head(xml, document);
        xml.group("rsm:SupplyChainTradeTransaction", |xml| {
            for line in &document.lines {
                write_line(xml, line);
            }
            xml.group("ram:ApplicableHeaderTradeAgreement", |xml| {
                xml.option("ram:BuyerReference", document.buyer.reference.as_ref());
                party(xml, "ram:SellerTradeParty", &Shown::new(document, &document.seller), true);
                party(xml, "ram:BuyerTradeParty", &Shown::new(document, &document.buyer), false);
            });
            xml.group("ram:ApplicableHeaderTradeDelivery", |xml| {
                // BR-IC-12: goods within the Union are delivered to a country.
                if document.tax.iter().any(|row| row.category == Category::K) {
                    xml.group("ram:ShipToTradeParty", |xml| {
                        xml.group("ram:PostalTradeAddress", |xml| {
                            xml.leaf("ram:CountryID", document.buyer.country.code());
                        });
                    });
                }
            });
            xml.group("ram:ApplicableHeaderTradeSettlement", |xml| settlement(xml, document));
        });
    })
}

fn head(xml: &mut Xml, document: &Document) {
    xml.group("rsm:ExchangedDocumentContext", |xml| {
        xml.group("ram:GuidelineSpecifiedDocumentContextParameter", |xml| xml.leaf("ram:ID", SPECIFICATION));
    });
    xml.group("rsm:ExchangedDocument", |xml| {
        xml.option("ram:ID", document.number.as_ref());
        xml.leaf("ram:TypeCode", if document.kind == Kind::Invoice { "380" } else { "381" });
        date(xml, "ram:IssueDateTime", document.issued_on);
        for note in &document.notes {
            xml.group("ram:IncludedNote", |xml| xml.leaf("ram:Content", note));
        }
    });
}

fn write_line(xml: &mut Xml, line: &Line) {
    let unit = [("unitCode", unit_code(&line.unit))];
    xml.group("ram:IncludedSupplyChainTradeLineItem", |xml| {
        xml.group("ram:AssociatedDocumentLineDocument", |xml| {
            xml.leaf("ram:LineID", &line.id);
            if let Some(subaccount) = &line.subaccount {
                xml.group("ram:IncludedNote", |xml| xml.leaf("ram:Content", subaccount));
            }
        });
        xml.group("ram:SpecifiedTradeProduct", |xml| {
            xml.leaf("ram:Name", &line.name);
            xml.option("ram:Description", line.description.as_ref());
        });
        xml.group("ram:SpecifiedLineTradeAgreement", |xml| {
            xml.group("ram:NetPriceProductTradePrice", |xml| {
                xml.leaf("ram:ChargeAmount", *line.price);
                if let Some(base) = line.base_quantity {
                    xml.leaf_with("ram:BasisQuantity", &unit, *base);
                }
            });
        });
        xml.group("ram:SpecifiedLineTradeDelivery", |xml| {
            xml.leaf_with("ram:BilledQuantity", &unit, line.quantity);
        });
        xml.group("ram:SpecifiedLineTradeSettlement", |xml| {
            tax_of(xml, "ram:ApplicableTradeTax", &line.tax);
            period(xml, line.period);
            for (charge, list) in [(false, &line.allowances), (true, &line.charges)] {
                for Adjustment { amount, base, percent, reason } in list {
                    adjustment(xml, charge, *percent, *base, *amount, reason, None);
                }
            }
            xml.group("ram:SpecifiedTradeSettlementLineMonetarySummation", |xml| {
                xml.leaf("ram:LineTotalAmount", line.net);
            });
        });
    });
}

fn party(xml: &mut Xml, element: &str, shown: &Shown<'_>, sells: bool) {
    let party = shown.party;
    xml.group(element, |xml| {
        xml.option("ram:ID", shown.id);
        xml.leaf("ram:Name", &party.name);
        xml.group("ram:PostalTradeAddress", |xml| {
            xml.option("ram:PostcodeCode", party.postcode.as_ref());
            xml.option("ram:LineOne", party.street.as_ref());
            xml.option("ram:CityName", party.city.as_ref());
            xml.leaf("ram:CountryID", party.country.code());
            xml.option("ram:CountrySubDivisionName", party.region.as_ref());
        });
        if let Some(email) = &party.email {
            xml.group("ram:URIUniversalCommunication", |xml| {
                xml.leaf_with("ram:URIID", &[("schemeID", "EM")], email);
            });
        }
        // BT-32 is the seller's alone.
        let local = shown.local.filter(|_| sells);
        for (number, scheme) in [(shown.vat.as_deref(), "VA"), (local, "FC")] {
            if let Some(number) = number {
                xml.group("ram:SpecifiedTaxRegistration", |xml| {
                    xml.leaf_with("ram:ID", &[("schemeID", scheme)], number);
                });
            }
        }
    });
}

fn settlement(xml: &mut Xml, document: &Document) {
    if let Some(Means::CreditTransfer(transfer)) = &document.means {
        xml.option("ram:PaymentReference", transfer.reference.as_ref());
    }
    xml.leaf("ram:InvoiceCurrencyCode", document.currency.code());
    means(xml, document);
    for row in &document.tax {
        breakdown(xml, row);
    }
    period(xml, document.period);
    for (charge, list) in [(false, &document.allowances), (true, &document.charges)] {
        for Allowance { amount, base, percent, tax, reason } in list {
            adjustment(xml, charge, *percent, *base, *amount, reason, Some(tax));
        }
    }
    if document.terms.is_some() || document.due_on.is_some() {
        xml.group("ram:SpecifiedTradePaymentTerms", |xml| {
            xml.option("ram:Description", document.terms.as_ref());
            date(xml, "ram:DueDateDateTime", document.due_on);
        });
    }
    sums(xml, document);
    for preceding in &document.preceding {
        xml.group("ram:InvoiceReferencedDocument", |xml| {
            xml.leaf("ram:IssuerAssignedID", &preceding.number);
            dated(xml, "ram:FormattedIssueDateTime", "qdt:DateTimeString", preceding.issued_on);
        });
    }
}

fn means(xml: &mut Xml, document: &Document) {
    let Some(means) = &document.means else { return };
    xml.group("ram:SpecifiedTradeSettlementPaymentMeans", |xml| {
        xml.leaf("ram:TypeCode", means_code(document));
        match means {
            Means::Card(card) => xml.group("ram:ApplicableTradeSettlementFinancialCard", |xml| {
                xml.leaf("ram:ID", &card.last_digits);
            }),
            Means::CreditTransfer(transfer) => xml.group("ram:PayeePartyCreditorFinancialAccount", |xml| {
                xml.leaf("ram:IBANID", &transfer.iban);
                xml.option("ram:AccountName", transfer.holder.as_ref());
            }),
        }
    });
}

fn breakdown(xml: &mut Xml, row: &TaxRow) {
    xml.group("ram:ApplicableTradeTax", |xml| {
        xml.leaf("ram:CalculatedAmount", row.tax);
        xml.leaf("ram:TypeCode", "VAT");
        xml.option("ram:ExemptionReason", row.reason_text());
        xml.leaf("ram:BasisAmount", row.taxable);
        xml.leaf("ram:CategoryCode", row.category.name());
        xml.option("ram:ExemptionReasonCode", row.reason_code());
        rate(xml, row.category, row.percent);
    });
}

fn sums(xml: &mut Xml, document: &Document) {
    let totals = &document.totals;
    xml.group("ram:SpecifiedTradeSettlementHeaderMonetarySummation", |xml| {
        xml.leaf("ram:LineTotalAmount", totals.lines);
        xml.leaf("ram:ChargeTotalAmount", totals.charges);
        xml.leaf("ram:AllowanceTotalAmount", totals.allowances);
        xml.leaf("ram:TaxBasisTotalAmount", totals.tax_exclusive);
        xml.leaf_with("ram:TaxTotalAmount", &[("currencyID", document.currency.code())], totals.tax);
        xml.leaf("ram:RoundingAmount", totals.rounding);
        xml.leaf("ram:GrandTotalAmount", totals.tax_inclusive);
        xml.leaf("ram:TotalPrepaidAmount", totals.prepaid);
        xml.leaf("ram:DuePayableAmount", totals.payable);
    });
}

fn adjustment(
    xml: &mut Xml,
    charge: bool,
    percent: Option<NonNegative>,
    base: Option<Money>,
    amount: Money,
    reason: &Text,
    tax: Option<&Tax>,
) {
    xml.group("ram:SpecifiedTradeAllowanceCharge", |xml| {
        xml.group("ram:ChargeIndicator", |xml| xml.leaf("udt:Indicator", charge));
        xml.option("ram:CalculationPercent", percent.as_deref());
        xml.option("ram:BasisAmount", base);
        xml.leaf("ram:ActualAmount", amount);
        xml.leaf("ram:Reason", reason);
        if let Some(tax) = tax {
            tax_of(xml, "ram:CategoryTradeTax", tax);
        }
    });
}

fn tax_of(xml: &mut Xml, element: &str, tax: &Tax) {
    xml.group(element, |xml| {
        xml.leaf("ram:TypeCode", "VAT");
        xml.leaf("ram:CategoryCode", tax.category.name());
        rate(xml, tax.category, tax.percent);
    });
}

/// BR-O-5: outside the scope there is no rate, not even zero.
fn rate(xml: &mut Xml, category: Category, percent: NonNegative) {
    xml.option("ram:RateApplicablePercent", (category != Category::O).then_some(*percent));
}

fn period(xml: &mut Xml, period: Option<Period>) {
    if let Some(period) = period {
        xml.group("ram:BillingSpecifiedPeriod", |xml| {
            date(xml, "ram:StartDateTime", Some(period.from));
            date(xml, "ram:EndDateTime", Some(period.last_day()));
        });
    }
}

fn date(xml: &mut Xml, element: &str, date: Option<Date>) {
    dated(xml, element, "udt:DateTimeString", date);
}

fn dated(xml: &mut Xml, element: &str, text: &str, date: Option<Date>) {
    if let Some(date) = date {
        let (year, month, day) = date.year_month_day();
        // Format 102 is CCYYMMDD (UNCL 2379).
        let digits = format!("{year:04}{month:02}{day:02}");
        xml.group(element, |xml| xml.leaf_with(text, &[("format", "102")], digits));
    }
}
