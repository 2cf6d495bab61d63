//! Accounts where time alone brings something about (the engine's `next_due`), and which host looks after them. That is not what
//! makes it happen once: a moment is an event of a derived id. It keeps hosts from doing the same work.

use super::claim::{Claiming, gone, heard_since};
use super::key::Scope;
use super::sql::{Text as _, Value};
use super::{Store, StoreError, Tenant};

/// Something is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// Whose.
    pub tenant: Tenant,
    /// The account.
    pub account: String,
    /// When.
    pub at: String,
    number: i64,
}

/// How long a host has, in seconds, before another one may come.
const HOST_S: i64 = 30;
/// How long an account is left alone where time cannot pass: first, and at most.
const AGAIN_S: i64 = 60;
const AGAIN_MAX_S: i64 = 6 * 3_600;

impl Store {
    /// Claims accounts where something is due.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn claim_due(&self, claim: &Claiming<'_>) -> Result<Vec<Due>, StoreError> {
        let mut found = self.read(Scope::Host, |books| {
            let (index, whose) = match claim.whose() {
                0 => ("account_due", "due_at < $1 AND clock IS NULL AND CAST($4 AS BIGINT) = 0
                           AND (account.rests_until IS NULL OR account.rests_until <= $2)"),
                _ => ("account_of_tenant_due", "due_at <= $1 AND account.tenant = $4"),
            };
            let sql = format!(
                "SELECT account.number, account.tenant, account.id, account.due_at FROM account {}
                 JOIN tenant ON tenant.number = account.tenant LEFT JOIN watch ON watch.account = account.number
                 WHERE account.{whose} AND (watch.until IS NULL OR watch.until <= $2 OR {}) ORDER BY account.due_at LIMIT $3",
                books.dialect().by(index),
                gone("watch", "$5")
            );
            books.all(&sql, &claim.asks(), |row| {
                let (number, tenant, account, at) = (row.int(0)?, Tenant(row.int(1)?), row.must(2)?, row.must(3)?);
                Ok(Due { tenant, account, at, number })
            })
        })?;
        if found.is_empty() {
            return Ok(found);
        }
        // Hosts lock rows in one order, so that none waits for one that waits for it.
        found.sort_by_key(|due| due.number);
        let (host, clock) = (claim.host.to_owned(), claim.clock);
        self.write(Scope::Host, move |step| {
            let sql = format!(
                "INSERT INTO watch (account, tenant, due_at, host, until, tries) VALUES ($1, $2, $3, $4, $5, 0)
                 ON CONFLICT (account) DO UPDATE SET due_at = excluded.due_at, host = excluded.host, until = excluded.until
                 WHERE watch.until <= $6 OR {}",
                gone("watch", "$7")
            );
            let mut claimed = Vec::new();
            for due in found.clone() {
                let whose = [due.number.into(), due.tenant.0.into(), (&due.at).into(), (&host).into()];
                let until = [Value::Int(clock + HOST_S), clock.into(), heard_since(clock)];
                if step.run(&sql, &[&whose[..], &until].concat())? > 0 {
                    claimed.push(due);
                }
            }
            Ok(claimed)
        })
    }

    /// What came of what a host has claimed: done, or why time cannot pass there, which a person should see.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn looked_after(&self, clock: i64, mut done: Vec<(Due, Option<String>)>) -> Result<(), StoreError> {
        done.sort_by_key(|(due, _)| due.number);
        self.write(Scope::Host, move |step| {
            for (due, problem) in &done {
                let number = Value::Int(due.number);
                let Some(problem) = problem else {
                    step.run("DELETE FROM watch WHERE account = $1", &[number])?;
                    continue;
                };
                let tries = step.one("SELECT tries FROM watch WHERE account = $1", &[number], |row| row.int(0))?;
                let tries = tries.unwrap_or_default();
                let again = AGAIN_S.saturating_mul(1 << tries.clamp(0, 12)).min(AGAIN_MAX_S);
                let sql = "UPDATE watch SET tries = tries + 1, until = $2, problem = $3 WHERE account = $1";
                step.run(sql, &[number, (clock + again).into(), problem.into()])?;
            }
            Ok(())
        })
    }
}
