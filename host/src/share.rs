//! Whose turn is next: tenants share workers' time alike, whatever they ask for, and within a tenant who came first is first.
//! (Start-time fair queueing: a tenant's clock runs with what its turns cost, and the one that is behind is next.) While others
//! have something to do, no tenant takes more than half of the workers, so that none waits for the end of what another began (of the
//! processors, where workers are more than those and wait for nothing else); nor begins another turn before what it has made is
//! written, where that is much: there is one disk.

use crate::Tenant;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Tenants that have had something to do of late, with whichever workers: what one kind of them leaves free is for those who ask another.
#[derive(Clone, Default)]
pub(crate) struct Present(Arc<Mutex<BTreeMap<Tenant, Instant>>>);

impl Present {
    /// Is there one tenant at most, these included, who have something to do now?
    fn alone(&self, busy: impl Iterator<Item = Tenant>) -> bool {
        let now = Instant::now();
        let mut present = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        present.extend(busy.map(|tenant| (tenant, now)));
        present.retain(|_, seen| now.duration_since(*seen) < LATELY);
        present.len() <= 1
    }
}

pub(crate) struct Shares<Item> {
    workers: usize,
    /// Turns that one tenant may have at a time beside others.
    beside: usize,
    present: Present,
    of: BTreeMap<Tenant, Share<Item>>,
    /// Where the clock of the last one that was next stood: who comes anew does not come with savings.
    now: Duration,
}

struct Share<Item> {
    next: VecDeque<Item>,
    clock: Duration,
    /// Bytes that wait.
    bytes: usize,
    /// Turns that have begun, and whose cost is not known yet.
    at_work: usize,
    /// Rows that were made, and are not on the disk yet.
    unwritten: usize,
    seen: Instant,
}

/// What a turn is taken to cost until that is known.
const ESTIMATE: Duration = Duration::from_micros(200);
/// How long a tenant counts as one that has something to do.
const LATELY: Duration = Duration::from_secs(1);
/// Rows that a tenant may have on their way to the disk beside others when it begins another turn: a hundred spends, or half a batch.
const UNWRITTEN: usize = 500;

impl<Item> Shares<Item> {
    pub(crate) fn new(workers: usize, present: Present) -> Self {
        Self { workers, beside: (workers / 2).max(1), present, of: BTreeMap::new(), now: Duration::ZERO }
    }

    /// Of workers who keep processors busy, of which there are fewer.
    #[cfg(feature = "server")]
    pub(crate) fn on(self, processors: usize) -> Self {
        Self { beside: self.beside.min(processors / 2).max(1), ..self }
    }

    fn share(&mut self, tenant: Tenant) -> &mut Share<Item> {
        let seen = Instant::now();
        let new = || Share { next: VecDeque::new(), clock: Duration::ZERO, bytes: 0, at_work: 0, unwritten: 0, seen };
        let share = self.of.entry(tenant).or_insert_with(new);
        share.seen = seen;
        share
    }

    pub(crate) fn push(&mut self, tenant: Tenant, item: Item) {
        let now = self.now;
        let share = self.share(tenant);
        if share.next.is_empty() && share.at_work == 0 {
            share.clock = share.clock.max(now);
        }
        share.next.push_back(item);
    }

    /// The first item of the tenant that has had least and may have more.
    pub(crate) fn pop(&mut self) -> Option<(Tenant, Item)> {
        let (most, rows) = if self.is_alone() { (self.workers, usize::MAX) } else { (self.beside, UNWRITTEN) };
        let may = |share: &Share<Item>| share.at_work < most && share.unwritten < rows;
        let waiting = self.of.iter_mut().filter(|(_, share)| !share.next.is_empty() && may(share));
        let (tenant, share) = waiting.min_by_key(|(_, share)| share.clock)?;
        self.now = share.clock;
        share.clock += ESTIMATE;
        share.at_work += 1;
        share.next.pop_front().map(|item| (*tenant, item))
    }

    /// Has no other tenant had anything to do of late?
    fn is_alone(&mut self) -> bool {
        if self.of.len() > 1 {
            let now = self.now;
            self.of.retain(|_, share| !share.idle() || share.clock > now || share.seen.elapsed() < LATELY);
        }
        self.present.alone(self.of.iter().filter(|(_, share)| !share.idle()).map(|(tenant, _)| *tenant))
    }

    pub(crate) fn cost(&mut self, tenant: Tenant, cost: Duration) {
        let share = self.share(tenant);
        share.at_work = share.at_work.saturating_sub(1);
        share.clock = (share.clock + cost).saturating_sub(ESTIMATE);
    }

    /// So many rows are on their way to the disk.
    pub(crate) fn made(&mut self, tenant: Tenant, rows: usize) {
        self.share(tenant).unwritten += rows;
    }

    /// They are there, or are not going there any more.
    pub(crate) fn written(&mut self, tenant: Tenant, rows: usize) {
        let share = self.share(tenant);
        share.unwritten = share.unwritten.saturating_sub(rows);
    }

    /// Bytes of a tenant that wait.
    pub(crate) fn bytes(&self, tenant: Tenant) -> usize {
        self.of.get(&tenant).map_or(0, |share| share.bytes)
    }

    pub(crate) fn come(&mut self, tenant: Tenant, bytes: usize) {
        let share = self.share(tenant);
        share.bytes = share.bytes.saturating_add(bytes);
    }

    pub(crate) fn go(&mut self, tenant: Tenant, bytes: usize) {
        let share = self.share(tenant);
        share.bytes = share.bytes.saturating_sub(bytes);
    }
}

impl<Item> Share<Item> {
    fn idle(&self) -> bool {
        self.next.is_empty() && self.at_work == 0 && self.bytes == 0 && self.unwritten == 0
    }
}

#[cfg(test)]
mod tests {
    use super::{Duration, Present, Shares, Tenant};

    /// Tenants as the books number them.
    fn tenant(number: i64) -> Tenant {
        Tenant::numbered(number)
    }

    /// One with a thousand accounts and one with ten, whose turns cost ten times as much, have the same time.
    #[test]
    fn tenants_share_time_and_not_turns() {
        let mut shares = Shares::new(2, Present::default());
        (0..1_000).for_each(|account| shares.push(tenant(1), account));
        (0..10).for_each(|account| shares.push(tenant(2), account));
        let mut spent = [Duration::ZERO; 2];
        for _ in 0..99 {
            let (next, account) = shares.pop().expect("one waits");
            let which = usize::from(next == tenant(2));
            let cost = Duration::from_millis([1, 10][which]);
            spent[which] += cost;
            shares.cost(next, cost);
            shares.push(next, account);
        }
        let (one, other) = (spent[0].as_millis(), spent[1].as_millis());
        assert!(one.abs_diff(other) <= 20, "{one} ms and {other} ms");
    }

    /// Who was away for long has saved nothing up.
    #[test]
    fn who_comes_anew_does_not_come_first_for_long() {
        let mut shares = Shares::new(2, Present::default());
        shares.push(tenant(1), ());
        for _ in 0..100 {
            let (next, ()) = shares.pop().expect("one waits");
            shares.cost(next, Duration::from_millis(1));
            shares.push(next, ());
        }
        shares.push(tenant(2), ());
        let mut of_second = 0;
        for _ in 0..20 {
            let (next, ()) = shares.pop().expect("one waits");
            of_second += usize::from(next == tenant(2));
            shares.cost(next, Duration::from_millis(1));
            shares.push(next, ());
        }
        assert!((9..=11).contains(&of_second), "{of_second} of 20");
    }

    /// Alone it may have all workers; beside another, half of them, and the other has its own at once.
    #[test]
    fn nobody_takes_every_worker_from_another() {
        let mut shares = Shares::new(4, Present::default());
        (0..9).for_each(|item| shares.push(tenant(1), item));
        assert_eq!((0..9).filter_map(|_| shares.pop()).count(), 4, "nobody else is there");
        let mut shares = Shares::new(4, Present::default());
        (0..9).for_each(|item| shares.push(tenant(1), item));
        shares.push(tenant(2), 100);
        let taken: Vec<_> = (0..9).filter_map(|_| shares.pop()).collect();
        assert_eq!(taken.iter().filter(|(of, _)| *of == tenant(1)).count(), 2);
        assert!(taken.contains(&(tenant(2), 100)));
        // The one that is done is followed by the next of its own.
        shares.cost(tenant(1), Duration::from_millis(1));
        assert_eq!(shares.pop(), Some((tenant(1), 2)));
    }

    /// Whoever keeps processors busy leaves half of them to others, however many workers there are; alone it may have all.
    #[test]
    #[cfg(feature = "server")]
    fn processors_are_left_to_others() {
        for (beside, begun) in [(true, 2), (false, 16)] {
            let mut shares = Shares::new(16, Present::default()).on(4);
            (0..50).for_each(|_| shares.push(tenant(1), ()));
            if beside {
                shares.push(tenant(2), ());
            }
            assert_eq!(std::iter::from_fn(|| shares.pop()).filter(|(of, ())| *of == tenant(1)).count(), begun);
        }
    }

    /// Who asks another kind of workers is there as well.
    #[test]
    fn others_are_seen_wherever_they_work() {
        let present = Present::default();
        let (mut here, mut there) = (Shares::new(4, present.clone()), Shares::new(4, present));
        there.push(tenant(2), ());
        assert!(there.pop().is_some());
        (0..9).for_each(|_| here.push(tenant(1), ()));
        assert_eq!(std::iter::from_fn(|| here.pop()).count(), 2);
    }

    /// What is much is written before its tenant makes more, where another is there; what is little is not waited for.
    #[test]
    fn much_is_written_before_more_is_made() {
        let next = |rows: usize, beside: bool| {
            let mut shares = Shares::new(4, Present::default());
            (0..2).for_each(|_| shares.push(tenant(1), ()));
            if beside {
                shares.push(tenant(2), ());
            }
            while shares.pop().is_some_and(|(of, ())| of != tenant(1)) {}
            shares.made(tenant(1), rows);
            shares.cost(tenant(1), Duration::from_millis(1));
            let before = std::iter::from_fn(|| shares.pop()).any(|(of, ())| of == tenant(1));
            shares.written(tenant(1), rows);
            before || shares.pop().is_none_or(|(of, ())| of != tenant(1))
        };
        assert!(!next(2_000, true), "it waits, and goes on then");
        assert!(next(4, true) && next(2_000, false), "it goes on at once");
    }
}
