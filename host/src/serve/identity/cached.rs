//! Keys that were looked up a moment ago: a meter shows the same one with each of its calls. This host forgets them when it ends
//! one; another host's end of a key is heard of after the time here.

use crate::identity::KnownKey;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long a key that was ended elsewhere may still open.
const FRESH: Duration = Duration::from_secs(2);
/// Only keys that there are come here.
const MOST: usize = 10_000;
/// A use of a key is written down once in so many seconds.
const NOTED_S: i64 = 60;

#[derive(Default)]
pub(in crate::serve) struct Cached {
    keys: Mutex<HashMap<String, (Instant, KnownKey)>>,
}

impl Cached {
    pub(super) fn get(&self, id: &str) -> Option<KnownKey> {
        let keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        keys.get(id).filter(|(read, _)| read.elapsed() < FRESH).map(|(_, key)| key.clone())
    }

    pub(super) fn put(&self, id: &str, key: KnownKey) {
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        if keys.len() >= MOST {
            keys.clear();
        }
        keys.insert(id.to_owned(), (Instant::now(), key));
    }

    /// Is this use to be written down? Whoever is told so does it.
    pub(super) fn to_note(&self, id: &str, now: i64) -> bool {
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((_, key)) = keys.get_mut(id) else { return false };
        let due = key.used_at.is_none_or(|used_at| now.saturating_sub(used_at) >= NOTED_S);
        if due {
            key.used_at = Some(now);
        }
        due
    }

    pub(super) fn forget(&self) {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}
