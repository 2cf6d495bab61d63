//! Questions about an account as it is; nothing is kept.

use super::{Account, Store, StoreError};
use crate::Reply;

impl Store {
    /// The engine's answer to a verb that takes a rulebook and a state: `rest` has its other fields, as they stand
    /// between the braces of an object.
    ///
    /// # Errors
    /// `NotFound`, `Engine`. Problems are an answer.
    pub fn ask(&self, account: &str, verb: &str, rest: &str) -> Result<Reply, StoreError> {
        let (rulebook, state): (String, String) = self.read(|books| {
            let mut find = books.prepare_cached("SELECT rulebook, state FROM account WHERE id = ?1")?;
            Ok(find.query_row([account], |row| Ok((row.get(0)?, row.get(1)?)))?)
        })?;
        self.ask_state(&rulebook, &state, verb, rest)
    }

    /// The same of an account that was read.
    ///
    /// # Errors
    /// As [`Store::ask`].
    pub fn ask_of(&self, account: &Account, verb: &str, rest: &str) -> Result<Reply, StoreError> {
        self.ask_state(&account.rulebook_digest, account.state.get(), verb, rest)
    }

    fn ask_state(&self, digest: &str, state: &str, verb: &str, rest: &str) -> Result<Reply, StoreError> {
        let ready = self.ready_rulebook(digest)?;
        let comma = if rest.is_empty() { "" } else { "," };
        Ok(ready.call(verb, &format!(r#"{{"state":{state}{comma}{rest}}}"#))?)
    }
}
