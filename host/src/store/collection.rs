//! How what is due is collected: when it is tried again, and when its owner is reminded. A tenant says so, or the host does.

use super::batch::Line;
use super::claim::Claiming;
use super::json::broken;
use super::key::Scope;
use super::notice::{self, Notice};
use super::sql::{Sql, Text as _};
use super::standing::Standing;
use super::{Books, Store, StoreError, Tenant};
use crate::clock::{later, ordered};
use serde::{Deserialize, Serialize};

/// Days, each list in the order in which they come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Collection {
    /// After a failed attempt, until the next one: the first, the second, … Past the last there is none.
    pub retry_after_days: Vec<u16>,
    /// After the terms of an invoice have passed: its reminders.
    pub remind_after_days: Vec<u16>,
}

impl Default for Collection {
    fn default() -> Self {
        Self { retry_after_days: vec![3, 5, 7, 7], remind_after_days: vec![7, 14] }
    }
}

/// Somebody is to be reminded of an invoice.
#[derive(Clone, Debug)]
pub struct Reminder {
    /// Whose.
    pub tenant: Tenant,
    /// The account.
    pub account: String,
    /// The invoice.
    pub invoice: String,
    /// How many there were before.
    pub step: i64,
    /// When its terms had passed.
    pub since: String,
    /// When it is due.
    pub due_at: String,
    number: i64,
}

#[derive(Deserialize)]
struct Overdue {
    invoice: String,
}

pub(super) fn of(books: &dyn Sql, tenant: i64) -> Result<Collection, StoreError> {
    let sql = "SELECT retry_after_days, remind_after_days FROM collection WHERE tenant = $1";
    let kept: Option<(String, String)> = books.one(sql, &[tenant.into()], |row| Ok((row.must(0)?, row.must(1)?)))?;
    let Some((retry, remind)) = kept else { return Ok(Collection::default()) };
    let days = |list: &str| serde_json::from_str(list).map_err(broken);
    Ok(Collection { retry_after_days: days(&retry)?, remind_after_days: days(&remind)? })
}

/// When a reminder comes, where there is one.
fn next(days: &[u16], since: &str, step: i64) -> Option<String> {
    let day = usize::try_from(step).ok().and_then(|step| days.get(step))?;
    Some(later(since, i64::from(*day) * 86_400))
}

/// An invoice whose terms have passed: reminders begin.
pub(super) fn begin(step: &dyn Sql, of_account: &Standing, effect: &Line) -> Result<(), StoreError> {
    let tenant = of_account.tenant.0;
    let since = ordered(&effect.head.time);
    let Some(due_at) = next(&of(step, tenant)?.remind_after_days, &since, 0) else { return Ok(()) };
    let Overdue { invoice } = serde_json::from_str(effect.body.get()).map_err(broken)?;
    let sql = "INSERT INTO reminder (tenant, account, invoice, since, step, due_at) VALUES ($1, $2, $3, $4, 0, $5)
               ON CONFLICT DO NOTHING";
    let whose = [tenant.into(), of_account.account.into(), (&invoice).into()];
    step.run(sql, &[&whose[..], &[(&since).into(), (&due_at).into()]].concat()).map(drop)
}

impl Books {
    /// How the tenant collects.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn collection(&self) -> Result<Collection, StoreError> {
        self.read(|books| of(books, self.tenant.0))
    }

    /// From now on the tenant collects so. Reminders that are under way go on by it.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn put_collection(&self, collection: Collection) -> Result<(), StoreError> {
        let tenant = self.tenant.0;
        self.write(move |step| {
            let list = |days: &[u16]| serde_json::to_string(days).map_err(broken);
            let (retry, remind) = (list(&collection.retry_after_days)?, list(&collection.remind_after_days)?);
            let sql = "INSERT INTO collection (tenant, retry_after_days, remind_after_days) VALUES ($1, $2, $3)
                       ON CONFLICT (tenant) DO UPDATE SET retry_after_days = excluded.retry_after_days,
                       remind_after_days = excluded.remind_after_days";
            step.run(sql, &[tenant.into(), (&retry).into(), (&remind).into()]).map(drop)
        })
    }
}

impl Store {
    /// Reminders that are due.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn reminders(&self, claim: &Claiming<'_>) -> Result<Vec<Reminder>, StoreError> {
        self.read(Scope::Host, |books| {
            let whose = match claim.whose() {
                0 => "clock IS NULL AND CAST($2 AS BIGINT) = 0",
                _ => "reminder.tenant = $2",
            };
            let sql = format!(
                "SELECT reminder.tenant, account.id, invoice, step, since, reminder.due_at, reminder.account FROM reminder
                 JOIN account ON account.number = reminder.account JOIN tenant ON tenant.number = reminder.tenant
                 WHERE reminder.due_at <= $1 AND {whose} ORDER BY reminder.due_at, reminder.account LIMIT $3"
            );
            books.all(&sql, &[claim.now.into(), claim.whose().into(), claim.limit.into()], |row| {
                let (account, invoice) = (row.must(1)?, row.must(2)?);
                let (step, since, due_at) = (row.int(3)?, row.must(4)?, row.must(5)?);
                Ok(Reminder { tenant: Tenant(row.int(0)?), account, invoice, step, since, due_at, number: row.int(6)? })
            })
        })
    }

    /// Reminds, or lets go of what is paid (no notice). `false` where another host has done it.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn remind(&self, reminder: &Reminder, told: Option<Notice>) -> Result<bool, StoreError> {
        let Reminder { tenant, number, invoice, step: place, since, .. } = reminder.clone();
        self.write(Scope::Host, move |step| {
            let following = of(step, tenant.0)?.remind_after_days;
            let following = told.as_ref().and_then(|_| next(&following, &since, place + 1));
            let of_it = [number.into(), (&invoice).into(), place.into()];
            let done = match &following {
                Some(due_at) => {
                    let sql = "UPDATE reminder SET step = step + 1, due_at = $4 WHERE account = $1 AND invoice = $2 AND step = $3";
                    step.run(sql, &[&of_it[..], &[due_at.into()]].concat())?
                }
                None => step.run("DELETE FROM reminder WHERE account = $1 AND invoice = $2 AND step = $3", &of_it)?,
            };
            if let (1.., Some(notice)) = (done, &told) {
                notice::put(step, (tenant.0, number), notice)?;
            }
            Ok(done > 0)
        })
    }
}
