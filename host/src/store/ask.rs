//! Questions about an account as it is; nothing is kept.

use super::sql::{Sql, Text as _};
use super::{Account, Books, StoreError};
use crate::Reply;

impl Books {
    /// The engine's answer to a verb that takes a rulebook and a state: `rest` has its other fields, as they stand
    /// between the braces of an object.
    ///
    /// # Errors
    /// `NotFound`, `Engine`. Problems are an answer.
    pub fn ask(&self, account: &str, verb: &str, rest: &str) -> Result<Reply, StoreError> {
        let (rulebook, state) = self.settled(account, |books| {
            let sql = "SELECT rulebook, state FROM account WHERE tenant = $1 AND id = $2";
            let with = [self.tenant.0.into(), account.into()];
            let found = books.one(sql, &with, |row| Ok((row.must(0)?, row.must(1)?)))?;
            found.ok_or(StoreError::NotFound("account"))
        })?;
        self.ask_state(&rulebook, &state, verb, rest)
    }

    /// The same of an account that was read.
    ///
    /// # Errors
    /// As [`Books::ask`].
    pub fn ask_of(&self, account: &Account, verb: &str, rest: &str) -> Result<Reply, StoreError> {
        self.ask_state(&account.rulebook_digest, account.state.get(), verb, rest)
    }

    /// What is read of an account, after it has gone over where it was to.
    pub(super) fn settled<T>(
        &self,
        account: &str,
        query: impl Fn(&dyn Sql) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let sql = "SELECT activation.rulebook, begins FROM activation JOIN account
                   ON account.tenant = activation.tenant AND account.rulebook = replaces
                   WHERE account.tenant = $1 AND account.id = $2";
        let with = [self.tenant.0.into(), account.into()];
        let (planned, found) = self.read(|books| {
            let planned = books.one(sql, &with, |row| Ok((row.must(0)?, row.must(1)?)))?;
            Ok((planned, query(books)?))
        })?;
        match planned {
            None => Ok(found),
            Some((rulebook, begins)) => {
                self.go_over(account, &rulebook, &begins)?;
                self.read(query)
            }
        }
    }

    fn ask_state(&self, digest: &str, state: &str, verb: &str, rest: &str) -> Result<Reply, StoreError> {
        let ready = self.ready(digest)?;
        let comma = if rest.is_empty() { "" } else { "," };
        Ok(ready.call(verb, &format!(r#"{{"state":{state}{comma}{rest}}}"#))?)
    }
}
