//! What a turn has made, as rows: behind what is there, on the standing that it was made on.

use super::StoreError;
use super::batch::{Batch, Head};
use super::documents::NewNote;
use super::moves::Moved;
use super::notice::Notice;
use super::sql::{Kind, Sql, Table, Value};
use super::standing::{Columns, Standing};
use super::{collection, documents, notice, payments, receipts};
use serde::Deserialize;
use serde_json::value::RawValue;

/// All of it, written whole or not at all.
pub(super) struct Made {
    pub(super) standing: Standing,
    /// The rulebook that decides after it.
    pub(super) rulebook: String,
    pub(super) state: Box<RawValue>,
    pub(super) due: Option<String>,
    /// Was any of it a replay?
    pub(super) replayed: bool,
    pub(super) batches: Vec<Batch>,
    pub(super) moved: Vec<Moved>,
    /// Is somebody to be told of what has followed?
    pub(super) told: bool,
    pub(super) notes: Vec<NewNote>,
    /// What the host tells of it.
    pub(super) notices: Vec<Notice>,
}

impl Made {
    pub(super) fn rows(&self) -> usize {
        let rows = |batch: &Batch| 1 + batch.events.len() + batch.entries.len() + batch.effects.len();
        1 + self.batches.iter().map(rows).sum::<usize>()
    }

    pub(super) fn write(&self, step: &dyn Sql) -> Result<(), StoreError> {
        let told: Vec<Vec<Told>> = self.batches.iter().map(told).collect();
        let (mut to, mut rows) = (self.standing, Rows::default());
        for (batch, told) in self.batches.iter().zip(&told) {
            rows.add(&mut to, batch, told);
        }
        let columns = Columns::of(self.state.get())?;
        self.standing.move_on(step, &to, &columns, self)?;
        step.insert(&BATCH, &rows.batches)?;
        step.insert(&EVENT, &rows.events)?;
        step.insert(&ENTRY, &rows.entries)?;
        step.insert(&EFFECT, &rows.effects)?;
        self.follow(step, &told, &columns.currency)?;
        let whose = [Value::Int(self.standing.tenant.0), Value::Int(self.standing.account)];
        let moved = self.moved.iter().map(|Moved { after, rulebook, at }| {
            let after = Value::Int(self.standing.batches + *after as i64);
            [&whose[..], &[after, rulebook.into(), at.into()]].concat()
        });
        step.insert(&MOVED, &moved.collect::<Vec<_>>())?;
        let row = [&whose[..], &[Value::Int(self.standing.effects + 1), Value::Int(to.effects)]].concat();
        step.insert(&OUTBOX, if self.told { std::slice::from_ref(&row) } else { &[] })?;
        let whose = (self.standing.tenant.0, self.standing.account);
        self.notices.iter().try_for_each(|notice| notice::put(step, whose, notice))
    }

    /// What effects ask for beside the books: numbers, and gateways.
    fn follow(&self, step: &dyn Sql, told: &[Vec<Told>], currency: &str) -> Result<(), StoreError> {
        // One kind after the other: turns that wait for each other's numbers wait in one order.
        for kind in documents::KINDS {
            for batch in &self.batches {
                for effect in batch.effects.iter().filter(|effect| effect.head.kind == kind) {
                    documents::issue(step, &self.standing, &batch.engine, effect)?;
                }
            }
        }
        for note in &self.notes {
            documents::file_note(step, &self.standing, note)?;
        }
        receipts::file(step, &self.standing, &self.batches)?;
        for effect in self.batches.iter().flat_map(|batch| &batch.effects) {
            if effect.head.kind == "invoice_overdue" {
                collection::begin(step, &self.standing, effect)?;
            }
        }
        for (batch, told) in self.batches.iter().zip(told) {
            payments::follow(step, &self.standing, currency, batch, told)?;
        }
        Ok(())
    }
}

/// What of an event has columns.
#[derive(Default, Deserialize)]
pub(super) struct Told {
    #[serde(rename = "type", default)]
    pub(super) kind: String,
    #[serde(default)]
    pub(super) time: String,
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
        ("who", Text),
    ],
    otherwise: "",
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
    otherwise: "",
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
    otherwise: "",
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
    otherwise: "",
};

const MOVED: Table = Table {
    name: "moved",
    columns: &[("tenant", Int), ("account", Int), ("batch", Int), ("rulebook", Text), ("at", Text)],
    otherwise: "",
};
const OUTBOX: Table = Table {
    name: "outbox",
    columns: &[("tenant", Int), ("account", Int), ("next", Int), ("upto", Int)],
    otherwise: "ON CONFLICT (account) DO UPDATE SET upto = excluded.upto",
};

#[derive(Default)]
struct Rows<'b> {
    batches: Vec<Vec<Value<'b>>>,
    events: Vec<Vec<Value<'b>>>,
    entries: Vec<Vec<Value<'b>>>,
    effects: Vec<Vec<Value<'b>>>,
}

/// Whoever has posted an event without type or time was refused: those that are kept have both.
fn told(batch: &Batch) -> Vec<Told> {
    batch.events.iter().map(|event| serde_json::from_str(event.body.get()).unwrap_or_default()).collect()
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
            let Head { id, event, kind, time, balance, .. } = &entry.head;
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
        let seal = [Value::Bytes(&batch.seal), batch.who.as_deref().into()];
        self.batches.push(row(to.batches, &[&words[..], &said, spans.as_flattened(), &seal].concat()));
    }
}
