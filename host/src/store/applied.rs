//! What came of a wish. It is told the first time from what the engine answered, and again from what the books have of it: by
//! the same shape, and so in the same bytes.

use super::StoreError;
use super::json::broken;
use super::sql::{Sql, Text as _};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// What came of a batch.
#[derive(Clone, Debug, Serialize)]
pub struct Applied {
    /// Events that were new.
    pub applied: usize,
    /// Events that had been applied before, with the same content.
    pub duplicates: Vec<String>,
    /// Events that were refused beside others that were not.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<Refused>,
    /// What the engine answered for those that were new; absent when none was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<Answered>,
    /// Is this what was answered before, when the same was wished?
    #[serde(skip)]
    pub replayed: bool,
}

/// An event that was refused.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Refused {
    /// Its place in the call.
    pub event: usize,
    /// The contract's problems, with paths into the call.
    pub problems: Vec<Box<RawValue>>,
}

/// The engine's answer without the state, which whoever wants it reads.
#[derive(Clone, Debug, Serialize)]
pub struct Answered {
    /// Digest of the engine.
    pub engine: String,
    /// Digest of the rulebook.
    pub rulebook: String,
    /// May it go ahead? Only where a usage was to be spent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<Box<RawValue>>,
    /// The balance after it.
    pub balance: String,
    /// Is service `active`, or suspended?
    pub service: String,
    /// Ledger entries.
    pub entries: Vec<Box<RawValue>>,
    /// Effects.
    pub effects: Vec<Box<RawValue>>,
}

/// What is kept of an answer beside its entries and effects.
#[derive(Serialize, Deserialize)]
struct Said {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    duplicates: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    refused: Vec<Refused>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    decision: Option<Box<RawValue>>,
    balance: String,
    service: String,
}

impl Applied {
    pub(super) const fn of_known(duplicates: Vec<String>) -> Self {
        Self { applied: 0, duplicates, refused: Vec::new(), answer: None, replayed: false }
    }

    /// What is kept with its first batch, where there is any.
    pub(super) fn said(&self) -> Result<Option<String>, StoreError> {
        let Some(answer) = &self.answer else { return Ok(None) };
        let Answered { decision, balance, service, .. } = answer.clone();
        let said =
            Said { duplicates: self.duplicates.clone(), refused: self.refused.clone(), decision, balance, service };
        serde_json::to_string(&said).map(Some).map_err(broken)
    }
}

struct Row {
    engine: String,
    rulebook: String,
    said: Option<String>,
    events: i64,
    spans: [(i64, i64); 2],
}

/// What was answered when the same was wished before.
pub(super) fn before(books: &dyn Sql, account: i64, wish: &str) -> Result<Option<Applied>, StoreError> {
    let sql = format!(
        "SELECT engine, rulebook, said, events, first_entry, entries, first_effect, effects FROM batch {}
         WHERE account = $1 AND wish = $2 ORDER BY seq",
        books.dialect().by("batch_by_wish")
    );
    let rows = books.all(&sql, &[account.into(), wish.into()], |row| {
        let spans = [(row.int(4)?, row.int(5)?), (row.int(6)?, row.int(7)?)];
        Ok(Row { engine: row.must(0)?, rulebook: row.must(1)?, said: row.text(2)?, events: row.int(3)?, spans })
    })?;
    let Some(said) = rows.iter().find_map(|row| row.said.as_deref()) else { return Ok(None) };
    let Said { duplicates, refused, decision, balance, service } = serde_json::from_str(said).map_err(broken)?;
    let (mut entries, mut effects) = (Vec::new(), Vec::new());
    for row in &rows {
        entries.extend(bodies(books, "entry", account, row.spans[0])?);
        effects.extend(bodies(books, "effect", account, row.spans[1])?);
    }
    let applied = rows.iter().map(|row| usize::try_from(row.events).unwrap_or_default()).sum();
    let answer = rows.into_iter().next().map(|Row { engine, rulebook, .. }| Answered {
        engine,
        rulebook,
        decision,
        balance,
        service,
        entries,
        effects,
    });
    Ok(Some(Applied { applied, duplicates, refused, answer, replayed: true }))
}

/// What one batch has made stands together.
pub(super) fn bodies(
    books: &dyn Sql,
    table: &str,
    account: i64,
    (first, count): (i64, i64),
) -> Result<Vec<Box<RawValue>>, StoreError> {
    let sql = format!("SELECT body FROM {table} WHERE account = $1 AND seq >= $2 AND seq < $3 ORDER BY seq");
    books.all(&sql, &[account.into(), first.into(), (first + count).into()], |row| row.json(0))
}
