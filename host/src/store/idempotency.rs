//! Answers that are kept under a key of the caller's own, so that a call that is sent again is answered again.

use super::sql::{Text as _, Value};
use super::{Books, StoreError};

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

impl Books {
    /// What is kept under a key; `now` in seconds.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn kept_answer(&self, key: &str, now: i64) -> Result<Option<KeptAnswer>, StoreError> {
        self.read(|books| {
            let sql =
                "SELECT fingerprint, status, kind, body FROM answer WHERE tenant = $1 AND key = $2 AND kept_at > $3";
            books.one(sql, &[self.tenant.0.into(), key.into(), (now - KEPT_S).into()], |row| {
                let status = u16::try_from(row.int(1)?).unwrap_or_default();
                let body = row.bytes(3)?.unwrap_or_default();
                Ok(KeptAnswer { fingerprint: row.must(0)?, status, kind: row.must(2)?, body })
            })
        })
    }

    /// Keeps an answer under a key, and lets go of those that are too old.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn keep_answer(&self, key: String, answer: KeptAnswer, now: i64) -> Result<(), StoreError> {
        let tenant = self.tenant;
        self.write(move |step| {
            step.run("DELETE FROM answer WHERE kept_at <= $1", &[(now - KEPT_S).into()])?;
            let KeptAnswer { fingerprint, status, kind, body } = &answer;
            let sql = "INSERT INTO answer (tenant, key, fingerprint, status, kind, body, kept_at)
                       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";
            let body = Value::Bytes(body);
            let status = i64::from(*status).into();
            step.run(
                sql,
                &[tenant.0.into(), (&key).into(), fingerprint.into(), status, kind.into(), body, now.into()],
            )?;
            Ok(())
        })
    }
}
