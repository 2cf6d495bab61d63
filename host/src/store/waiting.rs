//! How much waits, for whoever operates the host. Each number is counted up to a bound: a look costs the same however long the
//! books are.

use super::key::Scope;
use super::sql::{Sql, Value};
use super::{Store, StoreError};

/// How much waits; up to [`MOST`] of each.
#[derive(Clone, Debug, Default)]
pub(crate) struct Waiting {
    /// Payments that are not over, by their state.
    pub(crate) payments: Vec<(&'static str, i64)>,
    /// Deliveries that are still tried.
    pub(crate) deliveries: i64,
    /// Deliveries that were given up.
    pub(crate) dead: i64,
    /// Accounts whose effects have no deliveries yet.
    pub(crate) untold: i64,
    /// Accounts where time is to pass, and has not.
    pub(crate) due: i64,
    /// Accounts where it cannot.
    pub(crate) stuck: i64,
}

/// Nobody needs to know how many more there are.
const MOST: usize = 100_000;

impl Store {
    /// What waits in the whole database.
    ///
    /// # Errors
    /// `Unavailable`.
    pub(crate) fn waiting(&self) -> Result<Waiting, StoreError> {
        let now = crate::clock::now();
        self.read(Scope::Host, |books| {
            let payments = ["wanted", "sent", "pending", "unposted"];
            let payments = payments.into_iter().map(|state| {
                // The word stands in the text: an index of some rows is found by it.
                let rows = format!("payment WHERE state = '{state}'");
                Ok((state, count(books, &rows, &[])?))
            });
            let due = format!(
                "account {} JOIN tenant ON tenant.number = account.tenant WHERE account.due_at < $2 AND tenant.clock IS NULL",
                books.dialect().by("account_due")
            );
            Ok(Waiting {
                payments: payments.collect::<Result<_, StoreError>>()?,
                deliveries: count(books, "delivery WHERE state = 'waiting'", &[])?,
                dead: count(books, "delivery WHERE state = 'dead'", &[])?,
                untold: count(books, "outbox", &[])?,
                due: count(books, &due, &[(&now).into()])?,
                stuck: count(books, "watch WHERE problem IS NOT NULL", &[])?,
            })
        })
    }

    /// The latest time that an account in real time has seen; none where there are none.
    ///
    /// # Errors
    /// `Unavailable`.
    pub(crate) fn newest(&self) -> Result<Option<String>, StoreError> {
        self.read(Scope::Host, |books| {
            let sql = "SELECT max(account.as_of) FROM account JOIN tenant ON tenant.number = account.tenant WHERE clock IS NULL";
            Ok(books.one(sql, &[], |row| row.text(0))?.flatten())
        })
    }

    /// Wishes that wait for their turn, and their bytes.
    pub(crate) fn queue(&self) -> (usize, usize) {
        self.shared.desk.waiting()
    }
}

fn count(books: &dyn Sql, rows: &str, with: &[Value<'_>]) -> Result<i64, StoreError> {
    let sql = format!("SELECT COUNT(*) FROM (SELECT 1 FROM {rows} LIMIT $1) AS found");
    let with = [&[Value::from(MOST)], with].concat();
    Ok(books.one(&sql, &with, |row| row.int(0))?.unwrap_or_default())
}
