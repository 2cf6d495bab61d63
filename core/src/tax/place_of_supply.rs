//! Rule `tax.place_of_supply`: where is a supply, and who accounts for its tax?
//!
//! In this order: a class that bears no tax bears none anywhere. Within a country the supply is domestic, rule
//! `tax.domestic`. A verified business of another member state accounts for it, `tax.reverse_charge.eu_b2b` and
//! `tax.intra_community`. Others are consumers and charged, `tax.consumer`. What is left is outside, `tax.export`.
//! A business whose number is not verified by the day of supply is charged like a consumer.
//!
//! Source: Directive 2006/112/EC, articles 44 (services to businesses), 58 (telecommunication and electronic services
//! to consumers), 59c (threshold), 138 and 146 (goods), 196 (reverse charge), 369a (One Stop Shop). Countries count as
//! written in the addresses; territories apart (Canary Islands, Åland …) need a region and a rate of their own.

use super::deal::Deal;
use super::{Class, Place, Regime, TaxPolicy, Treatment, consumer, exempt, export, rate, reverse_charge};
use crate::party::Party;
use crate::problem::Problem;
use crate::rule::Rule;
use crate::time::Date;

/// Decides how a supply is taxed.
///
/// # Errors
/// `tax_rate_missing` and `tax_region_missing` where the rulebook has no rate for the place, `tax_registration_missing`
/// where the seller would have to charge tax of a country it has no registration for.
pub fn treat(
    policy: &TaxPolicy,
    seller: &Party,
    customer: &Party,
    class: &Class<'_>,
    date: Date,
) -> Result<Treatment, Problem> {
    let deal = Deal { policy, seller, customer, class, date };
    if let Some(untaxed) = class.untaxed {
        return Ok(exempt::class(untaxed, Place::of(customer)));
    }
    match policy.regime {
        Regime::Vat => vat(&deal),
        Regime::SalesTax => sales_tax(&deal),
    }
}

fn vat(deal: &Deal<'_>) -> Result<Treatment, Problem> {
    let (seller, customer) = (deal.seller, deal.customer);
    if seller.country == customer.country {
        return deal.taxed(Place::of(customer), &[Rule::TaxDomestic]);
    }
    let number = reverse_charge::verified(deal);
    if let Some(number) = &number
        && let Some(treatment) = reverse_charge::decide(deal, number)
    {
        return Ok(treatment);
    }
    if number.is_none()
        && let Some(place) = consumer::place(deal)?
    {
        // A business that is charged all the same: its number says why.
        let business: &[Rule] = &[Rule::TaxVatNumber, Rule::TaxConsumer];
        return deal.taxed(place, if customer.business { business } else { &[Rule::TaxConsumer] });
    }
    Ok(export::decide(deal))
}

/// Sales tax is the customer's place's. Another country is outside, unless the rulebook has rates for it.
fn sales_tax(deal: &Deal<'_>) -> Result<Treatment, Problem> {
    let country = deal.customer.country;
    if country != deal.seller.country && !deal.policy.rates.iter().any(|rate| rate.place.country == country) {
        return Ok(export::decide(deal));
    }
    deal.taxed(Place::of(deal.customer), &[Rule::TaxDomestic])
}

impl Deal<'_> {
    /// Taxed at this place, unless the customer is exempt.
    fn taxed(&self, place: Place, by: &[Rule]) -> Result<Treatment, Problem> {
        let mut rules = [&[Rule::TaxPlaceOfSupply], by].concat();
        if let Some(exemption) = &self.customer.exemption {
            return Ok(exempt::customer(exemption, place, rules));
        }
        rules.push(Rule::TaxRate);
        rate::treatment(self, place, rules)
    }
}
