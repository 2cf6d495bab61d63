//! The books against themselves: every seal, and everything that was made, made again by the engine that made it.

use super::replay::{apply, batches};
use super::write::opened;
use super::{Store, StoreError, chain};
use rusqlite::Connection;
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
    pub fn verify(&self, mut progress: impl FnMut(&str)) -> Result<Verified, StoreError> {
        let (mut verified, mut after) = (Verified::default(), String::new());
        loop {
            let ids = self.read(|books| ids(books, &after))?;
            let Some(last) = ids.last() else { return Ok(verified) };
            after.clone_from(last);
            for id in ids {
                progress(&id);
                if let Some(fault) = self.verify_account(&id, &mut verified)? {
                    verified.faults.push((id, fault));
                }
                verified.accounts += 1;
            }
        }
    }

    /// What is wrong with it, if anything is.
    fn verify_account(&self, id: &str, verified: &mut Verified) -> Result<Option<String>, StoreError> {
        let (kept, batches) = self.read(|books| Ok((super::read::account(books, id)?, batches(books, id)?)))?;
        let lists = self.read(|books| Ok([bodies(books, "entry", id)?, bodies(books, "effect", id)?]))?;
        let [mut entries, mut effects] = lists.map(Vec::into_iter);
        let (mut before, mut state) = (format!(r#""open":{}"#, kept.opening), None);
        let mut seal: Option<Vec<u8>> = None;
        for (place, batch) in batches.iter().enumerate() {
            let fault = |what: &str| Ok(Some(format!("{what} of batch {}", place + 1)));
            let ready = self.ready_of(&batch.engine, batch.rulebook.as_ref().unwrap_or(&kept.rulebook_digest))?;
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
            let words = [&batch.engine, batch.rulebook.as_deref().unwrap_or_default(), &batch.as_of, &batch.payments];
            let bodies = batch.bodies.iter().chain(&made.entries).chain(&made.effects).chain([&made.state]);
            let sealed = chain::seal(seal.as_deref(), words, bodies.map(|body| &**body));
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
            None => opened(&*self.ready_rulebook(&kept.rulebook_digest)?, kept.opening.get())?,
        };
        Ok((state.get() != kept.state.get()).then(|| "the state is not what the batches make it".into()))
    }
}

fn ids(books: &Connection, after: &str) -> Result<Vec<String>, StoreError> {
    let mut find = books.prepare_cached("SELECT id FROM account WHERE id > ?1 ORDER BY id LIMIT ?2")?;
    let rows = find.query_map((after, PAGE as i64), |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn bodies(books: &Connection, table: &str, account: &str) -> Result<Vec<String>, StoreError> {
    let mut find = books.prepare_cached(&format!("SELECT body FROM {table} WHERE account = ?1 ORDER BY seq"))?;
    let rows = find.query_map([account], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
