//! Questions about an account as it is; nothing is kept.

use super::sql::{Row, Sql, Text as _};
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
            let sql =
                "SELECT account.rulebook, state, next.rulebook, next.begins FROM account LEFT JOIN activation AS next
                       ON next.tenant = account.tenant AND next.replaces = account.rulebook
                       WHERE account.tenant = $1 AND account.id = $2";
            let with = [self.tenant.0.into(), account.into()];
            let found = books.one(sql, &with, |row| Ok((planned(row, 2)?, (row.must(0)?, row.must(1)?))))?;
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

    /// What is read of an account, after it has gone over where it was to: the query tells that beside.
    pub(super) fn settled<T>(
        &self,
        account: &str,
        query: impl Fn(&dyn Sql) -> Result<(Planned, T), StoreError>,
    ) -> Result<T, StoreError> {
        match self.read(&query)? {
            (None, found) => Ok(found),
            (Some((rulebook, begins)), _) => {
                self.go_over(account, &rulebook, &begins)?;
                Ok(self.read(query)?.1)
            }
        }
    }

    fn ask_state(&self, digest: &str, state: &str, verb: &str, rest: &str) -> Result<Reply, StoreError> {
        let ready = self.ready(digest)?;
        let comma = if rest.is_empty() { "" } else { "," };
        Ok(ready.call(verb, &format!(r#"{{"state":{state}{comma}{rest}}}"#))?)
    }
}

/// What is to take the rulebook's place, and from when on.
pub(super) type Planned = Option<(String, String)>;

/// That, from here on in a row.
pub(super) fn planned(row: &dyn Row, place: usize) -> Result<Planned, StoreError> {
    Ok(row.text(place)?.zip(row.text(place + 1)?))
}
