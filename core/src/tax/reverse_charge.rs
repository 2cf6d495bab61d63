//! Rules `tax.reverse_charge.eu_b2b` and `tax.intra_community`: a business of another member state accounts for the tax.
//!
//! It needs a VAT number of a member state other than the seller's, right in form and check digits, that an authority
//! has confirmed on the day of supply or before. Services are category AE at the customer's place, whatever country
//! the seller is in; goods from a member state are K at the seller's. Northern Ireland (XI) is a member state for
//! goods only. Source: Directive 2006/112/EC, articles 44 and 196, 138; EN 16931, BR-AE and BR-IC.

use super::deal::Deal;
use super::treatment::vatex;
use super::{Category, Place, SupplyKind, Treatment, VatNumber};
use crate::party::{Registration, RegistrationKind};
use crate::rule::Rule;
use alloc::string::ToString;

/// The customer's number, if it makes a business of it: of its own country, or of any other member state where it is
/// in one, but never of the seller's.
pub(super) fn verified(deal: &Deal<'_>) -> Option<VatNumber> {
    let home = deal.customer.country;
    let counts = |registration: &&Registration| {
        let country = registration.country;
        registration.kind == RegistrationKind::Vat
            && registration.verified_on.is_some_and(|day| day <= deal.date)
            && country != deal.seller.country
            && (country == home || country.is_eu() && home.is_eu())
    };
    let registrations = deal.customer.registrations.iter().filter(|_| deal.customer.business).filter(counts);
    registrations.filter_map(|given| VatNumber::parse(given.country, &given.value).ok()).next()
}

/// AE or K, where customer and number are of a member state.
pub(super) fn decide(deal: &Deal<'_>, number: &VatNumber) -> Option<Treatment> {
    let union = deal.customer.country.is_eu();
    let (category, place, reason, rule) = match deal.class.supply {
        SupplyKind::Services if union => (
            Category::AE,
            Place::of(deal.customer),
            vatex("VATEX-EU-AE", "Reverse charge"),
            Rule::TaxReverseChargeEuB2b,
        ),
        SupplyKind::Goods if deal.seller.country.is_eu() && (union || number.prefix() == "XI") => (
            Category::K,
            Place::of(deal.seller),
            vatex("VATEX-EU-IC", "Intra-Community supply"),
            Rule::TaxIntraCommunity,
        ),
        _ => return None,
    };
    let rules = [Rule::TaxPlaceOfSupply, Rule::TaxVatNumber, rule];
    let treatment = Treatment::untaxed(category, place, reason, &rules);
    Some(Treatment { vat_number: Some(number.to_string()), ..treatment })
}
