//! Rulebooks that are prepared: read, checked and indexed once, for as long as they are used.

use super::StoreError;
use crate::{Engine, EngineError, Reply, Snapshot};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Bytes of rulebooks that are kept prepared; in the sandbox each is some ten times as large.
const KEPT_BYTES: usize = 64 << 20;
const KEPT_MAX: usize = 256;

pub(super) struct Rulebooks {
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    places: HashMap<String, Place>,
    clock: u64,
}

struct Place {
    used: u64,
    bytes: usize,
    /// Whoever comes first prepares; who comes meanwhile waits for that one rulebook and for no other.
    ready: Arc<Mutex<Option<Arc<Ready>>>>,
}

/// A rulebook to call an engine with.
pub(super) struct Ready {
    engine: Arc<Engine>,
    rulebook: Taken,
}

enum Taken {
    Prepared(Snapshot),
    /// An older engine takes it with each call.
    Whole(String),
}

impl Ready {
    /// A call without its rulebook: an object of one field at least.
    pub(super) fn call(&self, verb: &str, rest: &str) -> Result<Reply, EngineError> {
        match &self.rulebook {
            Taken::Prepared(snapshot) => snapshot.call(verb, rest.as_bytes()),
            Taken::Whole(document) => {
                let rest = rest.trim_start().strip_prefix('{').unwrap_or(rest);
                self.engine.call(verb, format!(r#"{{"rulebook":{document},{rest}"#).as_bytes())
            }
        }
    }
}

impl Rulebooks {
    pub(super) fn new() -> Self {
        Self { kept: Mutex::default() }
    }

    /// The rulebook of a digest for an engine; `document` reads it where it is not prepared.
    pub(super) fn ready(
        &self,
        engine: &Arc<Engine>,
        digest: &str,
        document: impl FnOnce() -> Result<String, StoreError>,
    ) -> Result<Arc<Ready>, StoreError> {
        let digest = &*format!("{} {digest}", engine.digest());
        let place = self.place(digest);
        let mut place = place.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(ready) = &*place {
            return Ok(Arc::clone(ready));
        }
        let made = document().and_then(|document| Ok((document.len(), prepared(engine, document)?)));
        let (bytes, ready) = made.inspect_err(|_| self.forget(digest))?;
        let ready = Arc::new(ready);
        *place = Some(Arc::clone(&ready));
        self.weigh(digest, bytes);
        Ok(ready)
    }

    fn place(&self, digest: &str) -> Arc<Mutex<Option<Arc<Ready>>>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.clock += 1;
        let used = kept.clock;
        let new = || Place { used, bytes: 0, ready: Arc::default() };
        let place = kept.places.entry(digest.to_owned()).or_insert_with(new);
        place.used = used;
        Arc::clone(&place.ready)
    }

    /// What is not there, or not sound, takes no place: anybody can name any digest.
    fn forget(&self, digest: &str) {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).places.remove(digest);
    }

    /// Lets go of those that were not used for longest.
    fn weigh(&self, digest: &str, bytes: usize) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = kept.places.get_mut(digest) {
            place.bytes = bytes;
        }
        while kept.places.len() > KEPT_MAX || kept.places.values().map(|place| place.bytes).sum::<usize>() > KEPT_BYTES
        {
            let others = kept.places.iter().filter(|(other, _)| *other != digest);
            let Some(oldest) = others.min_by_key(|(_, place)| place.used).map(|(oldest, _)| oldest.clone()) else {
                break;
            };
            kept.places.remove(&oldest);
        }
    }
}

fn prepared(engine: &Arc<Engine>, document: String) -> Result<Ready, StoreError> {
    let rulebook = match engine.prepare(format!(r#"{{"rulebook":{document}}}"#).as_bytes()) {
        Ok(Ok(snapshot)) => Taken::Prepared(snapshot),
        Ok(Err(refused)) => return Err(StoreError::Refused(refused)),
        Err(EngineError::NotAnEngine(_) | EngineError::BadAnswer(_)) => Taken::Whole(document),
        Err(error) => return Err(error.into()),
    };
    Ok(Ready { engine: Arc::clone(engine), rulebook })
}
