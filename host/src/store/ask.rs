//! Questions about an account as it is; nothing is kept.

use super::sql::Text as _;
use super::{Account, Books, StoreError};
use crate::Reply;

impl Books {
    /// The engine's answer to a verb that takes a rulebook and a state: `rest` has its other fields, as they stand
    /// between the braces of an object.
    ///
    /// # Errors
    /// `NotFound`, `Engine`. Problems are an answer.
    pub fn ask(&self, account: &str, verb: &str, rest: &str) -> Result<Reply, StoreError> {
        let (rulebook, state) = self.read(|books| {
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

    fn ask_state(&self, digest: &str, state: &str, verb: &str, rest: &str) -> Result<Reply, StoreError> {
        let ready = self.ready(digest)?;
        let comma = if rest.is_empty() { "" } else { "," };
        Ok(ready.call(verb, &format!(r#"{{"state":{state}{comma}{rest}}}"#))?)
    }
}
