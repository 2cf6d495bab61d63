//! Rule `tax.rate`: which rates are in force at a place on the day of supply?
//!
//! Of one place, class and jurisdiction the rate with the latest first day that is not after the day of supply; so
//! there are no gaps, and before the first there is none. VAT takes the most specific part of the country that has
//! rates; sales tax takes the whole chain from the country down (`US`, `CA`, `CA.LOS_ANGELES`), rule `tax.stacked`,
//! and asks for one at the first part where the country has rates by part. No rate is a refusal, never zero.
//! Source: Directive 2006/112/EC, article 93 (the rate of the day of supply).

use super::deal::Deal;
use super::{Category, Levy, Place, Regime, TaxRate, Treatment, exempt};
use crate::problem::{Code, Problem};
use crate::rule::Rule;
use crate::sorting::Sorting as _;
use alloc::format;
use alloc::vec::Vec;

/// The treatment of a supply that is taxed at this place.
pub(super) fn treatment(deal: &Deal<'_>, place: Place, mut rules: Vec<Rule>) -> Result<Treatment, Problem> {
    let mut rates = find(deal, &place)?;
    if let Some(zero) = rates.iter().find_map(|rate| rate.zero.as_ref())
        && rates.iter().all(|rate| rate.percent.is_zero())
    {
        return Ok(exempt::zero(zero, place, &rules));
    }
    rates.retain(|rate| !rate.percent.is_zero());
    rates.order_by_key(|rate| rate.compound);
    if rates.len() > 1 {
        rules.push(Rule::TaxStacked);
    }
    let levies = rates.into_iter().map(levy).collect();
    Ok(Treatment { category: Category::S, place, levies, reason: None, vat_number: None, rules })
}

fn levy(rate: &TaxRate) -> Levy {
    let (name, jurisdiction) = (rate.name.clone(), rate.jurisdiction.clone());
    Levy { name, jurisdiction, percent: rate.percent, compound: rate.compound }
}

/// At least one rate; the country's before those of its parts, else in the rulebook's order.
fn find<'a>(deal: &Deal<'a>, place: &Place) -> Result<Vec<&'a TaxRate>, Problem> {
    let region = place.region.as_deref().unwrap_or_default();
    let ends = region.match_indices('.').map(|(end, _)| end).chain([region.len()]);
    let parts = ends.filter_map(|end| region.get(..end)).filter(|part| !part.is_empty());
    let levels: Vec<Vec<&TaxRate>> =
        [None].into_iter().chain(parts.map(Some)).map(|part| at(deal, place, part)).collect();
    let rates = match deal.policy.regime {
        Regime::Vat => levels.into_iter().rev().find(|rates| !rates.is_empty()).unwrap_or_default(),
        Regime::SalesTax => {
            let local = levels.iter().skip(1).any(|rates| !rates.is_empty());
            let by_part = here(deal, place).any(|rate| rate.place.region.is_some());
            if by_part && !local && place.region.is_none() {
                return Err(no_region(place));
            }
            if by_part && !local { Vec::new() } else { levels.concat() }
        }
    };
    if rates.is_empty() { Err(missing(deal, place)) } else { Ok(rates) }
}

/// Every rate of the class in the country, whatever its part and day.
fn here<'a>(deal: &Deal<'a>, place: &Place) -> impl Iterator<Item = &'a TaxRate> {
    let (class, country) = (deal.class.id.clone(), place.country);
    deal.policy.rates.iter().filter(move |rate| rate.place.country == country && rate.class == class)
}

/// The rates in force at exactly this part.
fn at<'a>(deal: &Deal<'a>, place: &Place, part: Option<&str>) -> Vec<&'a TaxRate> {
    let begun: Vec<&TaxRate> =
        here(deal, place).filter(|rate| rate.place.region.as_deref() == part && rate.from <= deal.date).collect();
    let replaced =
        |rate: &TaxRate| begun.iter().any(|later| later.jurisdiction == rate.jurisdiction && later.from > rate.from);
    begun.iter().copied().filter(|rate| !replaced(rate)).collect()
}

fn missing(deal: &Deal<'_>, place: &Place) -> Problem {
    let (class, date) = (&deal.class.id, deal.date);
    let message = format!("no rate of class `{class}` is in force in `{}` on {date}", place.shown());
    Problem::new(Code::TaxRateMissing, message, "add one to the rulebook; where nothing is due, 0 and why")
}

fn no_region(place: &Place) -> Problem {
    let message = format!("rates of `{}` are by region, and the customer has none", place.country.code());
    Problem::new(Code::TaxRegionMissing, message, "add `region`, such as \"CA\"").under("region").under("customer")
}
