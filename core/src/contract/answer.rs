//! One entry for every door: a verb and JSON in, JSON out.

use super::given::{Given, Kept};
use super::{CONTRACT, Outcome, verbs};
use crate::account::State;
use crate::catalog::{Rulebook, RulebookParts};
use crate::problem::{Code, Problem};
use crate::wire::{self, Apart, Decode, Encode, Hole};
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
pub(super) struct Refusal {
    pub(super) rulebook: Option<String>,
    pub(super) problems: Vec<Problem>,
}

impl From<Vec<Problem>> for Refusal {
    fn from(problems: Vec<Problem>) -> Self {
        Self { rulebook: None, problems }
    }
}

impl Refusal {
    pub(super) fn written(self) -> Vec<u8> {
        let Self { rulebook, problems } = self;
        wire::to_bytes(&Refused { contract: CONTRACT, status: "problems", rulebook, problems })
    }
}

/// The bytes of an answer, or the refusal.
type Written = Result<Vec<u8>, Refusal>;

/// What a door keeps beside its calls.
#[derive(Default)]
pub(super) struct Beside<'b> {
    pub(super) rulebook: Option<&'b Rulebook<'b>>,
    pub(super) account: Option<&'b mut Kept>,
}

impl Beside<'_> {
    /// The fields that the call itself leaves out.
    const fn fields(&self) -> &'static [&'static str] {
        match (self.rulebook, &self.account) {
            (None, _) => &[],
            (Some(_), None) => &["rulebook"],
            (Some(_), Some(_)) => &["rulebook", "state"],
        }
    }
}

/// Answers a call. The bytes are canonical: the same call has the same answer on every machine and every door.
/// No input makes it panic; a panic would be a fault of ours, and a trap at the door.
#[must_use]
pub fn call(verb: &str, input: &[u8]) -> Vec<u8> {
    answer(verb, input, Beside::default())
}

/// The same with a part of the call beside it.
pub(super) fn answer(verb: &str, input: &[u8], beside: Beside<'_>) -> Vec<u8> {
    let of = (input, beside);
    let outcome = match verb {
        "check" => run(of, |call: &verbs::Check| &call.rulebook, |given, _| Ok(verbs::check(given.rulebook))),
        "rate" => run(of, |call: &verbs::Rate| &call.rulebook, |given, call| verbs::rate(given.rulebook, call)),
        "apply" => change(of, |call: &verbs::Apply| &call.rulebook, verbs::apply, |applied| Some(applied.state)),
        "overview" => run(of, |call: &verbs::Overview| &call.rulebook, verbs::overview),
        "authorize" => run(of, |call: &verbs::Authorize| &call.rulebook, verbs::authorize),
        "spend" => change(of, |call: &verbs::Spend| &call.rulebook, verbs::spend, verbs::Spent::moved),
        "history" => run(of, |call: &verbs::History| &call.rulebook, |_, call| verbs::history(call)),
        "simulate" => run(of, |call: &verbs::Simulate| &call.rulebook, verbs::simulate),
        "explain" => run(of, |call: &verbs::Explain| &call.rulebook, verbs::explain),
        "recommend" => {
            run(of, |call: &verbs::Recommend| &call.rulebook, |given, call| verbs::recommend(given.rulebook, call))
        }
        "draft" => run(of, |call: &verbs::Draft| &call.rulebook, verbs::draft),
        "compare" => {
            run(of, |call: &verbs::Compare| &call.rulebook, |given, call| verbs::compare(given.rulebook, call))
        }
        "einvoice" => free(input, verbs::einvoice),
        "issue" => free(input, verbs::issue),
        "credit" => free(input, verbs::credit),
        "receipt" => free(input, verbs::receipt),
        "totals" => free(input, verbs::totals),
        "tax" => run(of, |call: &verbs::Tax| &call.rulebook, |given, call| verbs::tax(given.rulebook, call)),
        "tax_number" => free(input, verbs::tax_number),
        // `plan` is what version 1 of the contract called it.
        "plan_recharge" | "plan" => run(
            of,
            |call: &verbs::PlanRecharge| &call.rulebook,
            |given, call| verbs::plan_recharge(given.rulebook, call),
        ),
        _ => Err(vec![unknown(verb, verbs::NAMES)].into()),
    };
    outcome.unwrap_or_else(Refusal::written)
}

type Rules<C> = fn(&C) -> &Apart<RulebookParts>;

/// Shape first, then the rulebook, then the rest: a call is held against the rules only when it can be read.
fn run<C: Decode, A: Encode>(
    (input, beside): (&[u8], Beside<'_>),
    rules: Rules<C>,
    answer: fn(&mut Given<'_>, &C) -> Outcome<A>,
) -> Written {
    let call: C = read(input, &beside)?;
    by_rulebook(rules(&call), beside, &mut |given| answer(given, &call).map(|answer| answered(given.rulebook, &answer)))
}

/// The same where the account may be another afterwards.
fn change<C: Decode, A: Encode>(
    (input, beside): (&[u8], Beside<'_>),
    rules: Rules<C>,
    answer: fn(&mut Given<'_>, &C) -> Outcome<A>,
    moved: fn(A) -> Option<State>,
) -> Written {
    let call: C = read(input, &beside)?;
    by_rulebook(rules(&call), beside, &mut |given| {
        let answer = answer(given, &call)?;
        let written = answered(given.rulebook, &answer);
        moved(answer).into_iter().for_each(|state| given.keep(state));
        Ok(written)
    })
}

/// The call, or what is wrong with its shape.
pub(super) fn read<C: Decode>(input: &[u8], beside: &Beside<'_>) -> Result<C, Refusal> {
    let mut call = C::blank();
    read_into(&mut call, input, beside)?;
    Ok(call)
}

fn read_into(call: &mut dyn Hole, input: &[u8], beside: &Beside<'_>) -> Result<(), Refusal> {
    wire::read_whole(input, call, beside.fields()).map_err(|problems| {
        let of = match beside.rulebook {
            Some(rulebook) => Some(rulebook.digest().into()),
            None => wire::field(input, "rulebook").map(|parts: RulebookParts| parts.digest()),
        };
        Refusal { rulebook: of, problems }
    })
}

/// Answers by these rules; what they refuse names them as well.
fn by_rulebook(
    rules: &Apart<RulebookParts>,
    beside: Beside<'_>,
    answer: &mut dyn FnMut(&mut Given<'_>) -> Outcome<Vec<u8>>,
) -> Written {
    let accepted = rules.here().map(accept).transpose()?;
    // The reader lets one of the two be absent, and only one.
    let Some(rulebook) = accepted.as_ref().or(beside.rulebook) else { return Err(Vec::new().into()) };
    answer(&mut Given { rulebook, account: beside.account })
        .map_err(|problems| Refusal { rulebook: Some(rulebook.digest().into()), problems })
}

/// A rulebook of a call, or everything that is wrong with it.
fn accept(parts: &RulebookParts) -> Result<Rulebook<'_>, Refusal> {
    Rulebook::accept(parts).map_err(|problems| Refusal { rulebook: Some(parts.digest()), problems })
}

/// An answer by these rules.
pub(super) fn answered(rulebook: &Rulebook<'_>, answer: &dyn Encode) -> Vec<u8> {
    let rulebook = Some(rulebook.digest());
    wire::to_bytes(&Answered { contract: CONTRACT, status: "ok", rulebook, answer })
}

/// A refusal that no rulebook has to do with.
pub(super) fn refused(problem: Problem) -> Vec<u8> {
    Refusal::from(vec![problem]).written()
}

/// Answers a call with usages in columns: the call as JSON, its rows as bytes beside it, in a piece for each column or in
/// one. Verbs: `rate`, whose answer has beside it what each row adds, and `draft`.
#[must_use]
pub fn call_columns(verb: &str, input: &[u8], rows: &[&[u8]]) -> (Vec<u8>, Vec<i64>) {
    answer_columns(verb, (input, rows), Beside::default())
}

/// The same with a part of the call beside it.
pub(super) fn answer_columns(verb: &str, (input, rows): (&[u8], &[&[u8]]), beside: Beside<'_>) -> (Vec<u8>, Vec<i64>) {
    let mut amounts = Vec::new();
    let outcome = match verb {
        "rate" => read(input, &beside).and_then(|call: verbs::RateColumns| {
            by_rulebook(&call.rulebook, beside, &mut |given| {
                Ok(answered(given.rulebook, &verbs::rate_columns(given.rulebook, &call, rows, &mut amounts)?))
            })
        }),
        "draft" => read(input, &beside).and_then(|call: verbs::Draft| {
            by_rulebook(&call.rulebook, beside, &mut |given| {
                Ok(answered(given.rulebook, &verbs::draft_columns(given, &call, rows)?))
            })
        }),
        _ => Err(vec![unknown(verb, &["rate", "draft"])].into()),
    };
    match outcome {
        Ok(answer) => (answer, amounts),
        Err(refusal) => (refusal.written(), Vec::new()),
    }
}

/// A verb that needs no rulebook: every fact is in the call.
fn free<C: Decode, A: Encode>(input: &[u8], answer: fn(&C) -> Outcome<A>) -> Written {
    let mut call = C::blank();
    wire::read_whole(input, &mut call, &[])?;
    let answer = answer(&call)?;
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
