//! Rule `history.csv`: the balance history, the customer's side of the entries.
//!
//! A row is id, description, created time, signed amount and running balance. In CSV (RFC 4180) a text that begins
//! like a formula is led by an apostrophe, so that no spreadsheet runs it; amounts are the engine's own and stay
//! numbers. Source: S4 "Balance History"; OWASP, "CSV Injection".

use super::{Book, Entry};
use crate::money::Money;
use crate::problem::{Code, Problem};
use crate::time::Instant;
use crate::wire::Encode;
use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// A movement as the customer sees it.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HistoryRow {
    /// The entry.
    pub id: String,
    /// What it was.
    pub description: String,
    /// When.
    pub time: Instant,
    /// Credits are positive.
    pub amount: Money,
    /// The customer's book after it.
    pub balance: Money,
}

/// The rows of entries that follow one another; entries that do not move the customer's book have none.
///
/// # Errors
/// `history_broken` at the entry whose postings do not sum to zero, or whose balance is not the one before it plus
/// its own amount.
pub fn history(entries: &[Entry]) -> Result<Vec<HistoryRow>, Problem> {
    let mut rows: Vec<HistoryRow> = Vec::new();
    let mut balance: Option<Money> = None;
    for (place, entry) in entries.iter().enumerate() {
        let broken = |message: String| {
            let help = "pass entries as answers gave them, in order and without gaps";
            Problem::new(Code::HistoryBroken, message, help).item(place).under("entries")
        };
        if !entry.is_balanced()? {
            return Err(broken(format!("the postings of `{}` do not sum to zero", entry.id)));
        }
        let amount = entry.amount_in(Book::Customer);
        let before = match (balance, amount) {
            (Some(before), _) => before,
            (None, Some(amount)) => entry.balance.minus(amount)?,
            (None, None) => entry.balance,
        };
        let after = match amount {
            Some(amount) => before.plus(amount)?,
            None => before,
        };
        if after != entry.balance {
            return Err(broken(format!("`{}` leads from {before} to {after}, not to {}", entry.id, entry.balance)));
        }
        balance = Some(after);
        if let Some(amount) = amount {
            let (id, description) = (entry.id.clone(), entry.description.clone());
            rows.push(HistoryRow { id, description, time: entry.time, amount, balance: after });
        }
    }
    Ok(rows)
}

/// The rows as CSV with a header, lines ended by CRLF.
#[must_use]
pub fn csv(rows: &[HistoryRow]) -> String {
    let mut text = String::from("id,description,created,amount,balance\r\n");
    for row in rows {
        text.push_str(&cell(&row.id));
        text.push(',');
        text.push_str(&cell(&row.description));
        text.push_str(&format!(",{},{},{}\r\n", row.time, row.amount, row.balance));
    }
    text
}

/// A text cell: quoted where RFC 4180 asks for it, led by an apostrophe where a spreadsheet would see a formula.
fn cell(text: &str) -> Cow<'_, str> {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\0', '＝', '＋', '－', '＠']);
    if !formula && !text.contains(['"', ',', '\r', '\n']) {
        return Cow::Borrowed(text);
    }
    let lead = if formula { "'" } else { "" };
    Cow::Owned(format!("\"{lead}{}\"", text.replace('"', "\"\"")))
}
