//! Entries that events take back: the engine asks for them, and the books have them by id.

use super::StoreError;
use super::sql::{Sql, Text as _};
use serde::Deserialize;
use std::collections::BTreeSet;

/// What an event may take back.
#[derive(Deserialize)]
struct TakesBack {
    reverses: Option<String>,
    charge: Option<String>,
    corrects: Option<Corrects>,
}

#[derive(Deserialize)]
struct Corrects {
    entry: String,
}

/// Entries of payments stand under the payment's name and one of these.
const PAYMENTS: [&str; 4] = ["top_up", "recharge", "bank_debit", "invoice_payment"];

/// The ids of the entries that these events may take back; what is not there the engine refuses.
fn wanted<'e>(events: impl Iterator<Item = &'e str>) -> BTreeSet<String> {
    let mut wanted = BTreeSet::new();
    for event in events {
        // An event of another shape is the engine's to refuse.
        let Ok(event) = serde_json::from_str::<TakesBack>(event) else { continue };
        wanted.extend(event.reverses.map(|usage| format!("{usage}/usage")));
        wanted.extend(event.corrects.map(|corrects| corrects.entry));
        if let Some(charge) = event.charge {
            wanted.extend(PAYMENTS.iter().map(|kind| format!("{charge}/{kind}")));
        }
    }
    wanted
}

/// The entries that these events take back, as a list of JSON: from `here`, else from the books.
pub(super) fn of<'e>(
    books: &dyn Sql,
    account: i64,
    events: impl Iterator<Item = &'e str>,
    here: impl Fn(&str) -> Option<String>,
) -> Result<String, StoreError> {
    let find = "SELECT body FROM entry WHERE account = $1 AND id = $2";
    let mut found = Vec::new();
    for id in wanted(events) {
        found.extend(match here(&id) {
            Some(body) => Some(body),
            None => books.one(find, &[account.into(), (&id).into()], |row| row.must(0))?,
        });
    }
    Ok(found.join(","))
}
