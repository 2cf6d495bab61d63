//! What `apply` and `history` answered, in the parts that are kept or written: the engine's own, untouched.

use serde::Deserialize;
use serde_json::value::RawValue;

#[derive(Deserialize)]
struct Answered {
    answer: Books,
}

#[derive(Deserialize)]
pub(crate) struct Books {
    pub(crate) state: Box<RawValue>,
    pub(crate) entries: Vec<Box<RawValue>>,
    pub(crate) effects: Vec<Box<RawValue>>,
    /// When time alone next brings something about.
    #[serde(default)]
    pub(crate) next_due: Option<String>,
}

pub(crate) fn read(reply: &[u8]) -> serde_json::Result<Books> {
    Ok(serde_json::from_slice::<Answered>(reply)?.answer)
}

#[derive(Deserialize)]
struct Listed {
    answer: History,
}

#[derive(Deserialize)]
struct History {
    rows: Vec<Box<RawValue>>,
    csv: String,
}

/// The rows within an answer of `history`.
pub(crate) fn rows(reply: &[u8]) -> serde_json::Result<Vec<Box<RawValue>>> {
    Ok(serde_json::from_slice::<Listed>(reply)?.answer.rows)
}

/// The CSV within an answer of `history`.
pub(crate) fn csv(reply: &[u8]) -> serde_json::Result<String> {
    Ok(serde_json::from_slice::<Listed>(reply)?.answer.csv)
}
