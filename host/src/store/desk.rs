//! Who waits for what: a queue for each account, and turns. An account is in one turn at a time, so that no two ever race
//! for it; what has come for it by then goes into that turn.

use super::StoreError;
use super::apply::Wish;
use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// Wishes of one turn at most, and their bytes: an account that is asked much of waits its turn as others do.
const TURN_MAX: usize = 128;
const TURN_BYTES: usize = 4 << 20;
/// Bytes that wait at most.
const WAITING_BYTES: usize = 64 << 20;

#[derive(Clone, Default)]
pub(super) struct Desk {
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    turns: Mutex<Turns>,
    called: Condvar,
}

#[derive(Default)]
struct Turns {
    waiting: HashMap<String, VecDeque<Wish>>,
    /// Accounts that are waited for and in no turn, in the order in which they came.
    next: VecDeque<String>,
    /// Accounts that are in a turn.
    in_turn: BTreeSet<String>,
    bytes: usize,
    closed: bool,
}

impl Desk {
    fn turns(&self) -> MutexGuard<'_, Turns> {
        self.shared.turns.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a wish into the account's queue, or answers it at once.
    pub(super) fn ask(&self, account: String, wish: Wish) {
        let mut turns = self.turns();
        let bytes = turns.bytes.saturating_add(wish.bytes());
        if turns.closed || bytes > WAITING_BYTES {
            drop(turns);
            return wish.answer(Err(StoreError::Busy));
        }
        turns.bytes = bytes;
        let first = !turns.waiting.contains_key(&account) && !turns.in_turn.contains(&account);
        turns.waiting.entry(account.clone()).or_default().push_back(wish);
        if first {
            turns.next.push_back(account);
            self.shared.called.notify_one();
        }
    }

    /// The next account and what is wished of it; waits for one. Nothing once the desk is closed.
    pub(super) fn turn(&self) -> Option<(String, Vec<Wish>)> {
        let mut turns = self.turns();
        loop {
            if turns.closed {
                return None;
            }
            if let Some(account) = turns.next.pop_front() {
                let wishes = turns.take(&account);
                turns.in_turn.insert(account.clone());
                return Some((account, wishes));
            }
            turns = self.shared.called.wait(turns).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// An account's turn is over.
    pub(super) fn over(&self, account: &str) {
        let mut turns = self.turns();
        turns.in_turn.remove(account);
        if turns.waiting.contains_key(account) {
            turns.next.push_back(account.to_owned());
            self.shared.called.notify_one();
        }
    }

    /// No turn begins any more; what waits is answered.
    pub(super) fn close(&self) {
        let mut turns = self.turns();
        turns.closed = true;
        let left: Vec<Wish> = turns.waiting.drain().flat_map(|(_, wishes)| wishes).collect();
        drop(turns);
        self.shared.called.notify_all();
        left.into_iter().for_each(|wish| wish.answer(Err(StoreError::Busy)));
    }
}

impl Turns {
    fn take(&mut self, account: &str) -> Vec<Wish> {
        let Some(queue) = self.waiting.get_mut(account) else { return Vec::new() };
        let (mut taken, mut bytes) = (Vec::new(), 0_usize);
        while taken.len() < TURN_MAX && bytes < TURN_BYTES {
            let Some(wish) = queue.pop_front() else { break };
            bytes = bytes.saturating_add(wish.bytes());
            taken.push(wish);
        }
        if queue.is_empty() {
            self.waiting.remove(account);
        }
        self.bytes = self.bytes.saturating_sub(bytes);
        taken
    }
}
