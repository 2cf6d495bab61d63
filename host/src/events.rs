//! Events from files: NDJSON, one object a line, or CSV, whose header names the fields. Nothing is converted: a
//! cell becomes a JSON string, and the engine says what is wrong with it.

use serde::Deserialize;
use serde_json::value::RawValue;
use std::fmt;

/// One row and where it stands.
#[derive(Debug)]
pub struct Row {
    /// Line in the file, from one.
    pub line: u64,
    /// Whose it is, where it says so.
    pub account: Option<String>,
    /// The object as JSON.
    pub body: Box<RawValue>,
}

/// A row that is no row.
#[derive(Debug)]
pub struct Unreadable {
    /// Line in the file, from one.
    pub line: u64,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for Unreadable {}

#[derive(Deserialize)]
struct Head {
    account: Option<String>,
}

/// Reads NDJSON when the text begins with a brace, CSV otherwise.
///
/// # Errors
/// The first line that cannot be read.
pub fn read(text: &str) -> Result<Vec<Row>, Unreadable> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim_start().starts_with('{') { ndjson(text) } else { csv(text) }
}

/// Reads NDJSON. Empty lines are passed over.
///
/// # Errors
/// The first line that is not one JSON object.
pub fn ndjson(text: &str) -> Result<Vec<Row>, Unreadable> {
    let lines = text.lines().zip(1_u64..).filter(|(line, _)| !line.trim().is_empty());
    lines.map(|(body, line)| row(line, body.to_owned())).collect()
}

/// Reads CSV, whose header names the fields.
///
/// # Errors
/// The first row that cannot be read.
pub fn csv(text: &str) -> Result<Vec<Row>, Unreadable> {
    let unreadable = |error: ::csv::Error| Unreadable {
        line: error.position().map_or(1, ::csv::Position::line),
        message: error.to_string(),
    };
    let mut reader = ::csv::ReaderBuilder::new().trim(::csv::Trim::None).from_reader(text.as_bytes());
    let header = reader.headers().map_err(unreadable)?.clone();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(unreadable)?;
        let line = record.position().map_or(1, ::csv::Position::line);
        // An empty cell is an absent field. Texts are quoted by the JSON library, never by hand.
        let cells = header.iter().zip(&record).filter(|(_, cell)| !cell.is_empty());
        let fields: Vec<String> = cells
            .map(|(name, cell)| format!("{}:{}", serde_json::Value::from(name), serde_json::Value::from(cell)))
            .collect();
        rows.push(row(line, format!("{{{}}}", fields.join(",")))?);
    }
    Ok(rows)
}

fn row(line: u64, body: String) -> Result<Row, Unreadable> {
    let unreadable = |error: serde_json::Error| Unreadable { line, message: format!("not one JSON object: {error}") };
    let head: Head = serde_json::from_str(&body).map_err(unreadable)?;
    let body = RawValue::from_string(body).map_err(unreadable)?;
    Ok(Row { line, account: head.account, body })
}
