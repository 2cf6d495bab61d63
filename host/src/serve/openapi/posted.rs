//! Events that are posted, and what came of them.
#![allow(dead_code, reason = "described, never made")]

use super::schemas::add;
use counterfoil_core::account::{Effect, Event};
use counterfoil_core::contract::{AuthorizeDecision, Subject};
use counterfoil_core::ledger::Entry;
use counterfoil_core::money::Money;
use counterfoil_core::problem::Problem;
use counterfoil_core::rating::Usage;
use counterfoil_core::text::Id;
use counterfoil_core::time::Instant;
use schemars::{JsonSchema, SchemaGenerator};

pub(super) fn all(generator: &mut SchemaGenerator) {
    add::<EventsBody>(generator);
    add::<CloudEvent>(generator);
    add::<SpendBody>(generator);
    add::<Posted>(generator);
    add::<Done>(generator);
    add::<ExplainBody>(generator);
}

/// Events to post.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct EventsBody {
    /// At most 20,000.
    #[schemars(length(max = 20_000))]
    events: Vec<Event>,
    /// All of them or none.
    #[serde(default)]
    atomic: bool,
    /// Now, for replays; without it the host's clock says what time it is.
    as_of: Option<Instant>,
}

/// A usage as a CloudEvent 1.0. Extension attributes are passed over.
#[derive(JsonSchema)]
struct CloudEvent {
    /// `1.0`.
    #[schemars(extend("const" = "1.0"))]
    specversion: String,
    /// With `source` the same event.
    #[schemars(length(min = 1))]
    id: String,
    /// Who saw it.
    #[schemars(length(min = 1))]
    source: String,
    /// The product, where `data` names none.
    #[schemars(length(min = 1))]
    r#type: String,
    /// When it happened.
    time: Instant,
    /// The subaccount, where `data` names none.
    subject: Option<String>,
    /// `application/json`.
    #[schemars(extend("const" = "application/json"))]
    datacontenttype: Option<String>,
    /// Not looked at.
    dataschema: Option<String>,
    /// The fields of a usage but `id`, `time` and `account`.
    #[schemars(schema_with = "usage")]
    data: (),
}

fn usage(_: &mut SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({ "$ref": "#/$defs/CloudUsage" })
}

/// A usage to spend.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct SpendBody {
    /// The usage.
    usage: Usage,
    /// Decimal places of the affordable quantity.
    #[serde(default)]
    quantity_places: u8,
    /// Now, for replays; without it the host's clock says what time it is.
    as_of: Option<Instant>,
}

/// What came of what was posted.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Posted {
    /// Events that were new.
    applied: u32,
    /// Events that had been applied before, with the same content.
    duplicates: Vec<Id>,
    /// Events that were refused beside others that were not.
    #[serde(default)]
    refused: Vec<RefusedEvent>,
    /// The engine's answer for those that were new; absent when none was, or where counts alone are wanted.
    answer: Option<PostedAnswer>,
    /// Where counts alone are wanted: may the usage that was to be spent go ahead?
    allowed: Option<bool>,
    /// Where counts alone are wanted: the balance after it.
    balance: Option<Money>,
}

/// The same of a command.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Done {
    /// The event that the command was.
    event: PostedEvent,
    /// One where it was new.
    applied: u32,
    /// The event, where it had been applied before.
    duplicates: Vec<Id>,
    /// The engine's answer; absent where nothing was new, or where counts alone are wanted.
    answer: Option<PostedAnswer>,
    /// Where counts alone are wanted: the balance after it.
    balance: Option<Money>,
}

/// An event by its id and time.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct PostedEvent {
    /// Its id.
    id: Id,
    /// Its time.
    time: Instant,
}

/// An event that was refused.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct RefusedEvent {
    /// Its place in the call, from zero.
    event: u32,
    /// What is wrong with it, with paths into the call.
    problems: Vec<Problem>,
}

/// The engine's answer without the state.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct PostedAnswer {
    /// Digest of the engine.
    engine: String,
    /// Digest of the rulebook.
    rulebook: String,
    /// May it go ahead? Only where a usage was to be spent.
    decision: Option<AuthorizeDecision>,
    /// The balance after it.
    balance: Money,
    /// Is service active, or suspended?
    service: counterfoil_core::account::Service,
    /// Ledger entries.
    entries: Vec<Entry>,
    /// Effects.
    effects: Vec<Effect>,
}

/// What is to be explained.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct ExplainBody {
    /// An entry, an effect, a line, the balance, a decision.
    subject: Subject,
}
