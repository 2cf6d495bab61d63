//! One call of the engine that was answered: all that is kept of it.

use super::StoreError;
use super::applied::Answered;
use super::chain::seal;
use super::turn::Held;
use super::write::broken;
use crate::{Reply, books};
use rusqlite::{Connection, OptionalExtension as _, params};
use serde::Deserialize;
use serde_json::value::RawValue;

/// An event: its id, the digest of its content, its body.
pub(super) type Event = (String, String, Box<RawValue>);

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
    pub(super) entries: Vec<(String, Box<RawValue>)>,
    pub(super) effects: Vec<(String, Box<RawValue>)>,
    pub(super) state: Box<RawValue>,
    pub(super) seal: Vec<u8>,
}

/// The seal of an account's last batch.
pub(super) fn last_seal(books: &Connection, account: &str) -> Result<Option<Vec<u8>>, StoreError> {
    let mut last = books.prepare_cached("SELECT seal FROM batch WHERE account = ?1 ORDER BY seq DESC LIMIT 1")?;
    let seal: Option<Option<Vec<u8>>> = last.query_row([account], |row| row.get(0)).optional()?;
    Ok(seal.flatten())
}

#[derive(Deserialize)]
struct Head {
    id: String,
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
        let named = |bodies: Vec<Box<RawValue>>| -> Result<Vec<_>, StoreError> {
            let id = |body: &RawValue| serde_json::from_str::<Head>(body.get()).map(|head| head.id).map_err(broken);
            bodies.into_iter().map(|body| Ok((id(&body)?, body))).collect()
        };
        Ok(Self {
            engine: held.engine.digest().to_owned(),
            rulebook: held.rulebook.clone(),
            as_of,
            payments,
            wish: None,
            said: None,
            events,
            entries: named(answer.entries)?,
            effects: named(answer.effects)?,
            state: answer.state,
            seal: Vec::new(),
        })
    }

    /// What it says by itself.
    pub(super) fn answered(&self, held: &Held<'_>) -> Answered {
        let stands = serde_json::from_str::<Stands>(self.state.get());
        let (balance, service) = stands.map(|stands| (stands.balance, stands.service)).unwrap_or_default();
        let bodies = |list: &[(String, Box<RawValue>)]| list.iter().map(|(_, body)| body.clone()).collect();
        let (entries, effects) = (bodies(&self.entries), bodies(&self.effects));
        let (engine, rulebook) = (self.engine.clone(), held.rulebook.clone());
        Answered { engine, rulebook, decision: None, balance, service, entries, effects }
    }

    pub(super) fn write(&self, step: &Connection, account: &str) -> Result<(), StoreError> {
        let first_entry = listed(step, "entry", account, &self.entries)?;
        let first_effect = listed(step, "effect", account, &self.effects)?;
        let mut insert = step.prepare_cached(
            "INSERT INTO batch (account, engine, rulebook, as_of, payments, wish, said, events, first_entry, entries,
                                first_effect, effects, seal)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )?;
        let [events, entries, effects] =
            [self.events.len(), self.entries.len(), self.effects.len()].map(|count| count as i64);
        let Self { engine, rulebook, as_of, payments, wish, said, .. } = self;
        let batch = insert.insert(params![
            account,
            engine,
            rulebook,
            as_of,
            payments,
            wish,
            said,
            events,
            first_entry,
            entries,
            first_effect,
            effects,
            self.seal
        ])?;
        let mut insert =
            step.prepare_cached("INSERT INTO event (account, id, digest, body, batch) VALUES (?1, ?2, ?3, ?4, ?5)")?;
        for (id, digest, body) in &self.events {
            insert.execute(params![account, id, digest, body.get(), batch])?;
        }
        Ok(())
    }

    /// Its seal on that of the batch before.
    pub(super) fn sealed(&self, before: Option<&[u8]>) -> Vec<u8> {
        let events = self.events.iter().map(|(_, _, body)| body);
        let lists = self.entries.iter().chain(&self.effects).map(|(_, body)| body);
        let bodies = events.chain(lists).chain([&self.state]).map(|body| &**body);
        seal(before, [&self.engine, &self.rulebook, &self.as_of, self.payments], bodies)
    }
}

/// Where the first of them stands.
fn listed(
    step: &Connection,
    table: &str,
    account: &str,
    bodies: &[(String, Box<RawValue>)],
) -> Result<i64, StoreError> {
    let mut insert = step.prepare_cached(&format!("INSERT INTO {table} (account, id, body) VALUES (?1, ?2, ?3)"))?;
    let mut first = None;
    for (id, body) in bodies {
        let place = insert.insert(params![account, id, body.get()])?;
        first.get_or_insert(place);
    }
    Ok(first.unwrap_or_default())
}
