//! Engines by their digests, side by side: what an older one has answered only that one answers again.

use super::StoreError;
use super::sql::{Sql, Value};
use crate::{Engine, Limits};
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

    /// The engine of a digest, where it is at hand.
    pub(super) fn kept(&self, digest: &str) -> Option<Arc<Engine>> {
        if digest == self.own.digest() {
            return Some(Arc::clone(&self.own));
        }
        self.older.lock().unwrap_or_else(PoisonError::into_inner).get(digest).cloned()
    }

    /// The engine of a digest, from the books where it is not the present one.
    pub(super) fn of(&self, books: &dyn Sql, digest: &str) -> Result<Arc<Engine>, StoreError> {
        if let Some(engine) = self.kept(digest) {
            return Ok(engine);
        }
        let engine = Engine::from_bytes(&file(books, digest)?, Limits::default(), None)?;
        if engine.digest() != digest {
            return Err(StoreError::Unavailable(format!("what is kept as the engine {digest} is another file")));
        }
        let mut older = self.older.lock().unwrap_or_else(PoisonError::into_inner);
        if older.len() >= KEPT_MAX {
            older.clear();
        }
        let engine = Arc::new(engine);
        older.insert(digest.to_owned(), Arc::clone(&engine));
        Ok(engine)
    }
}

/// Keeps an engine's file with the books that it makes.
pub(super) fn keep(step: &dyn Sql, engine: &Engine) -> Result<(), StoreError> {
    let wasm = engine.wasm();
    let with = [engine.digest().into(), Value::Bytes(&wasm)];
    step.run("INSERT INTO engine (digest, wasm) VALUES ($1, $2) ON CONFLICT DO NOTHING", &with)?;
    Ok(())
}

fn file(books: &dyn Sql, digest: &str) -> Result<Vec<u8>, StoreError> {
    let found = books.one("SELECT wasm FROM engine WHERE digest = $1", &[digest.into()], |row| row.bytes(0))?;
    found.flatten().ok_or(StoreError::NotFound("engine"))
}
