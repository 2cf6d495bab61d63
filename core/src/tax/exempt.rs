//! Rule `tax.exempt`: a class of products, a customer or a rate can be free of tax, and always says why.
//!
//! A class is free wherever it is supplied. An exempt customer is free of tax that would be charged; the evidence is
//! outside. Source: EN 16931, BR-E-10 and BR-O-10 (a reason in words or by its code), BR-Z-10 (zero rating has none).

use super::{Category, Place, Reason, Treatment, Untaxed};
use crate::rule::Rule;
use crate::text::Text;
use alloc::vec::Vec;

pub(super) fn class(untaxed: &Untaxed, place: Place) -> Treatment {
    Treatment::untaxed(untaxed.category, place, untaxed.reason.clone(), &[Rule::TaxExempt])
}

pub(super) fn customer(exemption: &Text, place: Place, rules: Vec<Rule>) -> Treatment {
    let reason = Reason::of(exemption.clone());
    Treatment::untaxed(Category::E, place, Some(reason), &rules).by(Rule::TaxExempt)
}

/// A rate of zero that is all there is.
pub(super) fn zero(untaxed: &Untaxed, place: Place, rules: &[Rule]) -> Treatment {
    Treatment::untaxed(untaxed.category, place, untaxed.reason.clone(), rules).by(Rule::TaxExempt)
}
