//! A turn: what is wished of one account is granted in order, each on what the one before it left, and written as one unit.
//! Each wish has an answer of its own, and none is given before the books are on the disk.

use super::applied::{self, Answered, Applied, Refused};
use super::apply::Wish;
use super::batch::{Batch, Event, last_seal};
use super::desk::Desk;
use super::rulebooks::{Ready, Rulebooks};
use super::sift::{self, Sieve};
use super::writer::{Unit, Writer};
use super::{StoreError, originals};
use crate::{Engine, Reply};
use rusqlite::{Connection, params};
use serde_json::value::RawValue;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// Grants wishes until the desk is closed. Engine work is done here, beside the writer.
pub(super) struct Clerk {
    pub(super) desk: Desk,
    pub(super) writer: Writer,
    pub(super) books: Connection,
    pub(super) rulebooks: Arc<Rulebooks>,
    pub(super) engine: Arc<Engine>,
}

/// What a turn holds of its account.
pub(super) struct Held<'c> {
    pub(super) engine: &'c Engine,
    pub(super) rulebook: String,
    pub(super) state: Box<RawValue>,
    ready: Arc<Ready>,
    account: &'c str,
    books: &'c Connection,
    /// Events of this turn, with the digests of their content.
    taken: HashMap<String, String>,
    /// What was wished in this turn, and answered.
    answered: HashMap<String, Applied>,
    /// Of the last batch, in the books or of this turn.
    seal: Option<Vec<u8>>,
    batches: Vec<Batch>,
}

/// A place in a turn, to come back to.
pub(super) struct Mark {
    batches: usize,
    state: Box<RawValue>,
    seal: Option<Vec<u8>>,
}

impl Clerk {
    pub(super) fn work(self) {
        while let Some((account, wishes)) = self.desk.turn() {
            // Where the host itself fails, it fails those who wished, and the account is free again.
            let granted = catch_unwind(AssertUnwindSafe(|| self.grant(&account, &wishes)));
            let failed = |_| Err(StoreError::Unavailable("a turn panicked".into()));
            let unit = match granted.unwrap_or_else(failed) {
                Ok((state, batches, results)) => {
                    let answers = wishes.into_iter().zip(results).collect();
                    Turn { account, state, batches, answers, desk: self.desk.clone() }
                }
                Err(error) => {
                    let answers = wishes.into_iter().map(|wish| (wish, Err(error.clone()))).collect();
                    Turn { account, state: None, batches: Vec::new(), answers, desk: self.desk.clone() }
                }
            };
            if unit.batches.is_empty() {
                Box::new(unit).done(Ok(()));
            } else {
                self.writer.hand(Box::new(unit));
            }
        }
    }

    fn grant(&self, account: &str, wishes: &[Wish]) -> Result<Granted, StoreError> {
        let mut find = self.books.prepare_cached("SELECT rulebook, state FROM account WHERE id = ?1")?;
        let kept: (String, String) = find.query_row([account], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let (rulebook, state) = kept;
        let ready = self.rulebooks.ready(&self.engine, &rulebook, || super::read::document(&self.books, &rulebook))?;
        let state = super::write::raw(state)?;
        let (engine, books) = (&*self.engine, &self.books);
        let (taken, batches) = (HashMap::new(), Vec::new());
        let (answered, seal) = (HashMap::new(), last_seal(books, account)?);
        let mut held = Held { engine, rulebook, state, ready, account, books, taken, answered, seal, batches };
        let results = wishes.iter().map(|wish| wish.grant(&mut held)).collect();
        Ok((Some(held.state), held.batches, results))
    }
}

type Granted = (Option<Box<RawValue>>, Vec<Batch>, Vec<Result<Applied, StoreError>>);

impl Held<'_> {
    pub(super) fn sift(&self, events: &[Box<RawValue>], digests: Vec<String>) -> Result<Sieve, StoreError> {
        sift::sift(self.books, self.account, &self.taken, events, digests)
    }

    pub(super) fn call(&self, verb: &str, rest: &str) -> Result<Reply, StoreError> {
        Ok(self.ready.call(verb, rest)?)
    }

    /// What was answered when the same was wished, in the books or in this turn.
    pub(super) fn before(&self, wish: Option<&str>) -> Result<Option<Applied>, StoreError> {
        let Some(wish) = wish else { return Ok(None) };
        match self.answered.get(wish) {
            Some(here) => Ok(Some(Applied { replayed: true, ..here.clone() })),
            None => applied::before(self.books, self.account, wish),
        }
    }

    /// Where the turn stands.
    pub(super) fn mark(&self) -> Mark {
        Mark { batches: self.batches.len(), state: self.state.clone(), seal: self.seal.clone() }
    }

    /// As if nothing had been kept since.
    pub(super) fn back_to(&mut self, mark: Mark) {
        for batch in self.batches.drain(mark.batches..) {
            batch.events.iter().for_each(|(id, ..)| drop(self.taken.remove(id)));
        }
        (self.state, self.seal) = (mark.state, mark.seal);
    }

    /// Batches of this turn so far.
    pub(super) const fn batches(&self) -> usize {
        self.batches.len()
    }

    /// The entries that these events take back, from the books or from this turn.
    pub(super) fn originals(&self, events: &[&str]) -> Result<String, StoreError> {
        let entries = || self.batches.iter().flat_map(|batch| &batch.entries);
        let here = |id: &str| entries().find(|(entry, _)| entry == id).map(|(_, body)| body.get().to_owned());
        originals::of(self.books, self.account, events.iter().copied(), here)
    }

    /// Keeps what a call has made for the end of the turn.
    pub(super) fn keep(
        &mut self,
        reply: &Reply,
        at: (String, &'static str),
        events: Vec<Event>,
    ) -> Result<(), StoreError> {
        let mut batch = Batch::of(self, reply, at, events)?;
        batch.seal = batch.sealed(self.seal.as_deref());
        self.seal = Some(batch.seal.clone());
        self.taken.extend(batch.events.iter().map(|(id, digest, _)| (id.clone(), digest.clone())));
        self.state = batch.state.clone();
        self.batches.push(batch);
        Ok(())
    }

    /// The answer to a wish of which these batches were made, from `first` on; it is kept with them.
    pub(super) fn answered(
        &mut self,
        first: usize,
        wish: Option<String>,
        duplicates: Vec<String>,
        refused: Vec<Refused>,
        decision: Option<Box<RawValue>>,
    ) -> Result<Applied, StoreError> {
        let (mut applied, mut whole): (usize, Option<Answered>) = (0, None);
        for batch in &self.batches[first..] {
            applied += batch.events.len();
            let part = batch.answered(self);
            whole = Some(match whole {
                None => part,
                Some(Answered { mut entries, mut effects, .. }) => {
                    entries.extend(part.entries);
                    effects.extend(part.effects);
                    Answered { entries, effects, ..part }
                }
            });
        }
        let answer = whole.map(|whole| Answered { decision, ..whole });
        let told = Applied { applied, duplicates, refused, answer, replayed: false };
        let said = told.said()?;
        for batch in &mut self.batches[first..] {
            batch.wish.clone_from(&wish);
        }
        if let Some(batch) = self.batches.get_mut(first) {
            batch.said = said;
        }
        self.answered.extend(wish.map(|wish| (wish, told.clone())));
        Ok(told)
    }
}

/// A turn that is over but for the disk.
struct Turn {
    account: String,
    state: Option<Box<RawValue>>,
    batches: Vec<Batch>,
    answers: Vec<(Wish, Result<Applied, StoreError>)>,
    desk: Desk,
}

impl Unit for Turn {
    fn write(&mut self, step: &Connection) -> Result<(), StoreError> {
        for batch in &self.batches {
            batch.write(step, &self.account)?;
        }
        if let Some(state) = &self.state {
            let mut update = step.prepare_cached("UPDATE account SET state = ?2 WHERE id = ?1")?;
            update.execute(params![self.account, state.get()])?;
        }
        Ok(())
    }

    fn done(self: Box<Self>, written: Result<(), StoreError>) {
        let Self { account, answers, desk, .. } = *self;
        desk.over(&account);
        for (wish, result) in answers {
            wish.answer(written.clone().and(result));
        }
    }
}
