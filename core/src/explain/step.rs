//! What an explanation is made of.

use crate::problem::{Code, Problem};
use crate::rule::Rule;
use crate::text::{Id, Text};
use crate::wire::{Decode, Encode};
use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::fmt::Display;

/// What is to be explained of a run of events.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'s> {
    /// A ledger entry.
    Entry(&'s Named),
    /// An effect: an alert, a charge, a denied hold, a suspension.
    Effect(&'s Named),
    /// A line of a drafted invoice, down to its entries.
    Line(&'s LineOf),
    /// The balance after all events.
    Balance,
}

/// A line of an invoice.
#[derive(Clone, Debug, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ExplainLine"))]
#[serde(deny_unknown_fields)]
pub struct LineOf {
    /// The invoice's name, as its draft has it.
    pub invoice: Id,
    /// The line on it.
    pub line: Id,
}

/// By its id.
#[derive(Clone, Debug, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// As the answer named it.
    pub id: Text,
}

/// No more to say.
#[derive(Clone, Debug, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Whole {}

/// A figure that a step starts from.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Its name in the contract.
    pub name: String,
    /// As it is written there.
    pub value: String,
}

/// One rule, its figures, and what it made of them.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The rule.
    pub rule: Rule,
    /// What it says, in a sentence.
    pub says: &'static str,
    /// What it starts from.
    pub inputs: Vec<Input>,
    /// What comes of it.
    pub result: String,
}

/// The whole explanation.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Explained {
    /// What is explained: an id, or `balance`, `tax`, `decision`, `recommendation`.
    pub subject: String,
    /// The amount or decision.
    pub result: String,
    /// The steps, in the order they apply.
    pub steps: Vec<Step>,
    /// The events and causes behind it, in order, each once.
    pub events: Vec<Id>,
}

impl Step {
    /// A step of this rule.
    pub(crate) fn of(rule: Rule, result: impl Display) -> Self {
        Self { rule, says: rule.summary(), inputs: Vec::new(), result: result.to_string() }
    }

    /// With a figure it starts from.
    pub(crate) fn with(mut self, name: &str, value: impl Display) -> Self {
        self.inputs.push(Input { name: name.to_string(), value: value.to_string() });
        self
    }

    /// With a figure, where there is one.
    pub(crate) fn maybe(self, name: &str, value: Option<impl Display>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }
}

/// The events do not make what is asked for.
pub(super) fn unknown(kind: &str, id: &str) -> Problem {
    let message = format!("these events make no {kind} `{id}`");
    let help = String::from("pass the events that made it, from the opening or from the state before them");
    Problem::new(Code::SubjectUnknown, message, help).under("id").under("subject")
}
