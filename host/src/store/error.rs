//! Why the store has nothing to give.

use crate::{EngineError, Reply};
use std::fmt;

/// Nothing was changed.
#[derive(Clone, Debug)]
pub enum StoreError {
    /// The engine refused; its answer says why.
    Refused(Reply),
    /// The engine gave no answer.
    Engine(EngineError),
    /// There is no such thing.
    NotFound(&'static str),
    /// The same id stands there with other content.
    Conflict {
        /// What it is the id of.
        what: &'static str,
        /// The id.
        id: String,
        /// Where it stands in the call, as a JSON Pointer; empty where the call is of that one thing.
        path: String,
        /// Was the other before it in the same call? Then nothing is kept yet.
        in_call: bool,
        /// Digest of what is kept, or was before it.
        kept: String,
        /// Digest of what was sent.
        sent: String,
    },
    /// There is another of that name.
    Taken {
        /// Of what.
        what: &'static str,
        /// The name.
        id: String,
    },
    /// More waits than can be kept in memory.
    Busy,
    /// Another host has moved the account meanwhile.
    Overtaken,
    /// The cursor is not one that a page gave.
    Cursor,
    /// More than can be told at once.
    TooMany {
        /// Of what.
        what: &'static str,
        /// How many can be.
        most: usize,
    },
    /// The file cannot be used now.
    Unavailable(String),
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(reply) => f.write_str(&String::from_utf8_lossy(&reply.bytes)),
            Self::Engine(error) => error.fmt(f),
            Self::NotFound(what) => write!(f, "there is no such {what}"),
            Self::Conflict { what, id, in_call: true, .. } => {
                write!(f, "the {what} id `{id}` stands twice in this call with different content")
            }
            Self::Conflict { what, id, kept, sent, .. } => {
                write!(f, "the {what} `{id}` is kept with other content: {kept} kept, {sent} sent")
            }
            Self::Taken { what, id } => write!(f, "there is a {what} `{id}` already"),
            Self::TooMany { what, most } => write!(f, "more than {most} {what}"),
            Self::Busy => f.write_str("too much waits to be written"),
            Self::Overtaken => f.write_str("another host has written to the account meanwhile"),
            Self::Cursor => f.write_str("the cursor is not one that a page gave"),
            Self::Unavailable(why) => write!(f, "the store is not available: {why}"),
        }
    }
}

impl std::error::Error for StoreError {}

impl StoreError {
    /// What a log says of it: nothing that a call has brought.
    #[cfg(feature = "server")]
    pub(crate) fn code(&self) -> String {
        match self {
            Self::Refused(reply) => reply.code(),
            Self::Conflict { what, .. } => format!("{what}_conflict"),
            other => other.to_string(),
        }
    }

    /// The same about a usage that stands by itself.
    pub(super) fn of_usage(self) -> Self {
        match self {
            Self::Conflict { what, id, path, in_call, kept, sent } => {
                let path = path.replacen("/events/0", "/usage", 1);
                Self::Conflict { what, id, path, in_call, kept, sent }
            }
            other => other,
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Unavailable(match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::OperationInterrupted) => "a query took too long".into(),
            _ => error.to_string(),
        })
    }
}

impl From<EngineError> for StoreError {
    fn from(error: EngineError) -> Self {
        Self::Engine(error)
    }
}

/// A refusal whose paths name the caller's own places: events that were known already had been left out.
pub(super) fn at_places(reply: Reply, places: &[usize]) -> Reply {
    let Ok(mut answer) = serde_json::from_slice::<serde_json::Value>(&reply.bytes) else { return reply };
    for problem in answer["problems"].as_array_mut().into_iter().flatten() {
        let mut steps: Vec<String> =
            problem["path"].as_str().unwrap_or_default().split('/').map(str::to_owned).collect();
        if let [_, events, place, ..] = &mut steps[..]
            && events == "events"
            && let Some(original) = place.parse().ok().and_then(|place: usize| places.get(place))
        {
            *place = original.to_string();
            problem["path"] = steps.join("/").into();
        }
    }
    Reply { status: reply.status, bytes: answer.to_string().into_bytes() }
}
