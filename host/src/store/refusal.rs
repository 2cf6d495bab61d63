//! The engine's refusal of a call, by the events that it is about.

use super::StoreError;
use super::error::at_places;
use super::json::{broken, raw};
use crate::Reply;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A refusal with paths into the caller's own list.
pub(super) struct Told {
    pub(super) reply: Reply,
    /// The problems of each event.
    pub(super) by_event: BTreeMap<usize, Vec<Box<RawValue>>>,
    /// Are there problems of no event?
    pub(super) others: bool,
}

/// `places` are those of the events that were sent on.
pub(super) fn by_event(reply: &Reply, places: &[usize]) -> Result<Told, StoreError> {
    let reply = at_places(reply.clone(), places);
    let answer: Value = serde_json::from_slice(&reply.bytes).map_err(broken)?;
    let (mut by_event, mut others) = (BTreeMap::<usize, Vec<Box<RawValue>>>::new(), false);
    for problem in answer["problems"].as_array().into_iter().flatten() {
        let path = problem["path"].as_str().unwrap_or_default();
        let place =
            path.strip_prefix("/events/").and_then(|rest| rest.split('/').next()).and_then(|one| one.parse().ok());
        match place {
            Some(place) => by_event.entry(place).or_default().push(raw(problem.to_string())?),
            None => others = true,
        }
    }
    Ok(Told { reply, by_event, others })
}

/// Several refusals as one, in the order of their events.
pub(super) fn whole(refusals: Vec<Told>) -> Reply {
    let mut refusals = refusals.into_iter();
    let Some(first) = refusals.next() else { return Reply { status: crate::Status::Problems, bytes: Vec::new() } };
    let mut all = first.by_event;
    refusals.for_each(|told| all.extend(told.by_event));
    let Ok(mut answer) = serde_json::from_slice::<Value>(&first.reply.bytes) else { return first.reply };
    let problems = all.into_values().flatten().filter_map(|problem| serde_json::from_str::<Value>(problem.get()).ok());
    answer["problems"] = problems.collect();
    Reply { status: first.reply.status, bytes: answer.to_string().into_bytes() }
}

/// A conflict as a problem.
pub(super) fn conflict(error: &StoreError) -> Result<Box<RawValue>, StoreError> {
    let path = match error {
        StoreError::Conflict { path, .. } => path.as_str(),
        _ => "",
    };
    let help = "what is kept stays: correct it by something of its own, under an id of its own";
    raw(json!({"code": "event_conflict", "path": path, "message": error.to_string(), "help": help}).to_string())
}
