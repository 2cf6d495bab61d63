//! What goes into calls and what comes out of answers, of the same contract. A call takes a whole number for an amount,
//! a list that may not be changed and a field set to `undefined`; an answer gives none of them. A type that stands on both
//! sides and differs is written twice, and the name of what goes in ends in `Input`.

use super::shape::{Contract, Shape};
use std::collections::BTreeSet;

/// Call and answer of what is no verb, but has its types in the contract.
const BESIDE: (&str, &str) = ("RateColumnsCall", "RatedColumns");
/// What every refusal is made of.
const PROBLEM: &str = "Problem";

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    In,
    Out,
}

pub(super) struct Sides<'a> {
    calls: BTreeSet<&'a str>,
    answers: BTreeSet<&'a str>,
    twice: BTreeSet<&'a str>,
}

impl<'a> Sides<'a> {
    pub(super) fn of(contract: &'a Contract) -> Self {
        let calls = contract.verbs.iter().map(|verb| verb.call.as_str()).chain([BESIDE.0]);
        let answers = contract.verbs.iter().map(|verb| verb.answer.as_str()).chain([BESIDE.1, PROBLEM]);
        let (calls, answers) = (reached(contract, calls), reached(contract, answers));
        let twice = calls.intersection(&answers).copied().filter(|name| differs(contract, name)).collect();
        Self { calls, answers, twice }
    }

    /// The sides on which a type is written, the answers' first: it has the plain name.
    pub(super) fn written(&self, name: &str) -> Vec<Side> {
        match (self.answers.contains(name), self.calls.contains(name)) {
            (false, _) => vec![Side::In],
            (true, true) if self.twice.contains(name) => vec![Side::Out, Side::In],
            (true, _) => vec![Side::Out],
        }
    }

    /// What a type is called on a side.
    pub(super) fn name(&self, name: &str, side: Side) -> String {
        let own = renamed(name);
        if side == Side::In && self.twice.contains(name) { format!("{own}Input") } else { String::from(own) }
    }
}

/// Browsers have an `Event` of their own, which an editor would take.
fn renamed(name: &str) -> &str {
    if name == "Event" { "AccountEvent" } else { name }
}

/// These types and all that they are made of.
fn reached<'a>(contract: &'a Contract, from: impl Iterator<Item = &'a str>) -> BTreeSet<&'a str> {
    let (mut found, mut next) = (BTreeSet::new(), from.collect::<Vec<_>>());
    while let Some(name) = next.pop() {
        if let Some(definition) = contract.definition(name).filter(|_| found.insert(name)) {
            named(&definition.shape, &mut next);
        }
    }
    found
}

fn named<'a>(shape: &'a Shape, names: &mut Vec<&'a str>) {
    match shape {
        Shape::Named(name) => names.push(name),
        Shape::List(inner) | Shape::Map(inner) => named(inner, names),
        Shape::Record(fields) => fields.iter().for_each(|field| named(&field.shape, names)),
        Shape::Choice(parts) => parts.iter().for_each(|(_, part)| named(part, names)),
        Shape::Text { .. } | Shape::Whole { .. } | Shape::Flag | Shape::Words(_) => {}
    }
}

/// Whether anything in it is written otherwise on the two sides.
fn differs(contract: &Contract, name: &str) -> bool {
    let shapes = reached(contract, [name].into_iter());
    shapes.iter().filter_map(|name| contract.definition(name)).any(|definition| differs_here(&definition.shape))
}

fn differs_here(shape: &Shape) -> bool {
    match shape {
        Shape::List(_) => true,
        Shape::Map(inner) => differs_here(inner),
        Shape::Record(fields) => fields.iter().any(|field| !field.required || differs_here(&field.shape)),
        Shape::Choice(parts) => is_amount(parts) || parts.iter().any(|(_, part)| differs_here(part)),
        Shape::Named(_) | Shape::Text { .. } | Shape::Whole { .. } | Shape::Flag | Shape::Words(_) => false,
    }
}

/// A decimal in a string, for which a whole number is read too.
pub(super) fn is_amount(parts: &[(String, Shape)]) -> bool {
    matches!(parts, [(_, Shape::Text { .. }), (_, Shape::Whole { .. })])
}
