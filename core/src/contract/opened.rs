//! An account that is kept between calls.

use super::answer::{Beside, Refusal, answer, answer_columns, read};
use super::given::{Kept, begin};
use super::prepared::Prepared;
use crate::account::{Opening, State, Stored};
use crate::wire;
use crate::wire::Decode;
use alloc::sync::Arc;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

/// What an account begins with: one of the two, as in the calls of the contract.
#[derive(Decode)]
#[serde(deny_unknown_fields)]
struct Begin {
    state: Option<Stored>,
    open: Option<Opening>,
}

/// An account under a prepared rulebook, which has accepted its state. A call through it leaves out `rulebook`, and `state`
/// or `open`; it has the answer of the whole call, to the byte. `apply` and `spend` move it on where they are not refused.
pub struct Account {
    rulebook: Arc<Prepared>,
    kept: Kept,
}

impl Account {
    /// Takes `{"state":…}` as a former answer gave it, or `{"open":…}` as `apply` takes it.
    ///
    /// # Errors
    /// An answer that says what is wrong.
    pub fn open(rulebook: Arc<Prepared>, begins: &[u8]) -> Result<Self, Vec<u8>> {
        let beside = Beside { rulebook: Some(rulebook.rulebook()), account: None };
        let call: Begin = read(begins, &beside).map_err(Refusal::written)?;
        let state = begin(rulebook.rulebook(), call.state.as_ref(), call.open.as_ref()).map_err(|problem| {
            Refusal { rulebook: Some(rulebook.rulebook().digest().into()), problems: vec![problem] }.written()
        })?;
        Ok(Self { rulebook, kept: Kept::new(state) })
    }

    /// The state as it is written in an answer: what another call, or another handle, begins with.
    #[must_use]
    pub fn state_json(&self) -> Vec<u8> {
        wire::to_bytes(self.state())
    }

    /// The state.
    #[must_use]
    pub const fn state(&self) -> &State {
        &self.kept.state
    }

    /// The rulebook that has accepted it.
    #[must_use]
    pub const fn rulebook(&self) -> &Arc<Prepared> {
        &self.rulebook
    }

    /// Answers a call that leaves out its `rulebook`, and its `state` or `open`.
    pub fn call(&mut self, verb: &str, rest: &[u8]) -> Vec<u8> {
        answer(verb, rest, self.beside())
    }

    /// The same with usages in columns, as [`crate::call_columns`] takes them.
    pub fn call_columns(&mut self, verb: &str, rest: &[u8], rows: &[&[u8]]) -> (Vec<u8>, Vec<i64>) {
        answer_columns(verb, (rest, rows), self.beside())
    }

    fn beside(&mut self) -> Beside<'_> {
        Beside { rulebook: Some(self.rulebook.rulebook()), account: Some(&mut self.kept) }
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account").field("rulebook", &self.rulebook).field("state", self.state()).finish()
    }
}
