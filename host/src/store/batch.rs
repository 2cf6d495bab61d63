//! One call of the engine that was answered: all that is kept of it.

use super::StoreError;
use super::applied::Answered;
use super::apply::At;
use super::chain::seal;
use super::json::broken;
use super::turn::Held;
use crate::{Reply, books};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::sync::Arc;

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
pub(super) struct Line {
    pub(super) head: Head,
    pub(super) body: Box<RawValue>,
}

/// What of an entry or an effect has columns.
#[derive(Clone)]
pub(super) struct Head {
    pub(super) id: String,
    pub(super) event: String,
    pub(super) kind: String,
    pub(super) time: String,
    /// Of entries.
    pub(super) balance: String,
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

fn entry(body: Box<RawValue>) -> Result<Line, StoreError> {
    let EntryHead { id, event, kind, time, balance } = serde_json::from_str(body.get()).map_err(broken)?;
    Ok(Line { head: Head { id, event, kind, time, balance }, body })
}

fn effect(body: Box<RawValue>) -> Result<Line, StoreError> {
    let EffectHead { id, event, r#type: kind, time } = serde_json::from_str(body.get()).map_err(broken)?;
    Ok(Line { head: Head { id, event, kind, time, balance: String::new() }, body })
}

#[derive(Clone)]
pub(super) struct Batch {
    pub(super) engine: String,
    pub(super) rulebook: String,
    pub(super) as_of: String,
    pub(super) payments: &'static str,
    /// Who posted it.
    pub(super) who: Option<Arc<str>>,
    /// Digest of the wish that it was made for.
    pub(super) wish: Option<String>,
    /// What the wish was answered beside entries and effects; the first of its batches has it.
    pub(super) said: Option<String>,
    pub(super) events: Vec<Event>,
    pub(super) entries: Vec<Line>,
    pub(super) effects: Vec<Line>,
    pub(super) state: Box<RawValue>,
    /// When time alone next brings something about.
    pub(super) due: Option<String>,
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
        as_of: String,
        at: &At,
        events: Vec<Event>,
    ) -> Result<Self, StoreError> {
        let answer = books::read(&reply.bytes).map_err(broken)?;
        Ok(Self {
            engine: held.engine.digest().to_owned(),
            rulebook: held.rulebook.clone(),
            as_of,
            payments: at.payments,
            who: at.by.clone(),
            wish: None,
            said: None,
            events,
            entries: answer.entries.into_iter().map(entry).collect::<Result<_, _>>()?,
            effects: answer.effects.into_iter().map(effect).collect::<Result<_, _>>()?,
            state: answer.state,
            due: answer.next_due,
            seal: Vec::new(),
        })
    }

    /// What it says by itself.
    pub(super) fn answered(&self, held: &Held<'_>) -> Answered {
        let stands = serde_json::from_str::<Stands>(self.state.get());
        let (balance, service) = stands.map(|stands| (stands.balance, stands.service)).unwrap_or_default();
        let bodies = |list: &[Line]| list.iter().map(|made| made.body.clone()).collect();
        let (entries, effects) = (bodies(&self.entries), bodies(&self.effects));
        let (engine, rulebook) = (self.engine.clone(), held.rulebook.clone());
        Answered { engine, rulebook, decision: None, balance, service, entries, effects }
    }

    /// Its seal on that of the batch before.
    pub(super) fn sealed(&self, before: Option<&[u8]>) -> Vec<u8> {
        let events = self.events.iter().map(|event| &event.body);
        let lists = self.entries.iter().chain(&self.effects).map(|made| &made.body);
        let bodies = events.chain(lists).chain([&self.state]).map(|body| &**body);
        let words = [&*self.engine, &self.rulebook, &self.as_of, self.payments];
        seal(before, (words, self.who.as_deref()), bodies)
    }
}
