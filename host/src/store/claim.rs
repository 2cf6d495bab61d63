//! What hosts take up, so that no two do the same work. A claim ends by itself, and at once where its host is not heard of any more.

use super::key::Scope;
use super::sql::Value;
use super::{Store, StoreError, Tenant};

/// Who claims what.
#[derive(Clone, Copy, Debug)]
pub struct Claiming<'c> {
    /// A host.
    pub host: &'c str,
    /// Of everybody who lives in the host's time: before that time. Of one tenant: up to its own time, the moment included.
    pub of: Option<Tenant>,
    /// That time.
    pub now: &'c str,
    /// The host's clock, in seconds since 1970.
    pub clock: i64,
    /// So many at most.
    pub limit: usize,
}

/// How long ago, in seconds, a host was heard of that is still there.
const HEARD_S: i64 = 4;

/// Since when a host was heard of that is there now.
pub(super) const fn heard_since(clock: i64) -> Value<'static> {
    Value::Int(clock - HEARD_S)
}

/// Is the host gone that has claimed a row? What waits for a person is of nobody.
pub(super) fn gone(table: &str, since: &str) -> String {
    let of = if table == "watch" { "watch.problem IS NULL AND " } else { "" };
    format!("({of}{table}.host IS NOT NULL AND {table}.host NOT IN (SELECT id FROM host WHERE seen > {since}))")
}

impl Claiming<'_> {
    /// The tenant's number; 0 of everybody.
    pub(super) fn whose(&self) -> i64 {
        self.of.map_or(0, |tenant| tenant.0)
    }

    /// What a query of what can be claimed is filled with: time, clock, limit, whose, and since when hosts are heard of.
    pub(super) fn asks(&self) -> [Value<'_>; 5] {
        [self.now.into(), self.clock.into(), self.limit.into(), self.whose().into(), heard_since(self.clock)]
    }
}

impl Store {
    /// Is there no other host that may take up what this one does not?
    pub(crate) fn alone(&self) -> bool {
        self.shared.database.alone()
    }

    /// A host tells that it is there; `clock` is in seconds since 1970. One that is not heard of for some seconds is gone, but for one that is
    /// alone: it is there until it is opened again.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn seen(&self, host: &str, clock: i64) -> Result<(), StoreError> {
        let (host, seen) = (host.to_owned(), if self.alone() { i64::MAX } else { clock });
        self.write(Scope::Host, move |step| {
            step.run("DELETE FROM host WHERE seen < $1", &[(clock - 3_600).into()])?;
            let sql = "INSERT INTO host (id, seen) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET seen = excluded.seen";
            step.run(sql, &[(&host).into(), seen.into()]).map(drop)
        })
    }
}
