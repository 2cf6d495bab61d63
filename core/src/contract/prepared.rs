//! A rulebook that is read, checked, hashed and indexed once, for many calls.

use super::answer::{Beside, Refusal, answer, answer_columns, read};
use super::verbs::Check;
use crate::catalog::{Rulebook, RulebookParts};
use crate::problem::Problem;
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

self_cell::self_cell!(
    struct Accepted {
        owner: Box<RulebookParts>,
        #[covariant]
        dependent: Rulebook,
    }
);

/// An accepted rulebook that owns its parts. A call through it leaves out `rulebook` and has the answer of the whole call,
/// to the byte.
pub struct Prepared(Accepted);

impl Prepared {
    /// Takes a call of the verb `check`.
    ///
    /// # Errors
    /// The answer of `check` that says what is wrong.
    pub fn new(check: &[u8]) -> Result<Self, Vec<u8>> {
        let call: Check = read(check, &Beside::default()).map_err(Refusal::written)?;
        // Nothing stands beside it: what could be read holds a rulebook.
        let Some(parts) = call.rulebook.into_here() else { return Err(super::call("check", check)) };
        Self::owning(parts).map_err(|(parts, problems)| Refusal { rulebook: Some(parts.digest()), problems }.written())
    }

    /// Accepts a rulebook.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn accept(parts: RulebookParts) -> Result<Self, Vec<Problem>> {
        Self::owning(Box::new(parts)).map_err(|(_, problems)| problems)
    }

    fn owning(parts: Box<RulebookParts>) -> Result<Self, (Box<RulebookParts>, Vec<Problem>)> {
        Accepted::try_new_or_recover(parts, |parts| Rulebook::accept(parts)).map(Self)
    }

    /// The rulebook.
    #[must_use]
    pub fn rulebook(&self) -> &Rulebook<'_> {
        self.0.borrow_dependent()
    }

    /// Answers a call that leaves out its `rulebook`.
    #[must_use]
    pub fn call(&self, verb: &str, rest: &[u8]) -> Vec<u8> {
        answer(verb, rest, self.beside())
    }

    /// The same with usages in columns, as [`crate::call_columns`] takes them.
    #[must_use]
    pub fn call_columns(&self, verb: &str, rest: &[u8], rows: &[&[u8]]) -> (Vec<u8>, Vec<i64>) {
        answer_columns(verb, (rest, rows), self.beside())
    }

    fn beside(&self) -> Beside<'_> {
        Beside { rulebook: Some(self.rulebook()), account: None }
    }
}

impl fmt::Debug for Prepared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Prepared").field(&self.rulebook().digest()).finish()
    }
}
