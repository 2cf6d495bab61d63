//! What time it is for a tenant: the host's, or a time of its own where it tries things out. That one stands still, or goes on to a
//! goal from one thing that is due to the next.

use super::key::Scope;
use super::sql::Sql;
use super::{Books, Store, StoreError, Tenant};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long another host's word on a tenant's time may go unheard.
const HEARD: Duration = Duration::from_millis(500);

/// Tenants' own times, as they were last looked at.
#[derive(Default)]
pub(super) struct Clocks(Mutex<HashMap<i64, (Instant, Option<String>)>>);

/// A tenant's own time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestClock {
    /// What time it is.
    pub now: String,
    /// Where it is going.
    pub goal: Option<String>,
}

impl Books {
    /// Now, for this tenant.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn now(&self) -> Result<String, StoreError> {
        let clocks = &self.store.shared.clocks.0;
        let seen = clocks.lock().unwrap_or_else(PoisonError::into_inner).get(&self.tenant.0).cloned();
        let own = match seen.filter(|(at, _)| at.elapsed() < HEARD) {
            Some((_, own)) => own,
            None => {
                let own = self.test_clock()?.map(|clock| clock.now);
                self.heard(own.clone());
                own
            }
        };
        Ok(own.unwrap_or_else(crate::clock::now))
    }

    /// The same, where that is known without asking.
    #[must_use]
    pub fn heard_now(&self) -> Option<String> {
        let clocks = self.store.shared.clocks.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, own) = clocks.get(&self.tenant.0)?;
        (at.elapsed() < HEARD).then(|| own.clone().unwrap_or_else(crate::clock::now))
    }

    fn heard(&self, own: Option<String>) {
        let mut clocks = self.store.shared.clocks.0.lock().unwrap_or_else(PoisonError::into_inner);
        clocks.insert(self.tenant.0, (Instant::now(), own));
    }

    /// The tenant's own time, where it has one.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn test_clock(&self) -> Result<Option<TestClock>, StoreError> {
        self.read(|books| clock(books, self.tenant))
    }

    /// Gives the tenant a time of its own, or lets that go on to this one. `false` where that cannot be: it does not go back, nor further
    /// than a year at once, and a tenant with accounts that live in real time stays there.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn set_test_clock(&self, time: String) -> Result<bool, StoreError> {
        let (tenant, time) = (self.tenant, crate::clock::ordered(&time));
        let set = self.write(move |step| {
            let has = step.one("SELECT 1 FROM account WHERE tenant = $1 LIMIT 1", &[tenant.0.into()], |_| Ok(()))?;
            let (sql, time) = match clock(step, tenant)? {
                // Whoever asks again for what was reached is there: what gateways have answered since has taken milliseconds.
                Some(TestClock { now, goal: None }) if time <= now && now < crate::clock::later(&time, 1) => {
                    return Ok(true);
                }
                Some(now) if now.goal.as_ref().unwrap_or(&now.now) <= &time && time <= year_after(&now.now) => {
                    ("UPDATE tenant SET clock_goal = $2 WHERE number = $1", &time)
                }
                None if has.is_none() => ("UPDATE tenant SET clock = $2 WHERE number = $1", &time),
                _ => return Ok(false),
            };
            Ok(step.run(sql, &[tenant.0.into(), time.into()])? > 0)
        })?;
        self.forget_time();
        Ok(set)
    }

    /// The tenant lives in the host's time from here on. `false` where its own is ahead of that, or still goes on.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn leave_test_clock(&self) -> Result<bool, StoreError> {
        let (tenant, now) = (self.tenant, crate::clock::now());
        let left = self.write(move |step| {
            let sql = "UPDATE tenant SET clock = NULL WHERE number = $1 AND clock <= $2 AND clock_goal IS NULL";
            Ok(step.run(sql, &[tenant.0.into(), (&now).into()])? > 0)
        })?;
        self.forget_time();
        Ok(left)
    }

    /// The tenant's time goes on from one to the next, if it still stands there; at its goal it stops where nothing is due any more.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn tick(&self, from: &str, to: &str, done: bool) -> Result<(), StoreError> {
        let (tenant, was, now) = (self.tenant, from.to_owned(), to.to_owned());
        self.write(move |step| {
            let sql = if done {
                "UPDATE tenant SET clock = CASE WHEN clock > $3 THEN clock ELSE $3 END, clock_goal = NULL
                 WHERE number = $1 AND clock = $2 AND clock_goal = $3"
            } else {
                "UPDATE tenant SET clock = $3 WHERE number = $1 AND clock = $2"
            };
            step.run(sql, &[tenant.0.into(), (&was).into(), (&now).into()]).map(drop)
        })?;
        self.heard(Some(to.max(from).to_owned()));
        Ok(())
    }

    /// The tenant's own time, where it has one and that is earlier, is this from here on: whatever goal it has it keeps.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn reach(&self, time: &str) -> Result<(), StoreError> {
        let (tenant, now) = (self.tenant, time.to_owned());
        self.write(move |step| {
            let sql = "UPDATE tenant SET clock = $2 WHERE number = $1 AND clock < $2";
            step.run(sql, &[tenant.0.into(), (&now).into()]).map(drop)
        })?;
        self.forget_time();
        Ok(())
    }

    fn forget_time(&self) {
        self.store.shared.clocks.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.tenant.0);
    }

    /// When the next thing is due for the tenant, up to a time; what cannot be done is not waited for, and payments only where a gateway
    /// is asked.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn next_due(&self, until: &str, gateway: bool) -> Result<Option<String>, StoreError> {
        self.read(|books| {
            let sql = format!(
                "SELECT min(due_at) FROM (
                   SELECT account.due_at FROM account {} LEFT JOIN watch ON watch.account = account.number
                     WHERE account.tenant = $1 AND account.due_at <= $2 AND problem IS NULL
                   UNION ALL SELECT due_at FROM reminder WHERE tenant = $1 AND due_at <= $2
                   UNION ALL SELECT due_at FROM payment WHERE tenant = $1 AND due_at <= $2 AND CAST($3 AS BIGINT) = 1) AS next",
                books.dialect().by("account_of_tenant_due")
            );
            let found = books.one(&sql, &[self.tenant.0.into(), until.into(), i64::from(gateway).into()], |row| row.text(0))?;
            Ok(found.flatten())
        })
    }
}

impl Store {
    /// Tenants that have a time of their own.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn with_test_clocks(&self) -> Result<Vec<Tenant>, StoreError> {
        let sql = "SELECT number FROM tenant WHERE clock IS NOT NULL";
        self.read(Scope::Host, |books| books.all(sql, &[], |row| Ok(Tenant(row.int(0)?))))
    }
}

/// A year later, and some days: what is due until then is work that one call asks for.
fn year_after(time: &str) -> String {
    let at = time.parse::<jiff::Timestamp>().and_then(|at| at.checked_add(jiff::SignedDuration::from_hours(24 * 370)));
    at.map_or_else(|_| time.to_owned(), crate::clock::written)
}

fn clock(books: &dyn Sql, tenant: Tenant) -> Result<Option<TestClock>, StoreError> {
    let sql = "SELECT clock, clock_goal FROM tenant WHERE number = $1";
    let found = books.one(sql, &[tenant.0.into()], |row| Ok((row.text(0)?, row.text(1)?)))?;
    Ok(found.and_then(|(now, goal)| Some(TestClock { now: now?, goal })))
}
