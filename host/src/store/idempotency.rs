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

/// What is known of a key.
#[derive(Clone, Debug)]
pub enum Claim {
    /// Nothing: whoever asked answers its call, and keeps the answer or gives the key back.
    New,
    /// Its call was answered.
    Kept(KeptAnswer),
    /// Another host answers its call now.
    InFlight,
}

/// How long a host may take to answer, in seconds: one that has not kept anything by then is gone.
const FLIGHT_S: i64 = 60;
/// The status of a call that is being answered.
const NOT_YET: i64 = 0;

impl Books {
    /// Claims a key for a call, unless it was answered or another host answers it; `now` in seconds. One host alone knows by
    /// itself what it answers.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn claim(&self, key: String, fingerprint: String, now: i64) -> Result<Claim, StoreError> {
        if let Some(kept) = self.kept_answer(&key, now)? {
            return Ok(Claim::Kept(kept));
        }
        if self.store.shared.database.alone() {
            return Ok(Claim::New);
        }
        let (tenant, asked) = (self.tenant, key.clone());
        let claimed = self.write(move |step| {
            let sql = "INSERT INTO answer (tenant, key, fingerprint, status, kind, body, kept_at)
                       VALUES ($1, $2, $3, 0, '', '', $4) ON CONFLICT (tenant, key) DO UPDATE
                       SET fingerprint = excluded.fingerprint, status = 0, kept_at = excluded.kept_at
                       WHERE answer.kept_at <= $5 OR answer.status = 0 AND answer.kept_at <= $6";
            let with = [tenant.0.into(), (&key).into(), (&fingerprint).into(), now.into()];
            let until = [(now - KEPT_S).into(), (now - FLIGHT_S).into()];
            Ok(step.run(sql, &[&with[..], &until].concat())? > 0)
        })?;
        if claimed {
            return Ok(Claim::New);
        }
        // It may have been answered meanwhile.
        Ok(self.kept_answer(&asked, now)?.map_or(Claim::InFlight, Claim::Kept))
    }

    /// Gives a key back whose call was refused: it may be sent again.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn release(&self, key: String) -> Result<(), StoreError> {
        if self.store.shared.database.alone() {
            return Ok(());
        }
        let tenant = self.tenant;
        self.write(move |step| {
            let sql = "DELETE FROM answer WHERE tenant = $1 AND key = $2 AND status = $3";
            step.run(sql, &[tenant.0.into(), (&key).into(), NOT_YET.into()]).map(drop)
        })
    }

    /// What is kept under a key; `now` in seconds.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn kept_answer(&self, key: &str, now: i64) -> Result<Option<KeptAnswer>, StoreError> {
        self.read(|books| {
            let sql = "SELECT fingerprint, status, kind, body FROM answer
                       WHERE tenant = $1 AND key = $2 AND kept_at > $3 AND status <> 0";
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
                       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tenant, key) DO UPDATE
                       SET fingerprint = excluded.fingerprint, status = excluded.status, kind = excluded.kind,
                           body = excluded.body, kept_at = excluded.kept_at
                       WHERE answer.status = 0";
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
