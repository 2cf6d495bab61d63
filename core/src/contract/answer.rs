//! One entry for every door: a verb and JSON in, JSON out.

use super::{CONTRACT, Outcome, verbs};
use crate::catalog::{Rulebook, RulebookParts};
use crate::problem::{Code, Problem};
use crate::wire::{self, Decode, Encode};
use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

#[derive(Encode)]
struct Answered<'a> {
    contract: &'static str,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rulebook: Option<&'a str>,
    answer: &'a dyn Encode,
}

#[derive(Encode)]
struct Refused {
    contract: &'static str,
    status: &'static str,
    /// The call's rulebook, where that could be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    rulebook: Option<String>,
    problems: Vec<Problem>,
}

/// Everything that is wrong with a call, and the digest of its rulebook where that could be read.
struct Refusal {
    rulebook: Option<String>,
    problems: Vec<Problem>,
}

impl From<Vec<Problem>> for Refusal {
    fn from(problems: Vec<Problem>) -> Self {
        Self { rulebook: None, problems }
    }
}

impl Refusal {
    fn written(self) -> Vec<u8> {
        let Self { rulebook, problems } = self;
        wire::to_bytes(&Refused { contract: CONTRACT, status: "problems", rulebook, problems })
    }
}

/// The bytes of an answer, or the refusal.
type Written = Result<Vec<u8>, Refusal>;

/// Answers a call. The bytes are canonical: the same call has the same answer on every machine and every door.
/// No input makes it panic; a panic would be a fault of ours, and a trap at the door.
#[must_use]
pub fn call(verb: &str, input: &[u8]) -> Vec<u8> {
    let outcome = match verb {
        "check" => run(input, |call: &verbs::Check| &call.rulebook, |rulebook, _| Ok(verbs::check(rulebook))),
        "rate" => run(input, |call: &verbs::Rate| &call.rulebook, verbs::rate),
        "apply" => run(input, |call: &verbs::Apply| &call.rulebook, verbs::apply),
        "overview" => run(input, |call: &verbs::Overview| &call.rulebook, verbs::overview),
        "authorize" => run(input, |call: &verbs::Authorize| &call.rulebook, verbs::authorize),
        "history" => run(input, |call: &verbs::History| &call.rulebook, verbs::history),
        "simulate" => run(input, |call: &verbs::Simulate| &call.rulebook, verbs::simulate),
        "explain" => run(input, |call: &verbs::Explain| &call.rulebook, verbs::explain),
        "recommend" => run(input, |call: &verbs::Recommend| &call.rulebook, verbs::recommend),
        "draft" => run(input, |call: &verbs::Draft| &call.rulebook, verbs::draft),
        "compare" => run(input, |call: &verbs::Compare| &call.rulebook, verbs::compare),
        "einvoice" => free(input, verbs::einvoice),
        "issue" => free(input, verbs::issue),
        "credit" => free(input, verbs::credit),
        "receipt" => free(input, verbs::receipt),
        "totals" => free(input, verbs::totals),
        "tax" => run(input, |call: &verbs::Tax| &call.rulebook, verbs::tax),
        "tax_number" => free(input, verbs::tax_number),
        // `plan` is what version 1 of the contract called it.
        "plan_recharge" | "plan" => run(input, |call: &verbs::PlanRecharge| &call.rulebook, verbs::plan_recharge),
        _ => Err(vec![unknown(verb, verbs::NAMES)].into()),
    };
    outcome.unwrap_or_else(Refusal::written)
}

/// Shape first, then the rulebook, then the rest: a call is held against the rules only when it can be read.
fn run<C: Decode, A: Encode>(
    input: &[u8],
    parts: fn(&C) -> &RulebookParts,
    answer: fn(&Rulebook<'_>, &C) -> Outcome<A>,
) -> Written {
    let call: C = read(input)?;
    by_rulebook(parts(&call), |rulebook| answer(rulebook, &call))
}

/// The call, or what is wrong with its shape.
fn read<C: Decode>(input: &[u8]) -> Result<C, Refusal> {
    let of = || wire::field(input, "rulebook").map(|parts: RulebookParts| parts.digest());
    wire::from_bytes(input).map_err(|problems| Refusal { rulebook: of(), problems })
}

/// Answers by these rules; what they refuse names them as well.
fn by_rulebook<A: Encode>(parts: &RulebookParts, answer: impl FnOnce(&Rulebook<'_>) -> Outcome<A>) -> Written {
    let of = |problems| Refusal { rulebook: Some(parts.digest()), problems };
    let rulebook = Rulebook::accept(parts).map_err(of)?;
    let answer = answer(&rulebook).map_err(of)?;
    Ok(wire::to_bytes(&Answered {
        contract: CONTRACT,
        status: "ok",
        rulebook: Some(rulebook.digest()),
        answer: &answer,
    }))
}

/// Answers a call with usages in columns: the call as JSON, its rows as bytes beside it, in a piece for each column or in
/// one. Verbs: `rate`, whose answer has beside it what each row adds, and `draft`.
#[must_use]
pub fn call_columns(verb: &str, input: &[u8], rows: &[&[u8]]) -> (Vec<u8>, Vec<i64>) {
    let mut amounts = Vec::new();
    let outcome = match verb {
        "rate" => columns(input, rows, &mut amounts),
        "draft" => drafted(input, rows),
        _ => Err(vec![unknown(verb, &["rate", "draft"])].into()),
    };
    match outcome {
        Ok(answer) => (answer, amounts),
        Err(refusal) => (refusal.written(), Vec::new()),
    }
}

fn columns(input: &[u8], rows: &[&[u8]], amounts: &mut Vec<i64>) -> Written {
    let call: verbs::RateColumns = read(input)?;
    by_rulebook(&call.rulebook, |rulebook| verbs::rate_columns(rulebook, &call, rows, amounts))
}

fn drafted(input: &[u8], rows: &[&[u8]]) -> Written {
    let call: verbs::Draft = read(input)?;
    by_rulebook(&call.rulebook, |rulebook| verbs::draft_columns(rulebook, &call, rows))
}

/// A verb that needs no rulebook: every fact is in the call.
fn free<C: Decode, A: Encode>(input: &[u8], answer: fn(&C) -> Outcome<A>) -> Written {
    let answer = answer(&wire::from_bytes(input)?)?;
    Ok(wire::to_bytes(&Answered { contract: CONTRACT, status: "ok", rulebook: None, answer: &answer }))
}

fn unknown(verb: &str, known: &[&str]) -> Problem {
    let message = format!("`{}` is not a verb of this contract", wire::shown(verb));
    Problem::new(Code::UnknownVerb, message, format!("use one of {}", known.join(", ")))
}

/// Puts the engine's digest in front of an answer, as every door does: no file can know its own hash.
#[must_use]
pub fn stamp(answer: &[u8], engine: &str) -> Vec<u8> {
    let mut stamped = String::from("{\"engine\":\"").into_bytes();
    stamped.extend_from_slice(engine.as_bytes());
    stamped.extend_from_slice(b"\",");
    stamped.extend_from_slice(answer.get(1..).unwrap_or_default());
    stamped
}
