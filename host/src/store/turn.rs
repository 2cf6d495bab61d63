//! A turn: what is wished of one account is granted in order, each on what the one before it left, and written as one unit.
//! Each wish has an answer of its own, and none is given before the books are on the disk.

use super::applied::{self, Answered, Applied, Refused};
use super::apply::{At, Time, Wish};
use super::ask::{Planned, planned};
use super::batch::{Batch, Event};
use super::bell::Bell;
use super::desk::Desk;
use super::documents::NewNote;
use super::key::{Key, Scope};
use super::made::Made;
use super::moves::Moved;
use super::rulebooks::{Ready, Rulebooks};
use super::sift::{self, Sieve};
use super::sql::{Sql, Text as _};
use super::standing::Standing;
use super::{Database, Seat, StoreError, Unit, originals, read};
use crate::tally::{BROKEN, TURNS, WISHES};
use crate::{Engine, Reply};
use serde_json::value::RawValue;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long a clerk leaves an account to the other host that is at it, where nothing else is to be done.
const LATER: Duration = Duration::from_millis(1);

/// Grants wishes until the desk is closed. Engine work is done here, beside whoever writes.
pub(super) struct Clerk {
    pub(super) desk: Desk,
    pub(super) database: Arc<dyn Database>,
    pub(super) seat: Box<dyn Seat>,
    pub(super) rulebooks: Arc<Rulebooks>,
    pub(super) engine: Arc<Engine>,
    pub(super) bell: Arc<Bell>,
}

/// What a turn holds of its account.
pub(super) struct Held<'c> {
    pub(super) engine: &'c Engine,
    pub(super) rulebook: String,
    pub(super) state: Box<RawValue>,
    /// When time alone next brings something about.
    pub(super) due: Option<String>,
    /// Its tenant's own time, where it has one.
    clock: Option<String>,
    ready: Arc<Ready>,
    /// Gives another rulebook of the same tenant.
    prepare: &'c Prepare<'c>,
    /// What is to take the rulebook's place, and from when on.
    pub(super) planned: Planned,
    moved: Vec<Moved>,
    notes: Vec<NewNote>,
    replayed: bool,
    standing: Standing,
    books: &'c dyn Sql,
    /// Events of this turn, with the digests of their content.
    taken: HashMap<String, String>,
    /// What was wished in this turn, and answered.
    answered: HashMap<String, Applied>,
    /// Of the last batch, in the books or of this turn.
    seal: Option<Vec<u8>>,
    batches: Vec<Batch>,
}

type Prepare<'c> = dyn Fn(&str) -> Result<Arc<Ready>, StoreError> + 'c;

/// A place in a turn, to come back to.
pub(super) struct Mark {
    batches: usize,
    state: Box<RawValue>,
    due: Option<String>,
    seal: Option<Vec<u8>>,
}

/// What a turn has made.
struct Granted {
    made: Made,
    results: Vec<Result<Applied, StoreError>>,
}

impl Clerk {
    pub(super) fn work(mut self) {
        while let Some((key, wishes)) = self.desk.turn() {
            let begun = Instant::now();
            match self.seat.begin(&key) {
                Ok(true) => self.turn(key.clone(), wishes),
                Ok(false) => {
                    self.desk.later(&key, wishes);
                    std::thread::sleep(LATER);
                }
                Err(error) => {
                    self.desk.over(&key, 0);
                    wishes.into_iter().for_each(|wish| wish.answer(Err(error.clone())));
                }
            }
            self.desk.cost(&key, begun.elapsed());
        }
    }

    fn turn(&mut self, key: Key, wishes: Vec<Wish>) {
        // Where the host itself fails, it fails those who wished, and the account is free again.
        TURNS.one();
        WISHES.some(wishes.len() as u64);
        let granted = catch_unwind(AssertUnwindSafe(|| self.grant(&key, &wishes)));
        let failed = |_| {
            BROKEN.turn.one();
            Err(StoreError::Unavailable("a turn panicked".into()))
        };
        let mut made = None;
        let answers = match granted.unwrap_or_else(failed) {
            Ok(Granted { made: whole, results }) => {
                made = (!whole.batches.is_empty()).then_some(whole);
                wishes.into_iter().zip(results).collect()
            }
            Err(error) => wishes.into_iter().map(|wish| (wish, Err(error.clone()))).collect(),
        };
        let turn = Turn { key, made, answers, desk: self.desk.clone(), bell: Arc::clone(&self.bell) };
        if turn.made.is_some() {
            self.desk.made(&turn.key, turn.rows());
            self.seat.end(Some(Box::new(turn)));
        } else {
            self.seat.end(None);
            Box::new(turn).done(Ok(()));
        }
    }

    fn grant(&self, key: &Key, wishes: &[Wish]) -> Result<Granted, StoreError> {
        let books = self.seat.books()?;
        let Kept { standing, rulebook, state, seal, planned, due, clock, listens } = kept(books, key)?;
        let prepare = |digest: &str| {
            let document = || {
                let mut document = None;
                // Not within the turn: a session that is asked for a rulebook may fail without failing this one.
                self.database.read(Scope::Tenant(key.tenant), &mut |books| {
                    document = Some(read::document(books, key.tenant, digest)?);
                    Ok(())
                })?;
                document.ok_or(StoreError::NotFound("rulebook"))
            };
            self.rulebooks.ready(&self.engine, digest, document)
        };
        let ready = prepare(&rulebook)?;
        let (taken, answered, batches) = (HashMap::new(), HashMap::new(), Vec::new());
        let (engine, prepare, moved, notes) = (&*self.engine, &prepare, Vec::new(), Vec::new());
        let mut held = Held {
            engine,
            rulebook,
            state,
            due,
            clock,
            ready,
            prepare,
            planned,
            moved,
            notes,
            replayed: false,
            standing,
            books,
            taken,
            answered,
            seal,
            batches,
        };
        let results = wishes.iter().map(|wish| wish.grant(&mut held)).collect();
        let Held { standing, rulebook, state, due, batches, moved, notes, replayed, .. } = held;
        let told = self.bell.calls(listens, &batches);
        let notices = self.bell.notices(listens, &batches, state.get())?;
        let made = Made { standing, rulebook, state, due, batches, moved, told, notes, replayed, notices };
        Ok(Granted { made, results })
    }
}

/// The account as it is kept, the seal of its last batch, and what is to take its rulebook's place.
struct Kept {
    standing: Standing,
    rulebook: String,
    state: Box<RawValue>,
    seal: Option<Vec<u8>>,
    planned: Planned,
    due: Option<String>,
    clock: Option<String>,
    /// Has its tenant a webhook?
    listens: bool,
}

fn kept(books: &dyn Sql, key: &Key) -> Result<Kept, StoreError> {
    let sql = "SELECT number, version, batches, events, entries, effects, rulebook, state,
                      (SELECT seal FROM batch WHERE account = account.number AND seq = account.batches),
                      (SELECT next.rulebook FROM activation AS next WHERE next.tenant = account.tenant AND replaces = account.rulebook),
                      (SELECT begins FROM activation AS next WHERE next.tenant = account.tenant AND replaces = account.rulebook),
                      due_at, (SELECT clock FROM tenant WHERE tenant.number = account.tenant),
                      (SELECT count(*) FROM outlet WHERE outlet.tenant = account.tenant AND enabled = 1 AND kind = 'webhook')
               FROM account WHERE tenant = $1 AND id = $2";
    let found = books.one(sql, &[key.tenant.0.into(), (&key.account).into()], |row| {
        let standing = Standing {
            tenant: key.tenant,
            account: row.int(0)?,
            version: row.int(1)?,
            batches: row.int(2)?,
            events: row.int(3)?,
            entries: row.int(4)?,
            effects: row.int(5)?,
        };
        let (rulebook, state, seal) = (row.must(6)?, row.json(7)?, row.bytes(8)?);
        Ok(Kept {
            standing,
            rulebook,
            state,
            seal,
            planned: planned(row, 9)?,
            due: row.text(11)?,
            clock: row.text(12)?,
            listens: row.int(13)? > 0,
        })
    })?;
    found.ok_or(StoreError::NotFound("account"))
}

impl Held<'_> {
    pub(super) fn sift(&self, events: &[Box<RawValue>], digests: Vec<String>) -> Result<Sieve, StoreError> {
        sift::sift(self.books, self.standing.account, &self.taken, events, digests)
    }

    pub(super) fn call(&self, verb: &str, rest: &str) -> Result<Reply, StoreError> {
        Ok(self.ready.call(verb, rest)?)
    }

    /// What time it is for a wish: where the tenant has a time of its own, that.
    pub(super) fn time(&self, at: &At) -> Time {
        match (&at.time, &self.clock) {
            (Time::Clock(_), Some(clock)) => Time::Clock(clock.clone()),
            (time, _) => time.clone(),
        }
    }

    /// The `as_of` of its call.
    pub(super) fn as_of(&self, at: &At) -> String {
        self.time(at).of(&self.state)
    }

    /// What was answered when the same was wished, in the books or in this turn.
    pub(super) fn before(&self, wish: Option<&str>) -> Result<Option<Applied>, StoreError> {
        let Some(wish) = wish else { return Ok(None) };
        match self.answered.get(wish) {
            Some(here) => Ok(Some(Applied { replayed: true, ..here.clone() })),
            None => applied::before(self.books, self.standing.account, wish),
        }
    }

    /// Where the turn stands.
    pub(super) fn mark(&self) -> Mark {
        Mark { batches: self.batches.len(), state: self.state.clone(), due: self.due.clone(), seal: self.seal.clone() }
    }

    /// As if nothing had been kept since.
    pub(super) fn back_to(&mut self, mark: Mark) {
        for batch in self.batches.drain(mark.batches..) {
            batch.events.iter().for_each(|event| drop(self.taken.remove(&event.id)));
        }
        (self.state, self.due, self.seal) = (mark.state, mark.due, mark.seal);
    }

    /// Another rulebook of the same tenant.
    pub(super) fn prepared(&self, digest: &str) -> Result<Arc<Ready>, StoreError> {
        (self.prepare)(digest)
    }

    /// From here on that rulebook decides.
    pub(super) fn gone_over(&mut self, ready: Arc<Ready>, moved: Moved) {
        (self.ready, self.rulebook) = (ready, moved.rulebook.clone());
        self.moved.push(moved);
    }

    /// A credit note comes into the books with what the turn has made.
    pub(super) fn file(&mut self, note: NewNote) {
        self.notes.push(note);
    }

    /// The number that the next batch will have.
    pub(super) const fn next_batch(&self) -> i64 {
        self.standing.batches + self.batches.len() as i64 + 1
    }

    /// Batches of this turn so far.
    pub(super) const fn batches(&self) -> usize {
        self.batches.len()
    }

    /// The entries that these events take back, from the books or from this turn.
    pub(super) fn originals(&self, events: &[&str]) -> Result<String, StoreError> {
        let entries = || self.batches.iter().flat_map(|batch| &batch.entries);
        let here = |id: &str| entries().find(|entry| entry.head.id == id).map(|entry| entry.body.get().to_owned());
        originals::of(self.books, self.standing.account, events.iter().copied(), here)
    }

    /// Keeps what a call has made for the end of the turn.
    pub(super) fn keep(&mut self, reply: &Reply, as_of: String, at: &At, events: Vec<Event>) -> Result<(), StoreError> {
        self.replayed |= matches!(at.time, Time::AsOf(_));
        let mut batch = Batch::of(self, reply, as_of, at, events)?;
        batch.seal = batch.sealed(self.seal.as_deref());
        self.seal = Some(batch.seal.clone());
        self.taken.extend(batch.events.iter().map(|event| (event.id.clone(), event.digest.clone())));
        (self.state, self.due) = (batch.state.clone(), batch.due.clone());
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
    key: Key,
    made: Option<Made>,
    answers: Vec<(Wish, Result<Applied, StoreError>)>,
    desk: Desk,
    bell: Arc<Bell>,
}

impl Unit for Turn {
    fn scope(&self) -> Scope {
        Scope::Tenant(self.key.tenant)
    }

    fn rows(&self) -> usize {
        self.made.as_ref().map_or(0, Made::rows)
    }

    fn write(&mut self, step: &dyn Sql) -> Result<(), StoreError> {
        self.made.as_ref().map_or(Ok(()), |made| made.write(step))
    }

    fn done(self: Box<Self>, written: Result<(), StoreError>) {
        let rows = self.rows();
        let Self { key, answers, desk, made, bell } = *self;
        desk.over(&key, rows);
        if written.is_ok() && made.is_some_and(|made| made.told || !made.notices.is_empty()) {
            bell.ring();
        }
        for (wish, result) in answers {
            wish.answer(written.clone().and(result));
        }
    }
}
