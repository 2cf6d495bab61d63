//! What the rulebook says about invoices and discounts.

use super::{Payer, RulebookParts};
use crate::money::{NonNegative, Positive};
use crate::party::Means;
use crate::problem::{Code, Problem};
use crate::text::{Id, Text};
use crate::time::Instant;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use counterfoil_derive::Decode;
use serde::Serialize;

/// Invoices: drafted when a period ends, from everything that it charged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct InvoicePolicy {
    /// Days until payment is due.
    pub terms_days: u32,
    /// What pays the tax that comes on top of prices.
    #[serde(default)]
    pub tax_payer: Payer,
    /// How to pay.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub means: Option<Means>,
    /// Payment terms in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terms: Option<Text>,
    /// Notes on every invoice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Text>,
    /// Invoices before a period ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interim: Option<Interim>,
    /// An invoice above this waits for a person (rule `invoice.parked`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub largest: Option<Positive>,
}

/// When an invoice is drafted before a period ends (rule `invoice.interim`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Interim {
    /// Fees that the invoice asks for are invoiced as they come.
    #[serde(default)]
    pub fees: bool,
    /// When what is unpaid reaches this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unpaid: Option<Positive>,
    /// When the period's usage reaches one of these amounts, rising; each once a period.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub usage: Vec<Positive>,
}

/// A discount that accounts can have (rule `invoice.discount`): a percentage or an amount.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DiscountPolicy {
    /// What the owner types.
    pub discount: Id,
    /// Off each amount.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percent: Option<NonNegative>,
    /// Off each invoice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Positive>,
    /// The products it is on; without any all of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub products: Vec<Id>,
    /// For so many invoices; without it for good.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoices: Option<u32>,
    /// Can be taken from here on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Instant>,
    /// Can be taken before this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Instant>,
    /// Low comes off first.
    #[serde(default = "super::priority")]
    pub priority: u8,
}

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
    for (place, discount) in parts.discounts.iter().enumerate() {
        note_discount(parts, place, discount, problems);
    }
}

fn note_discount(parts: &RulebookParts, place: usize, discount: &DiscountPolicy, problems: &mut Vec<Problem>) {
    let mut note = |field: &str, code, message: String, help: &str| {
        problems.push(Problem::new(code, message, help).under(field).item(place).under("discounts"));
    };
    if parts.discounts.iter().take(place).any(|earlier| earlier.discount == discount.discount) {
        let message = format!("the discount `{}` stands twice", discount.discount);
        note("discount", Code::DiscountDuplicate, message, "give each discount a name of its own");
    }
    match (discount.percent, discount.amount) {
        (Some(percent), None) if *percent > crate::money::Exact::whole(100) => {
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
