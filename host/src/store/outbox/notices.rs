//! From notices of the host to deliveries. Each is told whole, and goes behind what its account has to be told at that time.

use super::MAIL;
use super::fan_out::{Carrier, Parcel, Webhook, begin, listeners};
use super::outlets::own;
use crate::store::json::broken;
use crate::store::key::Scope;
use crate::store::sql::{Sql, Text as _, Value};
use crate::store::{Store, StoreError};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Notices of one transaction.
const AT_ONCE: usize = 100;
/// Their places are behind those of all effects that an account can have.
const BEHIND: i64 = 1 << 48;

#[derive(Deserialize)]
struct Head {
    r#type: String,
    id: String,
    time: String,
}

/// A notice, whom it is told to, and the whole of it.
struct Waiting {
    number: i64,
    tenant: i64,
    account: i64,
    parcel: Parcel,
    webhooks: Vec<i64>,
    whole: String,
}

impl Store {
    /// Makes deliveries of the next notices. Says whether there were any.
    ///
    /// # Errors
    /// `Unavailable`.
    pub(crate) fn fan_out_notices(&self, carrier: &Carrier<'_>) -> Result<bool, StoreError> {
        let waiting = self.read(Scope::Host, |books| {
            let sql = "SELECT notice.number, notice.tenant, notice.account, account.id, body FROM notice
                       JOIN account ON account.number = notice.account ORDER BY notice.number LIMIT $1";
            let found = books.all(sql, &[AT_ONCE.into()], |row| {
                Ok((row.int(0)?, row.int(1)?, row.int(2)?, row.must(3)?, row.must(4)?))
            })?;
            let mut webhooks = BTreeMap::new();
            found.into_iter().map(|row| addressed(books, row, carrier, &mut webhooks)).collect::<Result<Vec<_>, _>>()
        })?;
        let (any, now) = (!waiting.is_empty(), carrier.now);
        if any {
            self.write(Scope::Host, move |step| waiting.iter().try_for_each(|notice| deliver(step, notice, now)))?;
        }
        Ok(any)
    }
}

fn addressed(
    books: &dyn Sql,
    (number, tenant, account, id, body): (i64, i64, i64, String, String),
    carrier: &Carrier<'_>,
    webhooks: &mut BTreeMap<i64, Vec<Webhook>>,
) -> Result<Waiting, StoreError> {
    let webhooks = listeners(books, tenant, webhooks)?;
    let head: Head = serde_json::from_str(&body).map_err(broken)?;
    let parcel = (carrier.read)(tenant, &id, &head.id, &head.r#type, &body);
    let whole = (carrier.whole)(&parcel, &head.time, &id, &body);
    let webhooks = webhooks.iter().filter(|of| of.hears(&parcel.kind, &id)).map(|webhook| webhook.number).collect();
    Ok(Waiting { number, tenant, account, parcel, webhooks, whole })
}

/// Once: whoever takes the notice makes its deliveries.
fn deliver(step: &dyn Sql, notice: &Waiting, now: i64) -> Result<(), StoreError> {
    let Waiting { number, tenant, account, parcel, webhooks, whole } = notice;
    if step.run("DELETE FROM notice WHERE number = $1", &[(*number).into()])? == 0 {
        return Ok(());
    }
    let mut to: Vec<(i64, &str)> = webhooks.iter().map(|outlet| (*outlet, "")).collect();
    if !parcel.to.is_empty() {
        let mail = own(step, *tenant, MAIL, "", now)?;
        to.extend(parcel.to.iter().map(|address| (mail, address.as_str())));
    }
    for (outlet, part) in to {
        let sql = "INSERT INTO delivery (tenant, outlet, account, seq, part, event, type, body, state, tries, attempts, due_at, made_at)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', 0, 0, $9, $9) ON CONFLICT (outlet, account, seq, part) DO NOTHING";
        let place = [(*tenant).into(), outlet.into(), (*account).into(), Value::Int(BEHIND + number), part.into()];
        let said = [(&parcel.event).into(), (&parcel.kind).into(), whole.into(), now.into()];
        step.run(sql, &[&place[..], &said].concat())?;
        begin(step, *tenant, outlet, *account, part, now)?;
    }
    Ok(())
}
