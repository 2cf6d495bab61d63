//! Rule `tax.export`: what leaves the tax area is not charged there.
//!
//! Services to a customer outside are outside the scope (O), at the customer's place. Goods sent out are an export (G),
//! at the seller's. Under sales tax both are outside the scope. Source: Directive 2006/112/EC, articles 44, 58, 59 and
//! 146; UK VAT Act 1994, sections 7A and 30(6), for a seller there.

use super::deal::Deal;
use super::treatment::vatex;
use super::{Category, Place, Reason, Regime, SupplyKind, Treatment};
use crate::rule::Rule;
use crate::text::Text;

pub(super) fn decide(deal: &Deal<'_>) -> Treatment {
    let union = deal.seller.country.is_eu();
    let plain = |text| Some(Reason::of(Text::made(text)));
    let (category, place, reason) = match (deal.policy.regime, deal.class.supply) {
        (Regime::SalesTax, _) => (Category::O, Place::of(deal.customer), plain("Outside the scope of sales tax")),
        (Regime::Vat, SupplyKind::Goods) if union => {
            (Category::G, Place::of(deal.seller), vatex("VATEX-EU-G", "Export outside the EU"))
        }
        (Regime::Vat, SupplyKind::Goods) => (Category::G, Place::of(deal.seller), plain("Export")),
        (Regime::Vat, SupplyKind::Services) if union => {
            (Category::O, Place::of(deal.customer), vatex("VATEX-EU-O", "Not subject to VAT"))
        }
        (Regime::Vat, SupplyKind::Services) => (Category::O, Place::of(deal.customer), plain("Not subject to VAT")),
    };
    Treatment::untaxed(category, place, reason, &[Rule::TaxPlaceOfSupply, Rule::TaxExport])
}
