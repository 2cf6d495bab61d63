//! Who may pass: keys, people, their sessions, the tokens of customers, and the log of what was changed of them. Of secrets their
//! digests are kept. Each change and its line of the log are one transaction.

mod audit;
mod keys;
mod second;
mod sessions;
mod sign_in;
mod start;
mod tokens;
mod users;

pub use audit::Line;
pub(super) use audit::line;
pub use keys::{ApiKey, KnownKey, NewKey};
pub use sessions::KnownSession;
pub use sign_in::{Candidate, Person, Proof};
pub use start::Start;
pub use tokens::{KnownToken, NewToken};
pub use users::{NewUser, Standing, User};

pub(in crate::store) use super::read::Piece;
use super::sql::Row;
use super::{StoreError, Tenant};

/// Who changes something, when, and in which request: what the log says of it.
#[derive(Clone, Debug)]
pub struct By {
    /// As the log names it.
    pub who: String,
    /// Milliseconds since 1970.
    pub at_ms: i64,
    /// The request's id.
    pub request: String,
}

impl By {
    /// In seconds since 1970.
    pub(super) const fn now(&self) -> i64 {
        self.at_ms.div_euclid(1000)
    }
}

/// Where nothing is kept, queries say zero.
pub(super) fn maybe(row: &dyn Row, place: usize) -> Result<Option<i64>, StoreError> {
    Ok(Some(row.int(place)?).filter(|number| *number != 0))
}

/// A role that this host does not know is of a newer one: it is no reason to guess.
fn role(word: &str) -> Result<crate::identity::Role, StoreError> {
    crate::identity::Role::kept(word)
        .ok_or_else(|| StoreError::Unavailable(format!("the role `{word}` is not known here")))
}

/// A digest as it was kept.
fn hash(kept: &str) -> Result<crate::identity::Hash, StoreError> {
    crate::identity::Hash::from_hex(kept).ok_or_else(|| StoreError::Unavailable("a digest is not one".into()))
}

/// Whose a row is; nobody's where it is the host's.
fn tenant(row: &dyn Row, place: usize) -> Result<Option<Tenant>, StoreError> {
    Ok(maybe(row, place)?.map(Tenant))
}
