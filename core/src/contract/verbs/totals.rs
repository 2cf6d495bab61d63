//! `totals`: what do these lines come to?

use crate::contract::Outcome;
use crate::invoice::{self, Amounts, Discount, Discounted, Part, Tax, TaxRounding, TaxRow, line_net, payable};
use crate::money::{Currency, Exact, Money, NonNegative, Positive};
use crate::problem::{Code, Problem};
use crate::rule::Rule;
use crate::text::Id;
use crate::wire::{Decode, Encode};
use alloc::format;
use alloc::vec;
use alloc::vec::Vec;

/// Sums lines, allowances and charges as EN 16931 does. It needs no rulebook: every fact is in the call.
#[derive(Clone, Debug, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "TotalsCall"))]
#[serde(deny_unknown_fields)]
pub struct SumUp {
    /// The currency of every amount.
    pub currency: Currency,
    /// The lines.
    pub lines: Vec<SumLine>,
    /// Discounts before tax, in their order.
    #[serde(default)]
    pub discounts: Vec<SumDiscount>,
    /// Document allowances.
    #[serde(default)]
    pub allowances: Vec<SumPart>,
    /// Document charges.
    #[serde(default)]
    pub charges: Vec<SumPart>,
    /// What is paid already.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prepaid: Option<Exact>,
    /// What the payable amount is rounded by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rounding: Option<Exact>,
    /// How tax is rounded; as EN 16931 has it when absent.
    #[serde(default)]
    pub tax_rounding: TaxRounding,
}

/// A line: its net amount, or the quantity and price that make it.
#[derive(Clone, Debug, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SumLine {
    /// Its name.
    pub id: Id,
    /// What it comes to. Where it stands, nothing is made from a quantity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub net: Option<Exact>,
    /// How much.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Exact>,
    /// Price of `base_quantity` units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<NonNegative>,
    /// Units that the price is for; one when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_quantity: Option<Positive>,
    /// Taken off what quantity and price make.
    #[serde(default)]
    pub allowances: Vec<NonNegative>,
    /// Put on it.
    #[serde(default)]
    pub charges: Vec<NonNegative>,
    /// Its tax.
    pub tax: Tax,
}

/// A document allowance or charge.
#[derive(Clone, Debug, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SumPart {
    /// How much.
    pub amount: NonNegative,
    /// Its tax.
    pub tax: Tax,
}

/// A discount: an amount or a percentage, one of the two.
#[derive(Clone, Debug, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SumDiscount {
    /// At most this amount.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<NonNegative>,
    /// This percentage of what is left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percent: Option<NonNegative>,
}

/// Breakdown and totals.
#[derive(Clone, Debug, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "TotalsAnswer"))]
#[serde(deny_unknown_fields)]
pub struct SummedUp {
    /// The lines' net amounts.
    pub lines: Vec<SummedLine>,
    /// What each discount took; document allowances like the others.
    pub discounts: Vec<SummedDiscount>,
    /// The tax breakdown.
    pub tax: Vec<TaxRow>,
    /// The totals.
    pub totals: invoice::Totals,
    /// The rules that made them, in the order they apply.
    pub rules: Vec<Rule>,
}

/// A line's net amount.
#[derive(Clone, Debug, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SummedLine {
    /// Its name.
    pub id: Id,
    /// What it comes to.
    pub net: Money,
}

/// What a discount took.
#[derive(Clone, Debug, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SummedDiscount {
    /// In all.
    pub used: Money,
    /// Of what is taxed alike.
    pub parts: Vec<SummedPart>,
}

/// A part of a discount.
#[derive(Clone, Debug, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SummedPart {
    /// How much.
    pub amount: Money,
    /// Of what is taxed so.
    pub tax: Tax,
}

pub(in crate::contract) fn totals(call: &SumUp) -> Outcome<SummedUp> {
    sum_up(call).map_err(|problem| vec![problem])
}

fn sum_up(call: &SumUp) -> Result<SummedUp, Problem> {
    let currency = call.currency;
    let zero = Money::zero(currency.minor_units())?;
    let given = |number: Option<Exact>, field| {
        number.map_or(Ok(zero), |number| payable(currency, number).map_err(|problem| problem.under(field)))
    };
    let mut lines = Vec::with_capacity(call.lines.len());
    for (place, line) in call.lines.iter().enumerate() {
        let at = |problem: Problem| problem.item(place).under("lines");
        let amount = line.net(currency).map_err(at)?;
        line.tax.check().map_err(|problem| at(problem.under("tax")))?;
        lines.push(Part { amount, tax: &line.tax });
    }
    let discounts = call.discounts.iter().enumerate();
    let discounts: Vec<Discount> = discounts
        .map(|(place, one)| one.read(currency).map_err(|problem| problem.item(place).under("discounts")))
        .collect::<Result<_, _>>()?;
    let discounted = invoice::discount(&lines, &discounts, zero)?;
    let mut allowances = parts(currency, &call.allowances, "allowances")?;
    let taken = discounted.iter().flat_map(|discount| &discount.parts);
    allowances.extend(taken.map(|(tax, amount)| Part { amount: *amount, tax }));
    let charges = parts(currency, &call.charges, "charges")?;
    let (prepaid, rounding) = (given(call.prepaid, "prepaid")?, given(call.rounding, "rounding")?);
    let nets = lines.iter().map(|part| part.amount);
    let told = call.lines.iter().zip(nets).map(|(line, net)| SummedLine { id: line.id.clone(), net }).collect();
    let amounts = Amounts { lines, allowances, charges, prepaid, rounding };
    let (tax, totals) = invoice::totals(currency, call.tax_rounding, &amounts)?;
    let discounts = discounted.iter().map(SummedDiscount::from).collect();
    Ok(SummedUp { lines: told, discounts, tax, totals, rules: call.rules() })
}

fn parts<'a>(currency: Currency, list: &'a [SumPart], field: &str) -> Result<Vec<Part<'a>>, Problem> {
    let part = |(place, one): (usize, &'a SumPart)| {
        let at = |problem: Problem| problem.item(place).under(field);
        one.tax.check().map_err(|problem| at(problem.under("tax")))?;
        let amount = payable(currency, *one.amount).map_err(|problem| at(problem.under("amount")))?;
        Ok(Part { amount, tax: &one.tax })
    };
    list.iter().enumerate().map(part).collect()
}

impl SumUp {
    /// What is decided here, in the order it is.
    fn rules(&self) -> Vec<Rule> {
        let (lines, discounts) = (self.lines.iter().any(|line| line.net.is_none()), !self.discounts.is_empty());
        let rules = [
            (lines, Rule::InvoiceLineNet),
            (discounts, Rule::InvoiceDiscount),
            (discounts, Rule::InvoiceAllocation),
            (true, Rule::InvoiceTotals),
        ];
        rules.into_iter().filter_map(|(decides, rule)| decides.then_some(rule)).collect()
    }
}

impl SumLine {
    fn net(&self, currency: Currency) -> Result<Money, Problem> {
        if let Some(net) = self.net {
            return payable(currency, net).map_err(|problem| problem.under("net"));
        }
        let (Some(quantity), Some(price)) = (self.quantity, self.price) else {
            let message = format!("line `{}` has neither a net amount nor quantity and price", self.id);
            return Err(Problem::new(Code::MissingField, message, "add `net`, or `quantity` and `price`"));
        };
        let mut net = line_net(currency, quantity, *price, self.base_quantity)?;
        for (place, amount) in self.allowances.iter().enumerate() {
            let at = |problem: Problem| problem.item(place).under("allowances");
            net = net.minus(payable(currency, **amount).map_err(at)?)?;
        }
        for (place, amount) in self.charges.iter().enumerate() {
            let at = |problem: Problem| problem.item(place).under("charges");
            net = net.plus(payable(currency, **amount).map_err(at)?)?;
        }
        Ok(net)
    }
}

impl SumDiscount {
    fn read(&self, currency: Currency) -> Result<Discount, Problem> {
        match (self.amount, self.percent) {
            (Some(amount), None) => {
                Ok(Discount::Amount(payable(currency, *amount).map_err(|problem| problem.under("amount"))?))
            }
            (None, Some(percent)) => Ok(Discount::Percent(percent)),
            _ => Err(Problem::new(
                Code::MissingField,
                "a discount is an amount or a percentage, one of the two",
                "give `amount` or `percent`",
            )),
        }
    }
}

impl From<&Discounted> for SummedDiscount {
    fn from(discount: &Discounted) -> Self {
        let part = |(tax, amount): &(Tax, Money)| SummedPart { amount: *amount, tax: tax.clone() };
        Self { used: discount.used, parts: discount.parts.iter().map(part).collect() }
    }
}
