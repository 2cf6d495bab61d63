//! The books of one tenant: nothing of another's is seen or touched through them.

use super::apply::{Answer, At, Wish};
use super::key::{Key, Scope, Tenant};
use super::rulebooks::Ready;
use super::sql::Sql;
use super::{Applied, Events, Spend, Store, StoreError, Time, job, read};
use std::sync::{Arc, mpsc};

/// One tenant's books. Cheap to clone.
#[derive(Clone)]
pub struct Books {
    pub(super) store: Store,
    pub(super) tenant: Tenant,
    pub(super) by: Option<Arc<str>>,
}

impl Books {
    /// Whose they are.
    #[must_use]
    pub const fn tenant(&self) -> Tenant {
        self.tenant
    }

    /// The same, worked on by somebody: what is posted names who did it, under its seal.
    #[must_use]
    pub fn by(self, who: &str) -> Self {
        Self { by: Some(who.into()), ..self }
    }

    /// The store that they are in.
    #[must_use]
    pub const fn store(&self) -> &Store {
        &self.store
    }

    /// Applies events to an account. `payments` says who answers its charges. Where the same was posted
    /// before, its answer is told again.
    ///
    /// # Errors
    /// `NotFound`, `Conflict` with an event of that id, `Refused` by the engine with paths into `events`.
    pub fn apply_events(
        &self,
        id: String,
        events: Events,
        time: Time,
        payments: &'static str,
    ) -> Result<Applied, StoreError> {
        waited(|answer| self.post_events(id, events, time, payments, answer))
    }

    /// The same; `answer` is called once, when it is on the disk or refused.
    pub fn post_events(&self, id: String, events: Events, time: Time, payments: &'static str, answer: Answer<Applied>) {
        self.wish(id, Wish::Events { events, at: At { time, payments, by: self.by.clone() }, answer });
    }

    /// Decides about a usage, and posts it where it may go ahead: one step, in which nothing else happens to the account.
    ///
    /// # Errors
    /// As [`Books::apply_events`].
    pub fn spend(&self, id: String, spend: Spend, time: Time, payments: &'static str) -> Result<Applied, StoreError> {
        waited(|answer| self.post_spend(id, spend, time, payments, answer))
    }

    /// The same; `answer` is called once, when it is on the disk or refused.
    pub fn post_spend(&self, id: String, spend: Spend, time: Time, payments: &'static str, answer: Answer<Applied>) {
        self.wish(id, Wish::Spend { spend, at: At { time, payments, by: self.by.clone() }, answer });
    }

    pub(super) fn wish(&self, account: String, wish: Wish) {
        self.store.shared.desk.ask(Key { tenant: self.tenant, account }, wish);
    }

    pub(super) fn write<T: Send + 'static>(
        &self,
        job: impl FnMut(&dyn Sql) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.store.write(Scope::Tenant(self.tenant), job)
    }

    pub(super) fn read<T>(&self, query: impl FnOnce(&dyn Sql) -> Result<T, StoreError>) -> Result<T, StoreError> {
        self.store.read(Scope::Tenant(self.tenant), query)
    }

    /// The rulebook of a digest, prepared. Where it is prepared for another tenant, this one has it, too, or there is none.
    pub(super) fn ready(&self, digest: &str) -> Result<Arc<Ready>, StoreError> {
        self.ready_of(self.store.engine().digest(), digest)
    }

    /// The engine of a digest: what it has made it makes again.
    ///
    /// # Errors
    /// `NotFound`, `Unavailable`.
    pub fn engine_of(&self, digest: &str) -> Result<Arc<crate::Engine>, StoreError> {
        let shared = &self.store.shared;
        match shared.engines.kept(digest) {
            Some(engine) => Ok(engine),
            None => self.read(|books| shared.engines.of(books, digest)),
        }
    }

    /// The same for the engine of a digest.
    pub(super) fn ready_of(&self, engine: &str, digest: &str) -> Result<Arc<Ready>, StoreError> {
        let (shared, engine) = (&self.store.shared, self.engine_of(engine)?);
        shared.rulebooks.ready(&engine, digest, || self.read(|books| read::document(books, self.tenant, digest)))
    }
}

/// Waits for an answer.
pub(super) fn waited<T: Send + 'static>(ask: impl FnOnce(Answer<T>)) -> Result<T, StoreError> {
    let (answer, result) = mpsc::sync_channel(1);
    ask(Box::new(move |told| drop(answer.send(told))));
    result.recv().unwrap_or_else(|_| Err(job::stopped()))
}
