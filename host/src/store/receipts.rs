//! Receipts have numbers of a series, which are taken in the transaction that the payment comes into the books with, from a row that
//! others wait for: no number is given twice and none is left out. What a receipt says the engine makes of the payment's entry.

use super::batch::Batch;
use super::notice::PAID;
use super::read::number;
use super::sql::{Kind, Sql, Table, Text as _, Value};
use super::standing::Standing;
use super::{Books, StoreError};
use serde_json::value::RawValue;
use std::collections::BTreeMap;

const PREFIX: &str = "RC-";
const DIGITS: i64 = 6;

const RECEIPT: Table = Table {
    name: "receipt",
    columns: &[
        ("tenant", Kind::Int),
        ("place", Kind::Int),
        ("number", Kind::Text),
        ("account", Kind::Int),
        ("entry", Kind::Int),
    ],
    otherwise: "",
};

/// Numbers the payments of a turn, which stands on this.
pub(super) fn file(step: &dyn Sql, of: &Standing, batches: &[Batch]) -> Result<(), StoreError> {
    let entries = batches.iter().flat_map(|batch| &batch.entries).zip(of.entries + 1..);
    let paid: Vec<i64> =
        entries.filter(|(entry, _)| PAID.contains(&&*entry.head.kind)).map(|(_, place)| place).collect();
    if paid.is_empty() {
        return Ok(());
    }
    let sql = "INSERT INTO series (tenant, kind, prefix, digits, next) VALUES ($1, 'receipt', $2, $3, $4 + 1)
               ON CONFLICT (tenant, kind) DO UPDATE SET next = series.next + $4 RETURNING prefix, digits, next - $4";
    let with = [of.tenant.0.into(), PREFIX.into(), DIGITS.into(), Value::Int(paid.len() as i64)];
    let taken = step.one(sql, &with, |row| Ok((row.must(0)?, row.int(1)?, row.int(2)?)))?;
    let (prefix, digits, first): (String, i64, i64) = taken.ok_or(StoreError::NotFound("series"))?;
    let digits = usize::try_from(digits).unwrap_or_default();
    let numbers: Vec<(i64, String, i64)> =
        (first..).zip(paid).map(|(place, entry)| (place, format!("{prefix}{place:0digits$}"), entry)).collect();
    let rows: Vec<Vec<Value<'_>>> = numbers
        .iter()
        .map(|(place, number, entry)| {
            vec![of.tenant.0.into(), (*place).into(), number.into(), of.account.into(), (*entry).into()]
        })
        .collect();
    step.insert(&RECEIPT, &rows)
}

impl Books {
    /// The entry of a payment and the number of its receipt, by that number or by the payment's name; the first one that its event has
    /// made.
    ///
    /// # Errors
    /// `NotFound`, `Unavailable`.
    pub fn receipt(&self, account: &str, name: &str) -> Result<(Box<RawValue>, String), StoreError> {
        let found = self.read(|books| {
            let (account, _) = number(books, self.tenant, account)?;
            let sql = "SELECT entry.body, receipt.number FROM receipt
                       JOIN entry ON entry.account = receipt.account AND entry.seq = receipt.entry
                       WHERE receipt.account = $1 AND (receipt.number = $2 OR entry.id IN ($3, $4, $5, $6))
                       ORDER BY receipt.place LIMIT 1";
            let ids = PAID.map(|kind| format!("{name}/{kind}"));
            let mut with = vec![account.into(), name.into()];
            with.extend(ids.iter().map(Value::from));
            books.one(sql, &with, |row| Ok((row.json(0)?, row.must(1)?)))
        })?;
        found.ok_or(StoreError::NotFound("receipt"))
    }

    /// The numbers of the receipts of payments that follow one another, by the ids of their entries.
    ///
    /// # Errors
    /// `NotFound`, `Unavailable`.
    pub fn receipt_numbers(&self, account: &str, entries: &[String]) -> Result<BTreeMap<String, String>, StoreError> {
        let (Some(first), Some(last)) = (entries.first(), entries.last()) else { return Ok(BTreeMap::new()) };
        let found = self.read(|books| {
            let (account, _) = number(books, self.tenant, account)?;
            let sql = "SELECT entry.id, receipt.number FROM receipt
                       JOIN entry ON entry.account = receipt.account AND entry.seq = receipt.entry
                       WHERE receipt.account = $1
                         AND receipt.entry >= (SELECT min(seq) FROM entry WHERE account = $1 AND id IN ($2, $3))
                         AND receipt.entry <= (SELECT max(seq) FROM entry WHERE account = $1 AND id IN ($2, $3))";
            books.all(sql, &[account.into(), first.into(), last.into()], |row| Ok((row.must(0)?, row.must(1)?)))
        })?;
        Ok(found.into_iter().collect())
    }
}
