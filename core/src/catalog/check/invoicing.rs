//! What makes the sections of invoices and discounts unusable.

use crate::catalog::{DiscountPolicy, RulebookParts};
use crate::money::Exact;
use crate::problem::{Code, Problem};
use crate::sorting::repeated;
use crate::text::Id;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// What makes the sections unusable.
pub(super) fn note_problems(parts: &RulebookParts, problems: &mut Vec<Problem>) {
    let mut note = |field: &str, code, message: &str, help: &str| {
        problems.push(Problem::new(code, message, help).under(field));
    };
    if parts.invoice.is_some() {
        let help = "an invoice needs `seller`, `tax` and `billing`";
        if parts.seller.is_none() {
            note("invoice", Code::InvoiceSections, "invoices are drafted, but nobody sells", help);
        }
        if parts.tax.is_none() {
            note("invoice", Code::InvoiceSections, "invoices are drafted, but nothing says how they are taxed", help);
        }
        if parts.billing.is_none() {
            note("invoice", Code::BillingMissing, "invoices are drafted, but nothing says when", help);
        }
    } else if !parts.discounts.is_empty() {
        let help = "add `invoice`, or give credit by `coupons`";
        note("discounts", Code::InvoiceSections, "discounts come off invoices, and none are drafted", help);
    }
    let repeated = repeated(&parts.discounts, |discount| &discount.discount);
    for (place, (discount, repeated)) in parts.discounts.iter().zip(repeated).enumerate() {
        note_discount(parts, (place, repeated), discount, problems);
    }
}

fn note_discount(
    parts: &RulebookParts,
    (place, repeated): (usize, bool),
    discount: &DiscountPolicy,
    problems: &mut Vec<Problem>,
) {
    let mut note = |field: &str, code, message: String, help: &str| {
        problems.push(Problem::new(code, message, help).under(field).item(place).under("discounts"));
    };
    if repeated {
        let message = format!("the discount `{}` stands twice", discount.discount);
        note("discount", Code::DiscountDuplicate, message, "give each discount a name of its own");
    }
    match (discount.percent, discount.amount) {
        (Some(percent), None) if *percent > Exact::whole(100) => {
            note(
                "percent",
                Code::DiscountValue,
                format!("{} percent are more than all of it", *percent),
                "write at most 100",
            );
        }
        (Some(_), None) => {}
        (None, Some(amount)) if amount.places() > u32::from(parts.currency.minor_units()) => {
            let message = format!("`{}` is finer than the currency", *amount);
            note("amount", Code::AmountScale, message, "use an amount that can be paid");
        }
        (None, Some(_)) => {}
        _ => note(
            "percent",
            Code::DiscountValue,
            "a discount is a percentage or an amount".into(),
            "write one of the two",
        ),
    }
    if let (Some(from), Some(until)) = (discount.valid_from, discount.valid_until)
        && until <= from
    {
        note(
            "valid_until",
            Code::GrantPeriod,
            format!("it ends at {until} and begins at {from}"),
            "exchange the times",
        );
    }
    let sold = |product: &Id| {
        parts.rates.iter().any(|rate| rate.product == *product)
            || parts.plans.iter().any(|plan| plan.product == *product)
    };
    for (index, product) in discount.products.iter().enumerate().filter(|(_, product)| !sold(product)) {
        let message = format!("nothing sells `{product}`, so that the discount never applies to it");
        let problem = Problem::new(Code::DiscountValue, message, "name products of rates or plans");
        problems.push(problem.item(index).under("products").item(place).under("discounts"));
    }
}
