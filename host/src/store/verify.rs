//! The books against themselves: every seal, and everything that was made, made again by the engine that made it.

use super::key::{Scope, Tenant};
use super::replay::{apply, of_account};
use super::sql::{Sql, Text as _};
use super::write::opened;
use super::{Books, Store, StoreError, chain, read};
use serde::Serialize;

/// What was looked at, and what is not as it should be.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Verified {
    /// Accounts.
    pub accounts: usize,
    /// Batches that were applied again.
    pub batches: usize,
    /// Entries that were found again.
    pub entries: usize,
    /// Batches from before batches were sealed.
    pub unsealed: usize,
    /// Account and what is wrong with it.
    pub faults: Vec<(String, String)>,
}

/// Accounts that are asked for at a time.
const PAGE: usize = 200;

impl Store {
    /// Makes every account again from what opened it and its batches, and compares seals, entries, effects and state.
    ///
    /// # Errors
    /// The books cannot be read, or an engine that has made some of them is not there.
    pub fn verify(&self, progress: impl FnMut(&str)) -> Result<Verified, StoreError> {
        self.made_again(None, progress)
    }

    /// Makes every account again by this store's own engine, whichever made it, and compares entries, effects and state.
    ///
    /// # Errors
    /// As [`Store::verify`].
    pub fn replay(&self, progress: impl FnMut(&str)) -> Result<Verified, StoreError> {
        self.made_again(Some(self.engine().digest()), progress)
    }

    fn made_again(&self, by: Option<&str>, mut progress: impl FnMut(&str)) -> Result<Verified, StoreError> {
        let (mut verified, mut after) = (Verified::default(), 0);
        loop {
            let accounts = self.read(Scope::Host, |books| accounts(books, after))?;
            let Some((last, ..)) = accounts.last() else { return Ok(verified) };
            after = *last;
            for (_, tenant, id) in accounts {
                progress(&id);
                if let Some(fault) = self.books(tenant).verify_account(&id, by, &mut verified)? {
                    verified.faults.push((id, fault));
                }
                verified.accounts += 1;
            }
        }
    }
}

impl Books {
    /// What is wrong with it, if anything is.
    fn verify_account(
        &self,
        id: &str,
        by: Option<&str>,
        verified: &mut Verified,
    ) -> Result<Option<String>, StoreError> {
        let (kept, batches) = self.read(|books| of_account(books, self.tenant, id))?;
        let lists = self.read(|books| {
            let (number, _) = read::number(books, self.tenant, id)?;
            Ok([bodies(books, "entry", number)?, bodies(books, "effect", number)?])
        })?;
        let [mut entries, mut effects] = lists.map(Vec::into_iter);
        let (mut before, mut state) = (format!(r#""open":{}"#, kept.opening), None);
        let mut seal: Option<Vec<u8>> = None;
        for (place, batch) in batches.iter().enumerate() {
            let fault = |what: &str| Ok(Some(format!("{what} of batch {}", place + 1)));
            let ready = self.ready_of(by.unwrap_or(&batch.engine), &batch.rulebook)?;
            let made = match apply(&ready, &before, batch) {
                Ok(made) => made,
                Err(StoreError::Refused(refused)) => {
                    return fault(&format!("{} says the engine", String::from_utf8_lossy(&refused.bytes)));
                }
                Err(error) => return Err(error),
            };
            for (list, kept, what) in
                [(&made.entries, &mut entries, "an entry"), (&made.effects, &mut effects, "an effect")]
            {
                if list.iter().any(|body| kept.next().as_deref() != Some(body.get())) {
                    return fault(what);
                }
            }
            let words = [&batch.engine, &*batch.rulebook, &batch.as_of, &batch.payments];
            let bodies = batch.bodies.iter().chain(&made.entries).chain(&made.effects).chain([&made.state]);
            let sealed = chain::seal(seal.as_deref(), (words, batch.who.as_deref()), bodies.map(|body| &**body));
            match &batch.seal {
                Some(kept) if *kept == sealed => seal = Some(sealed),
                Some(_) => return fault("the seal"),
                None if seal.is_none() => verified.unsealed += 1,
                None => return fault("no seal"),
            }
            before = format!(r#""state":{}"#, made.state);
            (verified.batches, verified.entries) = (verified.batches + 1, verified.entries + made.entries.len());
            state = Some(made.state);
        }
        if entries.next().is_some() || effects.next().is_some() {
            return Ok(Some("entries or effects that no batch made".into()));
        }
        let state = match state {
            Some(state) => state,
            None => opened(&*self.ready(&kept.rulebook_digest)?, kept.opening.get())?.0,
        };
        Ok((state.get() != kept.state.get()).then(|| "the state is not what the batches make it".into()))
    }
}

/// Number, tenant and id of the next ones.
fn accounts(books: &dyn Sql, after: i64) -> Result<Vec<(i64, Tenant, String)>, StoreError> {
    let sql = "SELECT number, tenant, id FROM account WHERE number > $1 ORDER BY number LIMIT $2";
    books.all(sql, &[after.into(), PAGE.into()], |row| Ok((row.int(0)?, Tenant(row.int(1)?), row.must(2)?)))
}

fn bodies(books: &dyn Sql, table: &str, account: i64) -> Result<Vec<String>, StoreError> {
    let sql = format!("SELECT body FROM {table} WHERE account = $1 ORDER BY seq");
    books.all(&sql, &[account.into()], |row| row.must(0))
}
