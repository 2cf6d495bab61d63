//! What is sealed by a key of before, sealed by the one of now: secrets that webhooks are signed with, and seeds of second factors.

use super::key::Scope;
use super::sql::Text as _;
use super::{Store, StoreError};
use crate::identity::totp::Seed;
use crate::outbox::{Sealing, Unsealed, place};
use serde::Serialize;

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Resealed {
    /// Sealed by the key of now already.
    pub fresh: u64,
    /// Sealed by it from now on.
    pub resealed: u64,
    /// What no key opens that is there: it stays as it is.
    pub unreadable: Vec<String>,
}

/// Where a secret is kept: a column, and the number of its row.
struct Kept {
    sql: &'static str,
    number: i64,
    /// What it is sealed for.
    place: String,
    /// Whose second factor it is the seed of; or else it is a secret to sign with.
    user: Option<(i64, i64)>,
    text: String,
}

const SECRET: &str = "UPDATE outlet SET secret = $3 WHERE number = $1 AND secret = $2";
const FORMER: &str = "UPDATE outlet SET former = $3 WHERE number = $1 AND former = $2";
const SEED: &str = "UPDATE console_user SET seed = $3 WHERE number = $1 AND seed = $2";
const PENDING: &str = "UPDATE console_user SET pending_seed = $3 WHERE number = $1 AND pending_seed = $2";

impl Store {
    /// Seals all of it by the key that seals now. What is changed meanwhile stays as it was changed. `done` is told of each.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn reseal(&self, sealing: &Sealing, done: impl Fn()) -> Result<Resealed, StoreError> {
        let mut told = Resealed::default();
        for kept in self.sealed()? {
            match kept.anew(sealing) {
                Ok(None) => told.fresh += 1,
                Ok(Some(anew)) => {
                    let (sql, number, text) = (kept.sql, kept.number, kept.text);
                    self.write(Scope::Host, move |step| {
                        step.run(sql, &[number.into(), (&text).into(), (&anew).into()])
                    })?;
                    told.resealed += 1;
                }
                Err(Unsealed) => told.unreadable.push(kept.place),
            }
            done();
        }
        Ok(told)
    }

    /// Whatever is kept to be read again.
    fn sealed(&self) -> Result<Vec<Kept>, StoreError> {
        self.read(Scope::Host, |books| {
            let sql = "SELECT number, tenant, kind, id, secret, former FROM outlet ORDER BY number";
            let outlets = books.all(sql, &[], |row| {
                let (number, tenant, kind, id): (_, _, String, String) =
                    (row.int(0)?, row.int(1)?, row.must(2)?, row.must(3)?);
                let texts = [(SECRET, row.text(4)?), (FORMER, row.text(5)?)];
                let of = |(sql, text): (_, Option<String>)| {
                    // Mail is signed with none.
                    let text = text.filter(|text| !text.is_empty())?;
                    Some(Kept { sql, number, place: place(tenant, &kind, &id), user: None, text })
                };
                Ok(texts.into_iter().filter_map(of).collect::<Vec<_>>())
            })?;
            let sql = "SELECT number, tenant, seed, pending_seed FROM console_user ORDER BY number";
            let users = books.all(sql, &[], |row| {
                let (number, tenant) = (row.int(0)?, row.int(1)?);
                let texts = [(SEED, row.text(2)?), (PENDING, row.text(3)?)];
                let of = |(sql, text): (_, Option<String>)| {
                    let place = format!("{tenant}/user/{number}");
                    Some(Kept { sql, number, place, user: Some((tenant, number)), text: text? })
                };
                Ok(texts.into_iter().filter_map(of).collect::<Vec<_>>())
            })?;
            Ok(outlets.into_iter().chain(users).flatten().collect())
        })
    }
}

impl Kept {
    /// As it is kept from now on; nothing where it is so already. Whoever has no randomness can seal nothing.
    fn anew(&self, sealing: &Sealing) -> Result<Option<String>, Unsealed> {
        if let Some(user) = self.user {
            let seed = Seed::of_kept(&self.text, sealing, user)?;
            if Seed::is_fresh(&self.text, sealing, user) {
                return Ok(None);
            }
            return seed.kept(sealing, user).map(Some).map_err(|_| Unsealed);
        }
        let secret = sealing.unseal(&self.text, &self.place)?;
        if sealing.is_fresh(&self.text, &self.place) {
            return Ok(None);
        }
        sealing.seal(&secret, &self.place).map(Some).map_err(|_| Unsealed)
    }
}
