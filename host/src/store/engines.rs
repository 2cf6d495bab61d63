//! Engines by their digests, side by side: what an older one has answered only that one answers again.

use super::{StoreError, read};
use crate::{Engine, Limits};
use rusqlite::{Connection, params};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Older engines that are kept compiled.
const KEPT_MAX: usize = 8;

pub(super) struct Engines {
    own: Arc<Engine>,
    older: Mutex<BTreeMap<String, Arc<Engine>>>,
}

impl Engines {
    pub(super) fn new(own: Arc<Engine>) -> Self {
        Self { own, older: Mutex::default() }
    }

    /// The one that decides now.
    pub(super) const fn own(&self) -> &Arc<Engine> {
        &self.own
    }

    /// The engine of a digest, from the books where it is not the present one.
    pub(super) fn of(&self, books: &Connection, digest: &str) -> Result<Arc<Engine>, StoreError> {
        if digest == self.own.digest() {
            return Ok(Arc::clone(&self.own));
        }
        let mut older = self.older.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(engine) = older.get(digest) {
            return Ok(Arc::clone(engine));
        }
        let engine = Engine::from_bytes(&read::engine(books, digest)?, Limits::default(), None)?;
        if engine.digest() != digest {
            return Err(StoreError::Unavailable(format!("what is kept as the engine {digest} is another file")));
        }
        if older.len() >= KEPT_MAX {
            older.clear();
        }
        let engine = Arc::new(engine);
        older.insert(digest.to_owned(), Arc::clone(&engine));
        Ok(engine)
    }
}

/// Keeps an engine's file with the books that it makes.
pub(super) fn keep(step: &Connection, engine: &Engine) -> Result<(), StoreError> {
    step.execute("INSERT OR IGNORE INTO engine VALUES (?1, ?2)", params![engine.digest(), &*engine.wasm()])?;
    Ok(())
}
