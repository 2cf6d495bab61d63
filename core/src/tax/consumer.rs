//! Rule `tax.consumer`: whose rate does a customer abroad pay who is no verified business?
//!
//! The customer's country's, where the seller declares it: through the One Stop Shop, or by a registration there. A
//! seller of the EU with neither is below the threshold of EUR 10,000 and charges its own. A seller outside has no
//! threshold: services to a consumer of the EU without any registration are refused, not left untaxed. Goods from
//! outside are an export, and taxed by customs. Source: Directive 2006/112/EC, articles 33, 58, 59c, 358a and 369a.

use super::deal::Deal;
use super::{Place, SupplyKind};
use crate::party::RegistrationKind;
use crate::problem::{Code, Problem};
use alloc::format;

/// The place whose rate is charged; none where the supply is outside.
pub(super) fn place(deal: &Deal<'_>) -> Result<Option<Place>, Problem> {
    let (seller, customer) = (deal.seller, deal.customer);
    let (from_union, to_union) = (seller.country.is_eu(), customer.country.is_eu());
    let registered = seller
        .registrations
        .iter()
        .any(|given| given.kind == RegistrationKind::Vat && given.country == customer.country);
    if registered || deal.policy.one_stop_shop && to_union {
        return Ok(Some(Place::of(customer)));
    }
    match (from_union, to_union, deal.class.supply) {
        (true, true, _) => Ok(Some(Place::of(seller))),
        (false, true, SupplyKind::Services) => {
            let (from, to) = (seller.country.code(), customer.country.code());
            let message =
                format!("a consumer of `{to}` is charged its tax, and the seller of `{from}` is not registered");
            let help = "set `one_stop_shop`, or add the seller's registration there";
            Err(Problem::new(Code::TaxRegistrationMissing, message, help))
        }
        _ => Ok(None),
    }
}
