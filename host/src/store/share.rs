//! Whose turn is next: tenants share the clerks' time alike, whatever they ask for, and within a tenant accounts come as they
//! came. (Start-time fair queueing: a tenant's clock runs with what its turns cost, and the one that is behind is next.)

use super::key::{Key, Tenant};
use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

#[derive(Default)]
pub(super) struct Shares {
    of: BTreeMap<Tenant, Share>,
    /// Where the clock of the last one that was next stood: who comes anew does not come with savings.
    now: Duration,
}

#[derive(Default)]
struct Share {
    next: VecDeque<Key>,
    clock: Duration,
    /// Bytes that wait.
    bytes: usize,
    /// Accounts that have been next, and whose cost is not known yet.
    at_work: usize,
}

/// What a turn is taken to cost until that is known, so that no tenant takes all clerks at once.
const ESTIMATE: Duration = Duration::from_micros(200);

impl Shares {
    pub(super) fn push(&mut self, key: Key) {
        let now = self.now;
        let share = self.of.entry(key.tenant).or_default();
        if share.next.is_empty() && share.at_work == 0 {
            share.clock = share.clock.max(now);
        }
        share.next.push_back(key);
    }

    /// The first account of the tenant that has had least.
    pub(super) fn pop(&mut self) -> Option<Key> {
        let waiting = self.of.values_mut().filter(|share| !share.next.is_empty());
        let share = waiting.min_by_key(|share| share.clock)?;
        self.now = share.clock;
        share.clock += ESTIMATE;
        share.at_work += 1;
        share.next.pop_front()
    }

    pub(super) fn cost(&mut self, tenant: Tenant, cost: Duration) {
        let Some(share) = self.of.get_mut(&tenant) else { return };
        share.at_work = share.at_work.saturating_sub(1);
        share.clock = (share.clock + cost).saturating_sub(ESTIMATE);
        self.rest(tenant);
    }

    pub(super) fn waiting(&self, tenant: Tenant) -> usize {
        self.of.get(&tenant).map_or(0, |share| share.bytes)
    }

    pub(super) fn come(&mut self, tenant: Tenant, bytes: usize) {
        let share = self.of.entry(tenant).or_default();
        share.bytes = share.bytes.saturating_add(bytes);
    }

    pub(super) fn go(&mut self, tenant: Tenant, bytes: usize) {
        let Some(share) = self.of.get_mut(&tenant) else { return };
        share.bytes = share.bytes.saturating_sub(bytes);
        self.rest(tenant);
    }

    /// Who has nothing here any more takes no place, once its clock tells nothing either.
    fn rest(&mut self, tenant: Tenant) {
        let idle = |share: &Share| share.next.is_empty() && share.at_work == 0 && share.bytes == 0;
        if self.of.get(&tenant).is_some_and(|share| idle(share) && share.clock <= self.now) {
            self.of.remove(&tenant);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Duration, Key, Shares, Tenant};

    fn key(tenant: i64, account: usize) -> Key {
        Key { tenant: Tenant(tenant), account: account.to_string() }
    }

    /// One with a thousand accounts and one with ten, whose turns cost ten times as much, have the same time.
    #[test]
    fn tenants_share_time_and_not_turns() {
        let mut shares = Shares::default();
        (0..1_000).for_each(|account| shares.push(key(1, account)));
        (0..10).for_each(|account| shares.push(key(2, account)));
        let mut spent = [Duration::ZERO; 3];
        for _ in 0..99 {
            let next = shares.pop().expect("one waits");
            let cost = if next.tenant == Tenant(1) { 1 } else { 10 };
            let cost = Duration::from_millis(cost);
            spent[next.tenant.0 as usize] += cost;
            shares.cost(next.tenant, cost);
            shares.push(next);
        }
        let (one, other) = (spent[1].as_millis(), spent[2].as_millis());
        assert!(one.abs_diff(other) <= 20, "{one} ms and {other} ms");
    }

    /// Who was away for long has saved nothing up.
    #[test]
    fn who_comes_anew_does_not_come_first_for_long() {
        let mut shares = Shares::default();
        shares.push(key(1, 1));
        for _ in 0..100 {
            let next = shares.pop().expect("one waits");
            shares.cost(next.tenant, Duration::from_millis(1));
            shares.push(next);
        }
        shares.push(key(2, 1));
        let mut of_second = 0;
        for _ in 0..20 {
            let next = shares.pop().expect("one waits");
            of_second += usize::from(next.tenant == Tenant(2));
            shares.cost(next.tenant, Duration::from_millis(1));
            shares.push(next);
        }
        assert!((9..=11).contains(&of_second), "{of_second} of 20");
    }
}
