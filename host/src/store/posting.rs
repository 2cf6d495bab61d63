//! The new events of a wish, as many of them as can be taken: what the engine refuses is left out, and the rest is called again.

use super::StoreError;
use super::applied::Refused;
use super::apply::At;
use super::batch::Event;
use super::refusal::{Told, by_event, whole};
use super::sift::New;
use super::turn::Held;
use crate::Status;
use serde_json::value::RawValue;

/// Calls that leave out what was refused, before what is left is taken apart.
const ROUNDS: usize = 4;

pub(super) struct Posting<'p, 'c> {
    held: &'p mut Held<'c>,
    /// All events of the wish.
    events: &'p [Box<RawValue>],
    at: &'p At,
    atomic: bool,
    refused: Vec<Refused>,
    told: Vec<Told>,
}

impl<'p, 'c> Posting<'p, 'c> {
    pub(super) const fn new(held: &'p mut Held<'c>, events: &'p [Box<RawValue>], at: &'p At, atomic: bool) -> Self {
        Self { held, events, at, atomic, refused: Vec::new(), told: Vec::new() }
    }

    /// Posts what can be, and gives back what was refused. Where nothing can, or something else is wrong, nothing is.
    pub(super) fn all(mut self, new: Vec<New>) -> Result<Vec<Refused>, StoreError> {
        let mark = self.held.mark();
        let first = self.held.batches();
        if let Err(error) = self.post(new, ROUNDS) {
            self.held.back_to(mark);
            return Err(error);
        }
        // Where nothing is left, the caller learns why as of one refusal.
        if self.held.batches() == first { Err(StoreError::Refused(whole(self.told))) } else { Ok(self.refused) }
    }

    fn post(&mut self, new: Vec<New>, rounds: usize) -> Result<(), StoreError> {
        let (held, at) = (&mut *self.held, self.at);
        let bodies: Vec<&str> = new.iter().map(|new| self.events[new.place].get()).collect();
        let (originals, as_of) = (held.originals(&bodies)?, held.as_of(at));
        let rest = format!(
            r#"{{"state":{},"as_of":{},"payments":"{}","events":[{}],"originals":[{originals}]}}"#,
            held.state,
            serde_json::Value::from(as_of.as_str()),
            at.payments,
            bodies.join(",")
        );
        let reply = held.call("apply", &rest)?;
        if reply.status == Status::Ok {
            let events =
                new.into_iter().map(|New { place, id, digest }| Event { id, digest, body: self.events[place].clone() });
            return held.keep(&reply, as_of, at, events.collect());
        }
        let (count, places) = (new.len(), new.iter().map(|new| new.place).collect::<Vec<_>>());
        let told = by_event(&reply, &places)?;
        let left: Vec<New> = new.into_iter().filter(|new| !told.by_event.contains_key(&new.place)).collect();
        // What is not about an event is about all of them.
        if self.atomic || told.others || left.len() == count {
            return Err(StoreError::Refused(told.reply));
        }
        let refused =
            told.by_event.iter().map(|(event, problems)| Refused { event: *event, problems: problems.clone() });
        self.refused.extend(refused);
        self.told.push(told);
        self.rest(left, rounds)
    }

    /// What is left of a call: whole while there are rounds, then by halves.
    fn rest(&mut self, mut left: Vec<New>, rounds: usize) -> Result<(), StoreError> {
        match (left.len(), rounds.checked_sub(1)) {
            (0, _) => Ok(()),
            (_, Some(rounds)) => self.post(left, rounds),
            (1, None) => self.post(left, 0),
            (count, None) => {
                let behind = left.split_off(count / 2);
                self.post(left, 0)?;
                self.post(behind, 0)
            }
        }
    }
}
