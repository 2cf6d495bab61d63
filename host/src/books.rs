//! What `apply` answered, in the parts that are kept or written: the engine's own JSON, untouched.

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
}

pub(crate) fn read(reply: &[u8]) -> serde_json::Result<Books> {
    Ok(serde_json::from_slice::<Answered>(reply)?.answer)
}
