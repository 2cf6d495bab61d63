//! One call of the engine that was answered: all that is kept of it.

use super::StoreError;
use super::applied::Answered;
use super::chain::seal;
use super::json::broken;
use super::sql::{Kind, Sql, Table, Value};
use super::standing::Standing;
use super::turn::Held;
use crate::{Reply, books};
use serde::Deserialize;
use serde_json::value::RawValue;

/// An event.
#[derive(Clone)]
pub(super) struct Event {
    pub(super) id: String,
    /// Of its content.
    pub(super) digest: String,
    pub(super) body: Box<RawValue>,
}

/// An entry or an effect.
#[derive(Clone)]
pub(super) struct Made {
    pub(super) head: Head,
    pub(super) body: Box<RawValue>,
}

/// What of an entry or an effect has columns.
#[derive(Clone)]
pub(super) struct Head {
    pub(super) id: String,
    event: String,
    kind: String,
    time: String,
    /// Of entries.
    balance: String,
}

#[derive(Deserialize)]
struct EntryHead {
    id: String,
    event: String,
    kind: String,
    time: String,
    balance: String,
}

#[derive(Deserialize)]
struct EffectHead {
    id: String,
    event: String,
    r#type: String,
    time: String,
}

fn entry(body: Box<RawValue>) -> Result<Made, StoreError> {
    let EntryHead { id, event, kind, time, balance } = serde_json::from_str(body.get()).map_err(broken)?;
    Ok(Made { head: Head { id, event, kind, time, balance }, body })
}

fn effect(body: Box<RawValue>) -> Result<Made, StoreError> {
    let EffectHead { id, event, r#type: kind, time } = serde_json::from_str(body.get()).map_err(broken)?;
    Ok(Made { head: Head { id, event, kind, time, balance: String::new() }, body })
}

/// What of an event has columns.
#[derive(Default, Deserialize)]
struct Told {
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(default)]
    time: String,
}

#[derive(Clone)]
pub(super) struct Batch {
    engine: String,
    rulebook: String,
    as_of: String,
    payments: &'static str,
    /// Digest of the wish that it was made for.
    pub(super) wish: Option<String>,
    /// What the wish was answered beside entries and effects; the first of its batches has it.
    pub(super) said: Option<String>,
    pub(super) events: Vec<Event>,
    pub(super) entries: Vec<Made>,
    effects: Vec<Made>,
    pub(super) state: Box<RawValue>,
    pub(super) seal: Vec<u8>,
}

#[derive(Deserialize)]
struct Stands {
    balance: String,
    service: String,
}

impl Batch {
    pub(super) fn of(
        held: &Held<'_>,
        reply: &Reply,
        (as_of, payments): (String, &'static str),
        events: Vec<Event>,
    ) -> Result<Self, StoreError> {
        let answer = books::read(&reply.bytes).map_err(broken)?;
        Ok(Self {
            engine: held.engine.digest().to_owned(),
            rulebook: held.rulebook.clone(),
            as_of,
            payments,
            wish: None,
            said: None,
            events,
            entries: answer.entries.into_iter().map(entry).collect::<Result<_, _>>()?,
            effects: answer.effects.into_iter().map(effect).collect::<Result<_, _>>()?,
            state: answer.state,
            seal: Vec::new(),
        })
    }

    /// What it says by itself.
    pub(super) fn answered(&self, held: &Held<'_>) -> Answered {
        let stands = serde_json::from_str::<Stands>(self.state.get());
        let (balance, service) = stands.map(|stands| (stands.balance, stands.service)).unwrap_or_default();
        let bodies = |list: &[Made]| list.iter().map(|made| made.body.clone()).collect();
        let (entries, effects) = (bodies(&self.entries), bodies(&self.effects));
        let (engine, rulebook) = (self.engine.clone(), held.rulebook.clone());
        Answered { engine, rulebook, decision: None, balance, service, entries, effects }
    }

    /// Its seal on that of the batch before.
    pub(super) fn sealed(&self, before: Option<&[u8]>) -> Vec<u8> {
        let events = self.events.iter().map(|event| &event.body);
        let lists = self.entries.iter().chain(&self.effects).map(|made| &made.body);
        let bodies = events.chain(lists).chain([&self.state]).map(|body| &**body);
        seal(before, [&self.engine, &self.rulebook, &self.as_of, self.payments], bodies)
    }
}

use Kind::{Bytes, Int, Text};

const BATCH: Table = Table {
    name: "batch",
    columns: &[
        ("tenant", Int),
        ("account", Int),
        ("seq", Int),
        ("engine", Text),
        ("rulebook", Text),
        ("as_of", Text),
        ("payments", Text),
        ("wish", Text),
        ("said", Text),
        ("first_event", Int),
        ("events", Int),
        ("first_entry", Int),
        ("entries", Int),
        ("first_effect", Int),
        ("effects", Int),
        ("seal", Bytes),
    ],
};
const EVENT: Table = Table {
    name: "event",
    columns: &[
        ("tenant", Int),
        ("account", Int),
        ("seq", Int),
        ("id", Text),
        ("digest", Text),
        ("kind", Text),
        ("at", Text),
        ("body", Text),
    ],
};
const ENTRY: Table = Table {
    name: "entry",
    columns: &[
        ("tenant", Int),
        ("account", Int),
        ("seq", Int),
        ("id", Text),
        ("event", Text),
        ("kind", Text),
        ("at", Text),
        ("balance", Text),
        ("body", Text),
    ],
};
const EFFECT: Table = Table {
    name: "effect",
    columns: &[
        ("tenant", Int),
        ("account", Int),
        ("seq", Int),
        ("id", Text),
        ("event", Text),
        ("kind", Text),
        ("at", Text),
        ("body", Text),
    ],
};

/// Writes what a turn has made, behind what is there.
pub(super) fn write(
    step: &dyn Sql,
    standing: &Standing,
    state: &RawValue,
    batches: &[Batch],
) -> Result<(), StoreError> {
    let told: Vec<Vec<Told>> = batches.iter().map(Batch::told).collect();
    let (mut to, mut rows) = (*standing, Rows::default());
    for (batch, told) in batches.iter().zip(&told) {
        rows.add(&mut to, batch, told);
    }
    standing.move_on(step, &to, state.get())?;
    step.insert(&BATCH, &rows.batches)?;
    step.insert(&EVENT, &rows.events)?;
    step.insert(&ENTRY, &rows.entries)?;
    step.insert(&EFFECT, &rows.effects)
}

#[derive(Default)]
struct Rows<'b> {
    batches: Vec<Vec<Value<'b>>>,
    events: Vec<Vec<Value<'b>>>,
    entries: Vec<Vec<Value<'b>>>,
    effects: Vec<Vec<Value<'b>>>,
}

impl Batch {
    /// Whoever has posted an event without type or time was refused: those that are kept have both.
    fn told(&self) -> Vec<Told> {
        self.events.iter().map(|event| serde_json::from_str(event.body.get()).unwrap_or_default()).collect()
    }
}

impl<'b> Rows<'b> {
    fn add(&mut self, to: &mut Standing, batch: &'b Batch, told: &'b [Told]) {
        let whose = [Value::Int(to.tenant.0), Value::Int(to.account)];
        let row = |seq: i64, rest: &[Value<'b>]| [&whose[..], &[Value::Int(seq)], rest].concat();
        let from = *to;
        for (event, told) in batch.events.iter().zip(told) {
            to.events += 1;
            let rest = [&event.id, &event.digest, &told.kind, &told.time].map(Value::from);
            self.events.push(row(to.events, &[&rest[..], &[event.body.get().into()]].concat()));
        }
        for entry in &batch.entries {
            to.entries += 1;
            let Head { id, event, kind, time, balance } = &entry.head;
            let rest = [id, event, kind, time, balance].map(Value::from);
            self.entries.push(row(to.entries, &[&rest[..], &[entry.body.get().into()]].concat()));
        }
        for effect in &batch.effects {
            to.effects += 1;
            let Head { id, event, kind, time, .. } = &effect.head;
            let rest = [id, event, kind, time].map(Value::from);
            self.effects.push(row(to.effects, &[&rest[..], &[effect.body.get().into()]].concat()));
        }
        to.batches += 1;
        let words = [&batch.engine, &batch.rulebook, &batch.as_of].map(Value::from);
        let said = [batch.payments.into(), batch.wish.as_ref().into(), batch.said.as_ref().into()];
        let spans = [(from.events, to.events), (from.entries, to.entries), (from.effects, to.effects)];
        let spans = spans.map(|(from, to)| [Value::Int(from + 1), Value::Int(to - from)]);
        let seal = [Value::Bytes(&batch.seal)];
        self.batches.push(row(to.batches, &[&words[..], &said, spans.as_flattened(), &seal].concat()));
    }
}
