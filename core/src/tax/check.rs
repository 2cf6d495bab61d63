//! What makes the tax section of a rulebook, or its seller, unusable. Each problem is told at its place.

use super::class::STANDARD;
use super::{Category, Reason, TaxClass, TaxPolicy, TaxRate, Untaxed, VatNumber};
use crate::money::Exact;
use crate::party::{Party, RegistrationKind};
use crate::problem::{Code, Problem};
use alloc::format;
use alloc::vec::Vec;

pub(crate) fn note_problems(seller: Option<&Party>, tax: Option<&TaxPolicy>, problems: &mut Vec<Problem>) {
    for (place, given) in seller.into_iter().flat_map(|seller| seller.registrations.iter().enumerate()) {
        if given.kind == RegistrationKind::Vat
            && VatNumber::known(given.country)
            && let Err(problem) = VatNumber::parse(given.country, &given.value)
        {
            problems.push(problem.under("value").item(place).under("registrations").under("seller"));
        }
    }
    let Some(tax) = tax else { return };
    if seller.is_none() {
        let problem = Problem::new(Code::SellerMissing, "tax depends on who sells, and nobody does", "add `seller`");
        problems.push(problem.under("tax"));
    }
    for (place, class) in tax.classes.iter().enumerate() {
        note_class(&tax.classes, place, class, problems);
    }
    for (place, rate) in tax.rates.iter().enumerate() {
        let start = problems.len();
        note_rate(tax, place, rate, problems);
        for problem in problems.iter_mut().skip(start) {
            *problem = problem.clone().item(place).under("rates").under("tax");
        }
    }
}

fn note_class(classes: &[TaxClass], place: usize, class: &TaxClass, problems: &mut Vec<Problem>) {
    let mut note = |problem: Problem| problems.push(problem.item(place).under("classes").under("tax"));
    let twice = |message| Problem::new(Code::TaxClassDuplicate, message, "name each class and each product once");
    let earlier = || classes.iter().take(place);
    if earlier().any(|earlier| earlier.class == class.class) {
        note(twice(format!("the class `{}` stands twice", class.class)).under("class"));
    }
    for (item, product) in class.products.iter().enumerate() {
        let before = class.products.iter().take(item).chain(earlier().flat_map(|earlier| &earlier.products));
        if before.into_iter().any(|other| other == product) {
            note(twice(format!("the product `{product}` is in two classes")).item(item).under("products"));
        }
    }
    if let Some(problem) = class.untaxed.as_ref().and_then(wrong) {
        note(problem.under("untaxed"));
    }
}

fn note_rate(tax: &TaxPolicy, place: usize, rate: &TaxRate, problems: &mut Vec<Problem>) {
    let mut note = |problem: Problem, field| problems.push(problem.under(field));
    if &*rate.class != STANDARD && !tax.classes.iter().any(|class| class.class == rate.class) {
        let message = format!("no class is called `{}`", rate.class);
        note(Problem::new(Code::TaxClassUnknown, message, "add it to `classes`, or leave it out"), "class");
    }
    let same = |earlier: &TaxRate| {
        let (one, other) = ((&earlier.place, &earlier.class), (&rate.place, &rate.class));
        one == other && earlier.jurisdiction == rate.jurisdiction && earlier.from == rate.from
    };
    if tax.rates.iter().take(place).any(same) {
        let message = format!("two rates of class `{}` begin in `{}` on {}", rate.class, rate.place.shown(), rate.from);
        note(Problem::new(Code::TaxRateDuplicate, message, "keep one, or name their jurisdictions"), "from");
    }
    if *rate.percent > Exact::whole(100) {
        let message = format!("`{}` is above 100 percent", *rate.percent);
        note(Problem::new(Code::PercentRange, message, "write a percentage, such as \"19\""), "percent");
    }
    match (&rate.zero, rate.percent.is_zero()) {
        (None, true) => note(told("a rate of zero does not say how it is told", "add `zero`"), "zero"),
        (Some(_), false) => note(told("a rate above zero tells of none", "leave `zero` out"), "zero"),
        (Some(zero), true) => {
            if let Some(problem) = wrong(zero) {
                note(problem, "zero");
            }
        }
        (None, false) => {}
    }
}

fn told(message: &str, help: &str) -> Problem {
    Problem::new(Code::TaxReason, message, help)
}

fn wrong(untaxed: &Untaxed) -> Option<Problem> {
    match (untaxed.category, &untaxed.reason) {
        (Category::E | Category::O, Some(Reason { code: None, text: None })) => {
            Some(told("the reason is empty", "say why, in words or by a VATEX code").under("reason"))
        }
        (Category::Z, None) | (Category::E | Category::O, Some(_)) => None,
        (Category::Z, Some(_)) => Some(told("zero rating has a reason", "leave it out (BR-Z-10)").under("reason")),
        (Category::E | Category::O, None) => {
            Some(told("no reason is given", "say why, in words or by a VATEX code too").under("reason"))
        }
        _ => Some(told("the category is not one of Z, E and O", "the others follow from the facts").under("category")),
    }
}
