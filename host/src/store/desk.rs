//! Who waits for what: a queue for each account, and turns. An account is in one turn at a time, so that no two ever race
//! for it; what has come for it by then goes into that turn.

use super::StoreError;
use super::apply::Wish;
use super::key::Key;
use crate::share::{Present, Shares};
use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Wishes of one turn at most, and their bytes: an account that is asked much of waits its turn as others do.
const TURN_MAX: usize = 128;
const TURN_BYTES: usize = 4 << 20;
/// Bytes that wait at most, and those of one tenant.
const WAITING_BYTES: usize = 64 << 20;
const WAITING_BYTES_OF_ONE: usize = 48 << 20;

#[derive(Clone)]
pub(super) struct Desk {
    shared: Arc<Shared>,
}

struct Shared {
    turns: Mutex<Turns>,
    called: Condvar,
}

struct Turns {
    waiting: HashMap<Key, VecDeque<Wish>>,
    /// Accounts that are waited for and in no turn, by tenant.
    next: Shares<Key>,
    /// Accounts that are in a turn.
    in_turn: BTreeSet<Key>,
    bytes: usize,
    closed: bool,
}

impl Desk {
    /// For so many clerks.
    pub(super) fn new(clerks: usize, present: Present) -> Self {
        let turns = Turns {
            waiting: HashMap::new(),
            next: Shares::new(clerks, present),
            in_turn: BTreeSet::new(),
            bytes: 0,
            closed: false,
        };
        Self { shared: Arc::new(Shared { turns: Mutex::new(turns), called: Condvar::new() }) }
    }

    fn turns(&self) -> MutexGuard<'_, Turns> {
        self.shared.turns.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a wish into the account's queue, or answers it at once.
    pub(super) fn ask(&self, key: Key, wish: Wish) {
        let mut turns = self.turns();
        let bytes = wish.bytes();
        let of_all = turns.bytes.saturating_add(bytes);
        let of_one = turns.next.bytes(key.tenant).saturating_add(bytes);
        if turns.closed || of_all > WAITING_BYTES || of_one > WAITING_BYTES_OF_ONE {
            drop(turns);
            return wish.answer(Err(StoreError::Busy));
        }
        turns.bytes = of_all;
        turns.next.come(key.tenant, bytes);
        let first = !turns.waiting.contains_key(&key) && !turns.in_turn.contains(&key);
        turns.waiting.entry(key.clone()).or_default().push_back(wish);
        if first {
            turns.next.push(key.tenant, key);
            self.shared.called.notify_one();
        }
    }

    /// The next account and what is wished of it; waits for one. Nothing once the desk is closed.
    pub(super) fn turn(&self) -> Option<(Key, Vec<Wish>)> {
        let mut turns = self.turns();
        loop {
            if turns.closed {
                return None;
            }
            if let Some((_, key)) = turns.next.pop() {
                let wishes = turns.take(&key);
                turns.in_turn.insert(key.clone());
                return Some((key, wishes));
            }
            turns = self.shared.called.wait(turns).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// A turn has made so many rows, which go to the disk.
    pub(super) fn made(&self, key: &Key, rows: usize) {
        self.turns().next.made(key.tenant, rows);
    }

    /// What a turn has cost goes to its tenant's account of work.
    pub(super) fn cost(&self, key: &Key, cost: Duration) {
        self.turns().next.cost(key.tenant, cost);
        // Where its tenant had as much as it may, the next of it waits for this.
        self.shared.called.notify_one();
    }

    /// Wishes that wait, and their bytes.
    #[cfg(feature = "server")]
    pub(super) fn waiting(&self) -> (usize, usize) {
        let turns = self.turns();
        (turns.waiting.values().map(VecDeque::len).sum(), turns.bytes)
    }

    /// An account's turn is over, and the rows that it made are written.
    pub(super) fn over(&self, key: &Key, rows: usize) {
        let mut turns = self.turns();
        turns.in_turn.remove(key);
        turns.next.written(key.tenant, rows);
        if turns.waiting.contains_key(key) {
            turns.next.push(key.tenant, key.clone());
        }
        // Of this account, or of another of its tenant that had to wait for the rows.
        if !turns.waiting.is_empty() {
            self.shared.called.notify_one();
        }
    }

    /// Its turn could not begin: what was wished waits on, before what has come since.
    pub(super) fn later(&self, key: &Key, wishes: Vec<Wish>) {
        let mut turns = self.turns();
        if turns.closed {
            drop(turns);
            return wishes.into_iter().for_each(|wish| wish.answer(Err(StoreError::Busy)));
        }
        let bytes = wishes.iter().map(Wish::bytes).sum();
        turns.bytes = turns.bytes.saturating_add(bytes);
        turns.next.come(key.tenant, bytes);
        let queue = turns.waiting.entry(key.clone()).or_default();
        wishes.into_iter().rev().for_each(|wish| queue.push_front(wish));
        drop(turns);
        self.over(key, 0);
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
    fn take(&mut self, key: &Key) -> Vec<Wish> {
        let Some(queue) = self.waiting.get_mut(key) else { return Vec::new() };
        let (mut taken, mut bytes) = (Vec::new(), 0_usize);
        while taken.len() < TURN_MAX && bytes < TURN_BYTES {
            let Some(wish) = queue.pop_front() else { break };
            bytes = bytes.saturating_add(wish.bytes());
            taken.push(wish);
        }
        if queue.is_empty() {
            self.waiting.remove(key);
        }
        self.bytes = self.bytes.saturating_sub(bytes);
        self.next.go(key.tenant, bytes);
        taken
    }
}
