//! Answers that are kept under a key of the caller's own, so that a call that is sent again is answered again.

use super::{Store, StoreError};
use rusqlite::{OptionalExtension as _, params};

/// How long a key is known, in seconds: thirty days.
const KEPT_S: i64 = 30 * 86_400;

/// An answer as it was given.
#[derive(Clone, Debug)]
pub struct KeptAnswer {
    /// Digest of the call that it answered.
    pub fingerprint: String,
    /// Its status.
    pub status: u16,
    /// Its content type.
    pub kind: String,
    /// Its bytes.
    pub body: Vec<u8>,
}

impl Store {
    /// What is kept under a key; `now` in seconds.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn kept_answer(&self, key: &str, now: i64) -> Result<Option<KeptAnswer>, StoreError> {
        self.read(|books| {
            let mut find = books
                .prepare_cached("SELECT fingerprint, status, kind, body FROM answer WHERE key = ?1 AND kept_at > ?2")?;
            let row = find.query_row(params![key, now - KEPT_S], |row| {
                Ok(KeptAnswer { fingerprint: row.get(0)?, status: row.get(1)?, kind: row.get(2)?, body: row.get(3)? })
            });
            Ok(row.optional()?)
        })
    }

    /// Keeps an answer under a key, and lets go of those that are too old.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn keep_answer(&self, key: String, answer: KeptAnswer, now: i64) -> Result<(), StoreError> {
        self.write(move |step| {
            step.execute("DELETE FROM answer WHERE kept_at <= ?1", [now - KEPT_S])?;
            let KeptAnswer { fingerprint, status, kind, body } = &answer;
            step.execute(
                "INSERT OR IGNORE INTO answer VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![key, fingerprint, status, kind, body, now],
            )?;
            Ok(())
        })
    }
}
