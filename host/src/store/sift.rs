//! What of a batch is new: events are unique by account and id for as long as the books are kept.

use super::StoreError;
use super::sql::{Sql, Text as _, Value};
use crate::engine::hex;
use serde::Deserialize;
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;

/// An event that is new: its place in the call, its id, and the digest of its content.
pub(super) struct New {
    pub(super) place: usize,
    pub(super) id: String,
    pub(super) digest: String,
}

pub(super) struct Sieve {
    pub(super) new: Vec<New>,
    /// Ids of those that were kept with the same content.
    pub(super) duplicates: Vec<String>,
    /// Places of those whose id is kept with other content.
    pub(super) conflicts: Vec<(usize, StoreError)>,
}

#[derive(Deserialize)]
struct Head {
    id: String,
}

/// `earlier` has what the same turn has taken and is not in the books yet.
pub(super) fn sift(
    books: &dyn Sql,
    account: i64,
    earlier: &HashMap<String, String>,
    events: &[Box<RawValue>],
    digests: Vec<String>,
) -> Result<Sieve, StoreError> {
    let mut sieve = Sieve { new: Vec::new(), duplicates: Vec::new(), conflicts: Vec::new() };
    let mut in_call: HashMap<String, String> = HashMap::new();
    // An event without an id is the engine's to refuse, with its path and help.
    let id = |event: &RawValue| serde_json::from_str::<Head>(event.get()).map(|head| head.id).unwrap_or_default();
    let ids: Vec<String> = events.iter().map(|event| id(event)).collect();
    let in_books = known(books, account, &ids)?;
    for (place, (id, sent)) in ids.into_iter().zip(digests).enumerate() {
        let before = in_call.get(&id);
        let here = before.is_some();
        let kept = before.or_else(|| earlier.get(&id)).or_else(|| in_books.get(&id)).cloned();
        match kept {
            None => {
                if !id.is_empty() {
                    in_call.insert(id.clone(), sent.clone());
                }
                sieve.new.push(New { place, id, digest: sent });
            }
            Some(kept) if kept == sent => sieve.duplicates.push(id),
            Some(kept) => {
                let path = format!("/events/{place}/id");
                let conflict = StoreError::Conflict { what: "event", id, path, in_call: here, kept, sent };
                sieve.conflicts.push((place, conflict));
            }
        }
    }
    Ok(sieve)
}

/// Those of these ids that are in the books, with the digests of their content.
fn known(books: &dyn Sql, account: i64, ids: &[String]) -> Result<HashMap<String, String>, StoreError> {
    let mut known = HashMap::new();
    let mut tell = |sql: &str, with: &[Value<'_>]| {
        books.each(sql, with, &mut |row| {
            known.insert(row.must(0)?, row.must(1)?);
            Ok(())
        })
    };
    match ids {
        [] => {}
        [id] => tell("SELECT id, digest FROM event WHERE account = $1 AND id = $2", &[account.into(), id.into()])?,
        ids => {
            let listed = serde_json::Value::from(ids).to_string();
            let sql =
                format!("SELECT id, digest FROM event WHERE account = $1 AND id IN {}", books.dialect().listed("$2"));
            tell(&sql, &[account.into(), (&listed).into()])?;
        }
    }
    Ok(known)
}

/// What is wished, so that the same is known again. Nothing where nothing is.
pub(super) fn wish(kind: &str, digests: &[String]) -> Option<String> {
    let told = digests.iter().fold(Sha256::new_with_prefix(kind), |hash, digest| hash.chain_update(digest));
    if digests.is_empty() { None } else { Some(hex(&told.finalize()[..16])) }
}

/// The content of an event, whatever the order of its keys and the spaces between them.
pub(super) fn digest(event: &str) -> String {
    let mut value = serde_json::from_str::<serde_json::Value>(event).unwrap_or_default();
    value.sort_all_objects();
    format!("sha256:{}", hex(&Sha256::digest(value.to_string())))
}
