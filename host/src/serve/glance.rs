//! What whoever looks through accounts wants to see of each beside its state: how long its balance lasts, and what was billed last.

use super::caller::Caller;
use super::filed;
use super::problem::Refusal;
use super::reading::parse;
use crate::Status;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

#[derive(Deserialize)]
struct Listed {
    id: String,
}

/// The part of the engine's overview that is shown.
#[derive(Deserialize)]
struct Overview {
    answer: Lasting,
}

#[derive(Deserialize)]
struct Lasting {
    runway_days: Option<Value>,
}

/// An account of a list with both: `runway_days` where something is used, `last_invoice` where there is one.
pub(super) fn with(caller: &Caller, listed: &RawValue, as_of: &str) -> Result<Value, Refusal> {
    let Listed { id } = parse(listed.get().as_bytes())?;
    let mut row: Value = parse(listed.get().as_bytes())?;
    if let Some(days) = runway(caller, &id, as_of)? {
        row["runway_days"] = days;
    }
    if let Some(invoice) = caller.books.last_invoice(&id)? {
        row["last_invoice"] = filed::shown(caller, &invoice)?;
    }
    Ok(row)
}

/// The engine's own count. An account that is ahead of `as_of`, as a test clock may have it, has none.
fn runway(caller: &Caller, account: &str, as_of: &str) -> Result<Option<Value>, Refusal> {
    let reply = caller.books.ask(account, "overview", &format!(r#""as_of":{}"#, Value::from(as_of)))?;
    if reply.status == Status::Problems {
        return Ok(None);
    }
    let Overview { answer } = parse(&reply.bytes)?;
    Ok(answer.runway_days)
}
