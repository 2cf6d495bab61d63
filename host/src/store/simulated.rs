//! What the simulated gateway keeps: apart from the books, and in transactions of its own.

use super::key::Scope;
use super::sql::Text as _;
use super::{Asked, Store, StoreError};
use jiff::Timestamp;

/// A charge that was made there.
#[derive(Debug)]
pub(crate) struct Simulated {
    /// Of how much.
    pub(crate) amount: String,
    /// How long ago, in seconds of the tenant's time.
    pub(crate) age_s: i64,
}

impl Store {
    /// Counts a call under a key: the how manieth is it?
    pub(crate) fn simulated_try(&self, asked: &Asked, key: &str) -> Result<i64, StoreError> {
        let (tenant, key) = (asked.tenant.0, key.to_owned());
        self.write(Scope::Host, move |step| {
            let sql = "INSERT INTO simulated (tenant, key, tries) VALUES ($1, $2, 1)
                       ON CONFLICT (tenant, key) DO UPDATE SET tries = simulated.tries + 1 RETURNING tries";
            let tries = step.one(sql, &[tenant.into(), (&key).into()], |row| row.int(0))?;
            Ok(tries.unwrap_or(1))
        })
    }

    /// Makes a charge under a key, or finds the one that was made under it.
    pub(crate) fn simulated_charge(
        &self,
        asked: &Asked,
        key: &str,
        amount: &str,
        method: &str,
        now: &str,
    ) -> Result<Simulated, StoreError> {
        let (tenant, key, account) = (asked.tenant.0, key.to_owned(), asked.account.clone());
        let (amount, method, now) = (amount.to_owned(), method.to_owned(), now.to_owned());
        self.write(Scope::Host, move |step| {
            let sql = "UPDATE simulated SET account = $3, amount = $4, method = $5, made_at = $6
                       WHERE tenant = $1 AND key = $2 AND made_at IS NULL";
            let what = [(&account).into(), (&amount).into(), (&method).into(), (&now).into()];
            step.run(sql, &[&[tenant.into(), (&key).into()], &what[..]].concat())?;
            let sql = "SELECT amount, made_at FROM simulated WHERE tenant = $1 AND key = $2";
            let found = step.one(sql, &[tenant.into(), (&key).into()], |row| Ok((row.must(0)?, row.must(1)?)))?;
            let (amount, made_at): (String, String) = found.ok_or(StoreError::NotFound("charge"))?;
            let at = |text: &str| text.parse::<Timestamp>().map(Timestamp::as_second).unwrap_or_default();
            Ok(Simulated { amount, age_s: at(&now) - at(&made_at) })
        })
    }
}
