//! How much is on its way, and for what there is room: of no tenant and no outlet so much that others wait for it.

use crate::Tenant;
use crate::store::{DueOutlet, Room};
use std::collections::BTreeMap;
use std::time::Duration;

/// How much is done at once, and how often is looked.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Deliveries on their way.
    pub at_once: usize,
    /// Of those, of one tenant.
    pub of_tenant: usize,
    /// Of those, at one outlet.
    pub of_outlet: usize,
    /// How long a delivery is this host's; longer than any takes.
    pub lease: Duration,
    /// How long nothing is looked for, where nobody calls.
    pub tick: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            at_once: 256,
            of_tenant: 32,
            of_outlet: 8,
            lease: Duration::from_secs(60),
            tick: Duration::from_millis(500),
        }
    }
}

/// How many deliveries there are of each outlet, and whose that is.
#[derive(Default)]
pub(super) struct OnTheirWay(BTreeMap<i64, (Tenant, usize)>);

impl OnTheirWay {
    pub(super) fn all(&self) -> usize {
        self.0.values().map(|(_, count)| count).sum()
    }

    pub(super) fn begun(&mut self, outlet: i64, tenant: Tenant) {
        self.0.entry(outlet).or_insert((tenant, 0)).1 += 1;
    }

    /// One has ended. Of one that has panicked the outlet is not known: the count is made anew when nothing is left.
    pub(super) fn ended(&mut self, outlet: Option<i64>) {
        let Some(outlet) = outlet else { return };
        if let Some((_, count)) = self.0.get_mut(&outlet) {
            *count = count.saturating_sub(1);
        }
        self.0.retain(|_, (_, count)| *count > 0);
    }

    /// Room for what is due: each outlet has one before any has a second, and tenants with little on its way come first.
    pub(super) fn rooms(&self, due: &[DueOutlet], pace: &Pace) -> Vec<Room> {
        let mut of_tenant: BTreeMap<Tenant, usize> = BTreeMap::new();
        for (tenant, count) in self.0.values() {
            *of_tenant.entry(*tenant).or_default() += count;
        }
        let mut due = due.to_vec();
        due.sort_by_key(|due| of_tenant.get(&due.tenant).copied().unwrap_or(0));
        let mut rooms: Vec<Room> = due.iter().map(|due| Room { outlet: due.outlet, lanes: 0 }).collect();
        let (mut left, mut given) = (pace.at_once.saturating_sub(self.all()), true);
        while given {
            given = false;
            for (DueOutlet { outlet, tenant }, room) in due.iter().zip(&mut rooms) {
                let here = self.0.get(outlet).map_or(0, |(_, count)| *count);
                let of_tenant = of_tenant.entry(*tenant).or_default();
                if left > 0 && here + room.lanes < pace.of_outlet && *of_tenant < pace.of_tenant {
                    (room.lanes, *of_tenant, left, given) = (room.lanes + 1, *of_tenant + 1, left - 1, true);
                }
            }
        }
        rooms.retain(|room| room.lanes > 0);
        rooms
    }
}

#[cfg(test)]
mod tests {
    use super::{DueOutlet, OnTheirWay, Pace, Tenant};

    const PACE: Pace = Pace {
        at_once: 12,
        of_tenant: 8,
        of_outlet: 4,
        lease: std::time::Duration::ZERO,
        tick: std::time::Duration::ZERO,
    };

    fn due(outlets: &[(i64, i64)]) -> Vec<DueOutlet> {
        outlets
            .iter()
            .map(|(outlet, tenant)| DueOutlet { outlet: *outlet, tenant: Tenant::numbered(*tenant) })
            .collect()
    }

    fn rooms(on_their_way: &OnTheirWay, outlets: &[(i64, i64)]) -> Vec<(i64, usize)> {
        let mut rooms: Vec<_> =
            on_their_way.rooms(&due(outlets), &PACE).iter().map(|room| (room.outlet, room.lanes)).collect();
        rooms.sort_unstable();
        rooms
    }

    #[test]
    fn room_is_shared_between_tenants_and_outlets() {
        let mut on_their_way = OnTheirWay::default();
        assert_eq!(rooms(&on_their_way, &[(1, 1)]), [(1, 4)], "of one outlet");
        assert_eq!(rooms(&on_their_way, &[(1, 1), (2, 1), (3, 1)]), [(1, 3), (2, 3), (3, 2)], "of one tenant");
        assert_eq!(rooms(&on_their_way, &[(1, 1), (2, 1), (3, 2)]), [(1, 4), (2, 4), (3, 4)], "in all");
        (0..8).for_each(|of| on_their_way.begun(1 + of % 2, Tenant::numbered(1)));
        assert_eq!(rooms(&on_their_way, &[(1, 1), (2, 1), (4, 1)]), [], "as much as one may have is on its way");
        assert_eq!(rooms(&on_their_way, &[(1, 1), (5, 2)]), [(5, 4)], "and others have room all the same");
        on_their_way.ended(Some(1));
        on_their_way.ended(Some(9));
        on_their_way.ended(None);
        assert_eq!((rooms(&on_their_way, &[(1, 1), (2, 1)]), on_their_way.all()), (vec![(1, 1)], 7));
    }
}
