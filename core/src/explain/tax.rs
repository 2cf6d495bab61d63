//! Why lines are taxed as they are: how each is treated, and what each tax comes to.

use super::entry::word;
use super::step::{Explained, Step};
use crate::money::Money;
use crate::party::Party;
use crate::rule::Rule;
use crate::tax::{AssessedLine, JudgedNumber, Place, Prices, Reason, TaxGroup, TaxPolicy, Treatment};
use crate::time::Date;
use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

/// An assessment and what it was made from.
pub(crate) struct Taxes<'a> {
    pub(crate) policy: &'a TaxPolicy,
    pub(crate) seller: &'a Party,
    pub(crate) customer: &'a Party,
    pub(crate) date: Date,
    /// Each line and its name.
    pub(crate) lines: Vec<(String, &'a AssessedLine)>,
    pub(crate) groups: &'a [TaxGroup],
    pub(crate) numbers: &'a [JudgedNumber],
    pub(crate) tax: Money,
}

/// Each treatment once, then each tax, then their sum.
pub(crate) fn tax(taxes: &Taxes<'_>) -> Explained {
    let mut steps = Vec::new();
    for (at, (_, line)) in taxes.lines.iter().enumerate() {
        let alike = |other: &AssessedLine| other.class == line.class && other.treatment == line.treatment;
        if taxes.lines.iter().take(at).any(|(_, other)| alike(other)) {
            continue;
        }
        let of_them = taxes.lines.iter().filter(|(_, other)| alike(other));
        let names: Vec<&str> = of_them.map(|(name, _)| name.as_str()).collect();
        let rules = line.treatment.rules.iter();
        steps.extend(rules.map(|rule| treated(taxes, line, *rule).with("lines", names.join(", "))));
    }
    for group in taxes.groups {
        group_steps(taxes, group, &mut steps);
    }
    let whole = Step::of(Rule::TaxRounding, taxes.tax);
    steps.push(taxes.groups.iter().fold(whole, |step, group| step.with(&titled(group), group.tax)));
    Explained { subject: String::from("tax"), result: taxes.tax.to_string(), steps, events: Vec::new() }
}

/// A rule that decided a treatment, with what it looked at.
fn treated(taxes: &Taxes<'_>, line: &AssessedLine, rule: Rule) -> Step {
    let Taxes { seller, customer, .. } = taxes;
    let treatment = &line.treatment;
    match rule {
        Rule::TaxPlaceOfSupply => Step::of(rule, shown(&treatment.place))
            .with("class", &line.class)
            .with("seller", seller.country.code())
            .with("customer", shown(&Place::of(customer)))
            .with("business", customer.business),
        Rule::TaxVatNumber => {
            let result = treatment.vat_number.as_deref().unwrap_or("no number that makes a business");
            taxes.numbers.iter().fold(Step::of(rule, result), |step, number| step.with(&number.value, worth(number)))
        }
        Rule::TaxRate => {
            let step = Step::of(rule, percents(treatment)).with("place", shown(&treatment.place));
            step.with("class", &line.class).with("date", taxes.date)
        }
        Rule::TaxStacked => treatment.levies.iter().fold(Step::of(rule, percents(treatment)), |step, levy| {
            let on = if levy.compound { "the amount and the taxes before it" } else { "the amount" };
            let named = levy.jurisdiction.as_ref().map_or_else(|| levy.told().to_string(), |place| place.to_string());
            step.with(&named, format!("{} percent of {on}", *levy.percent))
        }),
        rule => {
            let step = Step::of(rule, treatment.category.name()).with("class", &line.class);
            step.maybe("reason", treatment.reason.as_ref().map(in_words))
        }
    }
}

/// What lines of one treatment come to.
fn group_steps(taxes: &Taxes<'_>, group: &TaxGroup, steps: &mut Vec<Step>) {
    if taxes.policy.prices == Prices::Inclusive && !group.taxes.is_empty() {
        steps.push(Step::of(Rule::TaxInclusive, group.net).with("gross", group.gross));
    }
    for part in &group.taxes {
        let step = Step::of(Rule::TaxRounding, part.amount).with("taxable", group.net);
        let step = step.with("percent", *part.levy.percent).maybe("name", part.levy.name.as_deref());
        let step = step.maybe("jurisdiction", part.levy.jurisdiction.as_deref());
        let step = step.maybe("compound", part.levy.compound.then_some(true));
        steps.push(step.with("rounding", word(&taxes.policy.rounding)).with("mode", word(&taxes.policy.mode)));
    }
}

/// A number, and what it is worth.
fn worth(number: &JudgedNumber) -> String {
    match (&number.problem, number.verified) {
        (Some(problem), _) => problem.message.clone(),
        (None, Some(true)) => String::from("right, and confirmed by the day of supply"),
        (None, _) => String::from("right, and not confirmed by the day of supply"),
    }
}

fn percents(treatment: &Treatment) -> String {
    let each: Vec<String> = treatment.levies.iter().map(|levy| format!("{} percent", *levy.percent)).collect();
    if each.is_empty() { treatment.category.name().into() } else { each.join(" and ") }
}

fn titled(group: &TaxGroup) -> String {
    format!("{} in {}", group.category.name(), shown(&group.place))
}

fn shown(place: &Place) -> String {
    match &place.region {
        Some(region) => format!("{}, {region}", place.country.code()),
        None => place.country.code().into(),
    }
}

fn in_words(reason: &Reason) -> String {
    let words = reason.text.as_deref().or(reason.code.as_deref());
    words.unwrap_or_default().into()
}
