//! `tax`: how are these lines taxed, and how much is it?

use crate::catalog::{Rulebook, RulebookParts};
use crate::contract::Outcome;
use crate::money::{Exact, Money, Refusal};
use crate::party::Party;
use crate::problem::{Code, Problem};
use crate::rule::Rule;
use crate::tax::{AssessedLine, JudgedNumber, TaxGroup, TaxLine, assess};
use crate::text::Id;
use crate::time::Date;
use crate::wire::{Apart, Decode, Encode};
use alloc::format;
use alloc::vec;
use alloc::vec::Vec;

/// Taxes lines that are sold together to one customer.
#[derive(Clone, Debug, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "TaxCall"))]
#[serde(deny_unknown_fields)]
pub struct Tax {
    /// The rulebook, with its `seller` and `tax`.
    pub rulebook: Apart<RulebookParts>,
    /// Who buys.
    pub customer: Party,
    /// The day of supply, in the seller's country.
    pub date: Date,
    /// What.
    pub lines: Vec<ToTax>,
}

/// A line to tax.
#[derive(Clone, Debug, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ToTax {
    /// A name of the caller's, given back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Id>,
    /// The product; its class is the rulebook's.
    pub product: Id,
    /// Net, or gross where the rulebook's prices are inclusive, in minor units; a discount is under zero.
    pub amount: Exact,
}

/// Taxes that add up.
#[derive(Clone, Debug, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Taxed {
    /// One a line, in the call's order.
    pub lines: Vec<TaxedLine>,
    /// What is taxed alike, with its taxes.
    pub groups: Vec<TaxGroup>,
    /// Before tax.
    pub net: Money,
    /// All taxes.
    pub tax: Money,
    /// With tax.
    pub gross: Money,
    /// The customer's VAT numbers, each judged by itself: one that is wrong counts for nothing, and is told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub numbers: Vec<JudgedNumber>,
    /// The rules that made it.
    pub rules: Vec<Rule>,
}

/// A line, taxed.
#[derive(Clone, Debug, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TaxedLine {
    /// The caller's name of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Id>,
    /// The product.
    pub product: Id,
    /// What was decided.
    pub assessed: AssessedLine,
}

pub(in crate::contract) fn tax(rulebook: &Rulebook<'_>, call: &Tax) -> Outcome<Taxed> {
    decide(rulebook, &call.customer, call.date, &call.lines).map_err(|problem| vec![problem])
}

pub(super) fn decide(rulebook: &Rulebook<'_>, customer: &Party, date: Date, given: &[ToTax]) -> Result<Taxed, Problem> {
    let parts = rulebook.parts();
    let (Some(policy), Some(seller)) = (&parts.tax, &parts.seller) else {
        return Err(Problem::new(Code::TaxNotOffered, "the rulebook says nothing of tax", "add `seller` and `tax`"));
    };
    let scale = parts.currency.minor_units();
    let mut lines = Vec::with_capacity(given.len());
    for (place, line) in given.iter().enumerate() {
        let amount = payable(line.amount, scale).map_err(|p| p.under("amount").item(place).under("lines"))?;
        lines.push(TaxLine { product: line.product.clone(), amount });
    }
    let made = assess(policy, seller, customer, date, scale, &lines);
    let made = made.map_err(|(place, problem)| match place {
        // What the customer lacks is told there, the rest at the line.
        Some(place) if problem.path.is_empty() => problem.under("product").item(place).under("lines"),
        _ => problem,
    })?;
    let lines = given.iter().zip(made.lines).map(|(line, assessed)| TaxedLine {
        id: line.id.clone(),
        product: line.product.clone(),
        assessed,
    });
    let (lines, groups, rules) = (lines.collect(), made.groups, made.rules);
    let mut numbers = customer.judged_numbers(date);
    for number in &mut numbers {
        number.problem = number.problem.take().map(|problem| problem.under("customer"));
    }
    Ok(Taxed { lines, groups, net: made.net, tax: made.tax, gross: made.gross, numbers, rules })
}

fn payable(amount: Exact, scale: u8) -> Result<Money, Problem> {
    Money::fit(amount, scale).map_err(|refusal| match refusal {
        Refusal::Scale => {
            let message = format!("`{amount}` has more than the {scale} decimal places of the currency");
            Problem::new(Code::AmountScale, message, "round the line first; tax is of what is invoiced")
        }
        other => other.into(),
    })
}
