//! What is due is worked on by one host at a time: whoever takes a lane puts it off for as long as that may take, and the number of
//! its fence goes up. A host that ends meanwhile leaves nothing behind but the wait.

use crate::store::identity::maybe;
use crate::store::key::Scope;
use crate::store::sql::{Row, Sql, Text as _};
use crate::store::{Store, StoreError, Tenant};

/// An outlet that has something to be told now.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DueOutlet {
    /// Its number.
    pub(crate) outlet: i64,
    /// Whose it is.
    pub(crate) tenant: Tenant,
}

/// How many more of its lanes are taken.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Room {
    /// Of which outlet.
    pub(crate) outlet: i64,
    /// How many.
    pub(crate) lanes: usize,
}

/// A delivery that this host works on.
#[derive(Clone, Debug)]
pub(crate) struct Job {
    pub(super) lane: i64,
    pub(super) fence: i64,
    /// Its number.
    pub(crate) delivery: i64,
    /// To which outlet.
    pub(crate) outlet: i64,
    /// Whose it is.
    pub(crate) tenant: Tenant,
    /// `webhook`, `owners` or `mail`.
    pub(crate) kind: String,
    /// The outlet's name.
    pub(crate) name: String,
    /// The outlet's URL.
    pub(crate) url: String,
    /// What is signed with, as it is kept.
    pub(crate) secret: String,
    /// What was, and until when it is, too.
    pub(crate) former: Option<(String, i64)>,
    /// The address or URL, where the outlet has several.
    pub(crate) part: String,
    /// The account's id, where it is of one.
    pub(crate) account: Option<String>,
    /// The account's currency.
    pub(crate) currency: String,
    /// The event's id.
    pub(crate) event: String,
    /// The event's type.
    pub(crate) event_type: String,
    /// The effect's time.
    pub(crate) at: Option<String>,
    /// The effect; or all that is told, where it is none.
    pub(crate) body: String,
    /// Attempts since it was last begun.
    pub(crate) tries: i64,
}

/// Each outlet of which a lane is due is found by one step in the index, however many lanes of others there are.
const DUE: &str = "WITH RECURSIVE busy (outlet) AS (
        SELECT min(outlet) FROM lane WHERE due_at IS NOT NULL
        UNION ALL SELECT (SELECT min(lane.outlet) FROM lane WHERE due_at IS NOT NULL AND lane.outlet > busy.outlet)
        FROM busy WHERE busy.outlet IS NOT NULL)
    SELECT outlet.number, outlet.tenant FROM busy JOIN outlet ON outlet.number = busy.outlet
    WHERE outlet.enabled = 1 AND (SELECT min(due_at) FROM lane WHERE lane.outlet = busy.outlet AND due_at IS NOT NULL) <= $1";

const JOB: &str = "SELECT lane.fence, delivery.number, outlet.number, outlet.tenant, outlet.kind, outlet.id, outlet.url, outlet.secret,
        outlet.former, coalesce(outlet.former_until, 0), delivery.part, account.id, account.currency, delivery.event, delivery.type,
        effect.at, coalesce(delivery.body, effect.body), delivery.tries, delivery.due_at
    FROM lane
    JOIN outlet ON outlet.number = lane.outlet
    JOIN delivery ON delivery.outlet = lane.outlet AND delivery.account = lane.account AND delivery.part = lane.part
    LEFT JOIN account ON account.number = delivery.account
    LEFT JOIN effect ON effect.account = delivery.account AND effect.seq = delivery.seq
    WHERE lane.number = $1 AND delivery.state = 'waiting' ORDER BY delivery.seq LIMIT 1";

fn job(row: &dyn Row, lane: i64) -> Result<(Job, i64), StoreError> {
    let job = Job {
        lane,
        fence: row.int(0)?,
        delivery: row.int(1)?,
        outlet: row.int(2)?,
        tenant: Tenant(row.int(3)?),
        kind: row.must(4)?,
        name: row.must(5)?,
        url: row.must(6)?,
        secret: row.must(7)?,
        former: row.text(8)?.zip(maybe(row, 9)?),
        part: row.must(10)?,
        account: row.text(11)?,
        currency: row.text(12)?.unwrap_or_default(),
        event: row.must(13)?,
        event_type: row.must(14)?,
        at: row.text(15)?,
        body: row.must(16)?,
        tries: row.int(17)?,
    };
    Ok((job, row.int(18)?))
}

impl Store {
    /// Is there an account whose effects nobody was told of, or a notice?
    ///
    /// # Errors
    /// `Unavailable`.
    pub(crate) fn untold(&self) -> Result<bool, StoreError> {
        let one = |books: &dyn Sql| {
            let sql = "SELECT account FROM outbox UNION ALL SELECT number FROM notice LIMIT 1";
            books.one(sql, &[], |row| row.int(0))
        };
        Ok(self.read(Scope::Host, one)?.is_some())
    }

    /// Outlets that have something to be told by now.
    ///
    /// # Errors
    /// `Unavailable`.
    pub(crate) fn due(&self, now: i64) -> Result<Vec<DueOutlet>, StoreError> {
        self.read(Scope::Host, |books| {
            books.all(DUE, &[now.into()], |row| Ok(DueOutlet { outlet: row.int(0)?, tenant: Tenant(row.int(1)?) }))
        })
    }

    /// Takes lanes that are due, for so many milliseconds.
    ///
    /// # Errors
    /// `Unavailable`.
    pub(crate) fn claim(&self, rooms: Vec<Room>, now: i64, lease: i64) -> Result<Vec<Job>, StoreError> {
        self.write(Scope::Host, move |step| {
            let mut jobs = Vec::new();
            for Room { outlet, lanes } in &rooms {
                let sql = "SELECT number FROM lane WHERE outlet = $1 AND due_at <= $2 ORDER BY due_at LIMIT $3";
                for lane in step.all(sql, &[(*outlet).into(), now.into(), (*lanes).into()], |row| row.int(0))? {
                    jobs.extend(take(step, lane, now, lease)?);
                }
            }
            Ok(jobs)
        })
    }
}

/// Takes a lane, where nobody else has.
fn take(step: &dyn Sql, lane: i64, now: i64, lease: i64) -> Result<Option<Job>, StoreError> {
    let sql = "UPDATE lane SET due_at = $3, held = 1, fence = fence + 1 WHERE number = $1 AND due_at <= $2";
    if step.run(sql, &[lane.into(), now.into(), now.saturating_add(lease).into()])? == 0 {
        return Ok(None);
    }
    let found = step.one(JOB, &[lane.into()], |row| job(row, lane))?;
    let put_off = |due_at: Option<i64>| {
        step.run("UPDATE lane SET due_at = $2, held = 0 WHERE number = $1", &[lane.into(), due_at.into()]).map(drop)
    };
    match found {
        Some((job, due_at)) if due_at <= now => return Ok(Some(job)),
        // The next one waits for longer than was thought, or there is none.
        Some((_, due_at)) => put_off(Some(due_at))?,
        None => put_off(None)?,
    }
    Ok(None)
}
