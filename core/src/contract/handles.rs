//! Handles for doors that can hand over numbers and bytes, and nothing else.
//!
//! A handle is a number that names one prepared rulebook or one account for as long as it is open. No number is given
//! twice, so that one that was closed never names another thing.

use super::answer::{answered, refused};
use super::opened::Account;
use super::prepared::Prepared;
use crate::account::State;
use crate::problem::{Code, Problem};
use crate::wire::Encode;
use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::sync::Arc;
use alloc::vec::Vec;

/// What is open.
#[derive(Debug, Default)]
pub struct Handles {
    last: u32,
    open: BTreeMap<u32, Open>,
}

#[derive(Debug)]
enum Open {
    Rulebook(Arc<Prepared>),
    Account(Box<Account>),
}

/// What a handle of an account is answered with.
#[derive(Encode)]
struct Opened<'s> {
    state: &'s State,
}

impl Handles {
    /// None are open.
    #[must_use]
    pub const fn new() -> Self {
        Self { last: 0, open: BTreeMap::new() }
    }

    /// Prepares the rulebook of a call of `check`: its handle, or 0, and the answer of `check`.
    pub fn prepare(&mut self, check: &[u8]) -> (u32, Vec<u8>) {
        match Prepared::new(check) {
            Ok(rulebook) => {
                let answer = rulebook.call("check", b"{}");
                self.keep(Open::Rulebook(Arc::new(rulebook)), answer)
            }
            Err(answer) => (0, answer),
        }
    }

    /// Opens an account under a prepared rulebook, as [`Account::open`]: its handle, or 0, and its state as an answer.
    pub fn open(&mut self, rulebook: u32, begins: &[u8]) -> (u32, Vec<u8>) {
        let rulebook = match self.open.get(&rulebook) {
            Some(Open::Rulebook(rulebook)) => Arc::clone(rulebook),
            Some(Open::Account(_)) => return (0, refused(wrong(rulebook, "is an account's", "a rulebook's"))),
            None => return (0, refused(closed(rulebook))),
        };
        match Account::open(rulebook, begins) {
            Ok(account) => {
                let answer = state_of(&account);
                self.keep(Open::Account(Box::new(account)), answer)
            }
            Err(answer) => (0, answer),
        }
    }

    fn keep(&mut self, open: Open, answer: Vec<u8>) -> (u32, Vec<u8>) {
        let Some(handle) = self.last.checked_add(1) else {
            let message = "every handle has been given out";
            return (0, refused(Problem::new(Code::HandleNotOpen, message, "go on with a fresh instance")));
        };
        self.last = handle;
        self.open.insert(handle, open);
        (handle, answer)
    }

    /// Answers a call that leaves out what the handle keeps.
    pub fn call(&mut self, handle: u32, verb: &str, rest: &[u8]) -> Vec<u8> {
        match self.open.get_mut(&handle) {
            Some(Open::Rulebook(rulebook)) => rulebook.call(verb, rest),
            Some(Open::Account(account)) => account.call(verb, rest),
            None => refused(closed(handle)),
        }
    }

    /// The same with usages in columns, as [`crate::call_columns`] takes them.
    pub fn call_columns(&mut self, handle: u32, verb: &str, rest: &[u8], rows: &[&[u8]]) -> (Vec<u8>, Vec<i64>) {
        match self.open.get_mut(&handle) {
            Some(Open::Rulebook(rulebook)) => rulebook.call_columns(verb, rest, rows),
            Some(Open::Account(account)) => account.call_columns(verb, rest, rows),
            None => (refused(closed(handle)), Vec::new()),
        }
    }

    /// An account's state as an answer.
    #[must_use]
    pub fn state(&self, handle: u32) -> Vec<u8> {
        match self.open.get(&handle) {
            Some(Open::Account(account)) => state_of(account),
            Some(Open::Rulebook(_)) => refused(wrong(handle, "is a rulebook's", "an account's")),
            None => refused(closed(handle)),
        }
    }

    /// Closes a handle; accounts stay open when their rulebook's is closed.
    ///
    /// # Errors
    /// An answer that says that it is not open.
    pub fn close(&mut self, handle: u32) -> Result<(), Vec<u8>> {
        self.open.remove(&handle).map(drop).ok_or_else(|| refused(closed(handle)))
    }
}

fn state_of(account: &Account) -> Vec<u8> {
    answered(account.rulebook().rulebook(), &Opened { state: account.state() })
}

fn closed(handle: u32) -> Problem {
    let message = format!("the handle `{handle}` is not open");
    Problem::new(Code::HandleNotOpen, message, "use one that this instance gave out and that was not closed since")
}

fn wrong(handle: u32, is: &str, wanted: &str) -> Problem {
    let message = format!("the handle `{handle}` {is}, expected {wanted}");
    Problem::new(Code::HandleNotOpen, message, "prepare a rulebook first, then open accounts under it")
}
