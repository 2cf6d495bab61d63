//! What the guest gave is checked before it is used, even by our own build: JSON, of the contract's shape.

use super::EngineError;
use serde::Deserialize;
use serde_json::value::RawValue;

/// Was the call answered, or was something wrong with it?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Answered.
    Ok,
    /// The call has problems; nothing changed.
    Problems,
}

/// An answer as every door gives it.
#[derive(Clone, Debug)]
pub struct Reply {
    /// Answered or refused.
    pub status: Status,
    /// The stamped bytes.
    pub bytes: Vec<u8>,
}

impl Reply {
    /// The code of its first problem, for a log: the rest of it may quote what the call has.
    #[cfg(feature = "server")]
    pub(crate) fn code(&self) -> String {
        let answer: serde_json::Value = serde_json::from_slice(&self.bytes).unwrap_or_default();
        answer["problems"][0]["code"].as_str().unwrap_or("none").to_owned()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Envelope<'a> {
    #[serde(rename = "contract")]
    _contract: &'a str,
    status: Status,
    #[serde(rename = "rulebook", borrow, default)]
    _rulebook: Option<&'a str>,
    #[serde(borrow, default)]
    answer: Option<&'a RawValue>,
    #[serde(borrow, default)]
    problems: Option<Vec<&'a RawValue>>,
}

/// The one copy that is made of an answer is the stamped one.
pub(super) fn accept(answer: &[u8], digest: &str) -> Result<Reply, EngineError> {
    let text = std::str::from_utf8(answer).map_err(|_| EngineError::BadAnswer("it is not UTF-8"))?;
    let envelope: Envelope<'_> =
        serde_json::from_str(text).map_err(|_| EngineError::BadAnswer("it is not an answer of the contract"))?;
    let whole = match envelope.status {
        Status::Ok => envelope.answer.is_some() && envelope.problems.is_none(),
        Status::Problems => envelope.answer.is_none() && envelope.problems.is_some_and(|list| !list.is_empty()),
    };
    if !whole || !text.starts_with('{') {
        return Err(EngineError::BadAnswer("its parts do not fit its status"));
    }
    // Every door writes the digest in the same place, in front: no file can know its own hash.
    let bytes = [b"{\"engine\":\"", digest.as_bytes(), b"\",", &answer[1..]].concat();
    Ok(Reply { status: envelope.status, bytes })
}

/// The JSON and the amounts of a block of `columns` (see `wasm/README.md`).
pub(super) fn block(block: &[u8]) -> Result<(&[u8], Vec<i64>), EngineError> {
    let wrong = || EngineError::BadAnswer("its block is not as long as it says");
    let (length, rest) = block.split_first_chunk::<4>().ok_or_else(wrong)?;
    let (many, rest) = rest.split_first_chunk::<4>().ok_or_else(wrong)?;
    let (length, many) = (u32::from_le_bytes(*length) as usize, u32::from_le_bytes(*many) as usize);
    let (amounts, json) = many.checked_mul(8).and_then(|bytes| rest.split_at_checked(bytes)).ok_or_else(wrong)?;
    if json.len() != length {
        return Err(wrong());
    }
    Ok((json, amounts.as_chunks::<8>().0.iter().map(|amount| i64::from_le_bytes(*amount)).collect()))
}
