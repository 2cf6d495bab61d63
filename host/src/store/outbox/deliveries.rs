//! The log of what was told, and what is told again.

use super::fan_out::begin;
use super::outlets::one as webhook;
use crate::store::identity::{Piece, maybe};
use crate::store::sql::{Row, Sql, Text as _, Value};
use crate::store::{Books, StoreError, Tenant};

/// A delivery as it is listed. Times are milliseconds since 1970.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// Its number.
    pub number: i64,
    /// `webhook`, `owners` or `mail`.
    pub kind: String,
    /// The webhook's name.
    pub webhook: String,
    /// The address or URL, where it is no webhook's.
    pub part: String,
    /// The event's id.
    pub event: String,
    /// The event's type.
    pub event_type: String,
    /// The account, where it is of one.
    pub account: Option<String>,
    /// `waiting`, `sent` or `dead`.
    pub state: String,
    /// Attempts so far.
    pub attempts: i64,
    /// When it is tried next, where it waits.
    pub due_at: i64,
    /// When it was made.
    pub made_at: i64,
    /// When it came to its end.
    pub done_at: Option<i64>,
}

/// An attempt.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// When it began.
    pub at: i64,
    /// What was answered, where there was an answer.
    pub status: Option<i64>,
    /// How long it took, in milliseconds.
    pub took: i64,
    /// The first of the answer, or why there was none.
    pub said: String,
}

/// A delivery with all that came of it.
#[derive(Clone, Debug)]
pub struct Delivered {
    /// The delivery.
    pub delivery: Delivery,
    /// Its attempts, from the first to the last.
    pub attempts: Vec<Attempt>,
    /// The effect's time.
    pub at: Option<String>,
    /// The effect; or all that is told, where it is none.
    pub body: String,
}

const COLUMNS: &str = "SELECT delivery.number, outlet.kind, outlet.id, delivery.part, delivery.event, delivery.type, account.id,
        delivery.state, delivery.attempts, delivery.due_at, delivery.made_at, coalesce(delivery.done_at, 0)
    FROM delivery JOIN outlet ON outlet.number = delivery.outlet LEFT JOIN account ON account.number = delivery.account";

fn listed(row: &dyn Row) -> Result<(i64, Delivery), StoreError> {
    let delivery = Delivery {
        number: row.int(0)?,
        kind: row.must(1)?,
        webhook: row.must(2)?,
        part: row.must(3)?,
        event: row.must(4)?,
        event_type: row.must(5)?,
        account: row.text(6)?,
        state: row.must(7)?,
        attempts: row.int(8)?,
        due_at: row.int(9)?,
        made_at: row.int(10)?,
        done_at: maybe(row, 11)?,
    };
    Ok((delivery.number, delivery))
}

fn one(books: &dyn Sql, tenant: Tenant, number: i64) -> Result<Delivery, StoreError> {
    let sql = format!("{COLUMNS} WHERE delivery.tenant = $1 AND delivery.number = $2");
    let found = books.one(&sql, &[tenant.0.into(), number.into()], listed)?;
    found.map(|(_, delivery)| delivery).ok_or(StoreError::NotFound("delivery"))
}

/// Ready to be tried once more, as if it never had been; behind nothing that came later.
fn again(step: &dyn Sql, tenant: Tenant, number: i64, now: i64) -> Result<(), StoreError> {
    let sql = "SELECT outlet, account, part FROM delivery WHERE tenant = $1 AND number = $2";
    let lane = |row: &dyn Row| Ok((row.int(0)?, row.int(1)?, row.must(2)?));
    let (outlet, account, part) =
        step.one(sql, &[tenant.0.into(), number.into()], lane)?.ok_or(StoreError::NotFound("delivery"))?;
    let sql = "UPDATE delivery SET state = 'waiting', tries = 0, due_at = $2, done_at = NULL WHERE number = $1";
    step.run(sql, &[number.into(), now.into()])?;
    begin(step, tenant.0, outlet, account, &part, now)
}

impl Books {
    /// Deliveries of a webhook, or of all that is told; in one state only, where it is said. The newest first.
    ///
    /// # Errors
    /// `NotFound` without the webhook.
    pub fn deliveries(
        &self,
        of: Option<&str>,
        state: Option<&str>,
        before: i64,
        limit: usize,
    ) -> Result<Piece<Delivery>, StoreError> {
        let tenant = self.tenant();
        self.read(|books| {
            let mut with: Vec<Value<'_>> = vec![tenant.0.into(), before.into(), (limit + 1).into()];
            let mut sql = format!("{COLUMNS} WHERE delivery.tenant = $1 AND delivery.number < $2");
            if let Some(id) = of {
                with.push(webhook(books, tenant, id)?.0.into());
                sql.push_str(&format!(" AND delivery.outlet = ${}", with.len()));
            }
            // Where it is `dead` by its letters, there is an index of those.
            match state {
                Some("dead") => sql.push_str(" AND delivery.state = 'dead'"),
                Some("sent") => sql.push_str(" AND delivery.state = 'sent'"),
                Some(_) => sql.push_str(" AND delivery.state = 'waiting'"),
                None => {}
            }
            sql.push_str(" ORDER BY delivery.number DESC LIMIT $3");
            Ok(Piece::of(books.all(&sql, &with, listed)?, limit))
        })
    }

    /// A delivery with its attempts and what is told by it.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn delivery(&self, number: i64) -> Result<Delivered, StoreError> {
        self.read(|books| {
            let delivery = one(books, self.tenant(), number)?;
            let sql = "SELECT at, coalesce(status, 0), took, said FROM attempt WHERE delivery = $1 ORDER BY n";
            let attempts = books.all(sql, &[number.into()], |row| {
                Ok(Attempt { at: row.int(0)?, status: maybe(row, 1)?, took: row.int(2)?, said: row.must(3)? })
            })?;
            let sql = "SELECT effect.at, coalesce(delivery.body, effect.body) FROM delivery
                       LEFT JOIN effect ON effect.account = delivery.account AND effect.seq = delivery.seq
                       WHERE delivery.number = $1";
            let told = books.one(sql, &[number.into()], |row| Ok((row.text(0)?, row.must(1)?)))?;
            let (at, body) = told.ok_or(StoreError::NotFound("delivery"))?;
            Ok(Delivered { delivery, attempts, at, body })
        })
    }

    /// Tries a delivery again, whatever came of it.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn redeliver(&self, number: i64, now: i64) -> Result<Delivery, StoreError> {
        let tenant = self.tenant();
        self.write(move |step| {
            again(step, tenant, number, now)?;
            one(step, tenant, number)
        })
    }

    /// Tries the first dead deliveries of a webhook again, some at once; says how many.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn redeliver_dead(&self, id: String, now: i64) -> Result<usize, StoreError> {
        const AT_ONCE: i64 = 500;
        let tenant = self.tenant();
        self.write(move |step| {
            let (outlet, _) = webhook(step, tenant, &id)?;
            let sql = "SELECT number FROM delivery WHERE tenant = $1 AND outlet = $2 AND state = 'dead' ORDER BY number LIMIT $3";
            let dead = step.all(sql, &[tenant.0.into(), outlet.into(), AT_ONCE.into()], |row| row.int(0))?;
            dead.iter().try_for_each(|number| again(step, tenant, *number, now))?;
            Ok(dead.len())
        })
    }

    /// Tells a webhook something that follows from nothing.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn test_webhook(
        &self,
        id: String,
        event: (String, &'static str),
        body: String,
        now: i64,
    ) -> Result<Delivery, StoreError> {
        let tenant = self.tenant();
        self.write(move |step| {
            let (outlet, _) = webhook(step, tenant, &id)?;
            let sql = "INSERT INTO delivery (tenant, outlet, account, seq, part, event, type, body, state, tries, attempts, due_at, made_at)
                       VALUES ($1, $2, 0, (SELECT coalesce(max(seq), 0) + 1 FROM delivery WHERE outlet = $2 AND account = 0), '',
                               $3, $4, $5, 'waiting', 0, 0, $6, $6)";
            let (name, kind) = (&event.0, event.1);
            let said = [name.into(), kind.into(), (&body).into(), now.into()];
            step.run(sql, &[&[tenant.0.into(), outlet.into()][..], &said].concat())?;
            begin(step, tenant.0, outlet, 0, "", now)?;
            let sql = "SELECT max(number) FROM delivery WHERE outlet = $1 AND event = $2";
            let number = step.one(sql, &[outlet.into(), name.into()], |row| row.int(0))?;
            one(step, tenant, number.unwrap_or_default())
        })
    }
}
