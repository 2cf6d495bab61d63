//! From effects to deliveries: accounts that have effects which nobody was told of stand in `outbox`, and each effect becomes a row
//! for each outlet that it concerns. Two hosts at it make the same rows, once.

use super::outlets::own;
use super::{MAIL, OWNERS, list};
use crate::store::key::Scope;
use crate::store::sql::Kind::{Int, Text};
use crate::store::sql::{Sql, Table, Text as _, Value};
use crate::store::{Store, StoreError};
use std::collections::BTreeSet;
use std::collections::btree_map::{BTreeMap, Entry};

/// What an effect is as an event, and to whom it says that it is told.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parcel {
    /// The type of the event.
    pub(crate) kind: String,
    /// The id of the event.
    pub(crate) event: String,
    /// The URL that the owner has set for it.
    pub(crate) url: Option<String>,
    /// Addresses that it is mailed to.
    pub(crate) to: Vec<String>,
}

/// How effects are read, and what is made of what.
pub(crate) struct Carrier<'c> {
    /// Of the tenant's number, the account's id, and the effect's id, type and body.
    pub(crate) read: &'c (dyn Fn(i64, &str, &str, &str, &str) -> Parcel + Send + Sync),
    /// What is told of a notice, whole: of its parcel, time, account and body.
    pub(crate) whole: &'c (dyn Fn(&Parcel, &str, &str, &str) -> String + Send + Sync),
    /// A new secret of the URLs of a tenant's owners.
    pub(crate) secret: &'c (dyn Fn(i64) -> String + Send + Sync),
    /// Now.
    pub(crate) now: i64,
}

/// Accounts and effects of one transaction.
const ACCOUNTS: usize = 20;
const EFFECTS: usize = 100;

const DELIVERY: Table = Table {
    name: "delivery",
    columns: &[
        ("tenant", Int),
        ("outlet", Int),
        ("account", Int),
        ("seq", Int),
        ("part", Text),
        ("event", Text),
        ("type", Text),
        ("state", Text),
        ("tries", Int),
        ("attempts", Int),
        ("due_at", Int),
        ("made_at", Int),
    ],
    otherwise: "ON CONFLICT (outlet, account, seq, part) DO NOTHING",
};
const LANE: Table = Table {
    name: "lane",
    columns: &[
        ("tenant", Int),
        ("outlet", Int),
        ("account", Int),
        ("part", Text),
        ("due_at", Int),
        ("held", Int),
        ("fence", Int),
    ],
    otherwise: "ON CONFLICT (outlet, account, part) DO UPDATE SET due_at = coalesce(lane.due_at, excluded.due_at)",
};

struct Waiting {
    tenant: i64,
    account: i64,
    id: String,
    next: i64,
    upto: i64,
}

pub(super) struct Webhook {
    pub(super) number: i64,
    types: Vec<String>,
    accounts: Vec<String>,
}

impl Webhook {
    /// Is it told of events of this type, of this account?
    pub(super) fn hears(&self, kind: &str, account: &str) -> bool {
        let all = |list: &[String], one: &str| list.is_empty() || list.iter().any(|named| named == one);
        all(&self.types, kind) && all(&self.accounts, account)
    }
}

impl Store {
    /// Makes deliveries of what the next accounts after this one have brought about. Says behind which account to go on; nothing
    /// where there was none.
    ///
    /// # Errors
    /// `Unavailable`.
    pub(crate) fn fan_out(&self, after: i64, carrier: &Carrier<'_>) -> Result<Option<i64>, StoreError> {
        let next = |books: &dyn Sql| {
            let sql = "SELECT outbox.tenant, outbox.account, account.id, next, upto FROM outbox
                       JOIN account ON account.number = outbox.account
                       WHERE outbox.account > $1 ORDER BY outbox.account LIMIT $2";
            books.all(sql, &[after.into(), ACCOUNTS.into()], |row| {
                let (tenant, account, id) = (row.int(0)?, row.int(1)?, row.must(2)?);
                Ok(Waiting { tenant, account, id, next: row.int(3)?, upto: row.int(4)? })
            })
        };
        let waiting = self.read(Scope::Host, next)?;
        let Some(last) = waiting.last().map(|last| last.account) else { return Ok(None) };
        let rows = self.read(Scope::Host, |books| {
            let mut webhooks = BTreeMap::new();
            waiting.iter().map(|account| parcels(books, account, carrier, &mut webhooks)).collect::<Result<Vec<_>, _>>()
        })?;
        let with_urls =
            waiting.iter().zip(&rows).filter(|(_, (_, parcels))| parcels.iter().any(|(_, of, _)| of.url.is_some()));
        let secrets: BTreeMap<i64, String> =
            with_urls.map(|(account, _)| (account.tenant, (carrier.secret)(account.tenant))).collect();
        let now = carrier.now;
        self.write(Scope::Host, move |step| {
            for (account, (upto, parcels)) in waiting.iter().zip(&rows) {
                let secret = secrets.get(&account.tenant).map_or("", |secret| secret);
                put(step, account, parcels, secret, now)?;
                let sql = "UPDATE outbox SET next = $3 WHERE account = $1 AND next = $2";
                step.run(sql, &[account.account.into(), account.next.into(), (upto + 1).into()])?;
                let sql = "DELETE FROM outbox WHERE account = $1 AND next > upto";
                step.run(sql, &[account.account.into()])?;
            }
            Ok(())
        })?;
        Ok(Some(last))
    }
}

/// Effects as events, each with its number and the webhooks that are told of it; and the last effect that was looked at.
type Parcels = (i64, Vec<(i64, Parcel, Vec<i64>)>);

fn parcels(
    books: &dyn Sql,
    account: &Waiting,
    carrier: &Carrier<'_>,
    webhooks: &mut BTreeMap<i64, Vec<Webhook>>,
) -> Result<Parcels, StoreError> {
    let webhooks = listeners(books, account.tenant, webhooks)?;
    let sql =
        "SELECT seq, id, kind, body FROM effect WHERE account = $1 AND seq >= $2 AND seq <= $3 ORDER BY seq LIMIT $4";
    let with = [account.account.into(), account.next.into(), account.upto.into(), EFFECTS.into()];
    let effects = books.all(sql, &with, |row| Ok((row.int(0)?, row.must(1)?, row.must(2)?, row.must(3)?)))?;
    let (mut upto, mut parcels) = (account.upto, Vec::new());
    if effects.len() == EFFECTS {
        upto = effects.last().map_or(upto, |(seq, ..)| *seq);
    }
    for (seq, id, kind, body) in effects {
        let parcel = (carrier.read)(account.tenant, &account.id, &id, &kind, &body);
        let told = webhooks.iter().filter(|of| of.hears(&parcel.kind, &account.id));
        let told = told.map(|webhook| webhook.number).collect();
        parcels.push((seq, parcel, told));
    }
    Ok((upto, parcels))
}

/// The webhooks of a tenant, read once.
pub(super) fn listeners<'w>(
    books: &dyn Sql,
    tenant: i64,
    known: &'w mut BTreeMap<i64, Vec<Webhook>>,
) -> Result<&'w [Webhook], StoreError> {
    Ok(match known.entry(tenant) {
        Entry::Occupied(known) => known.into_mut(),
        Entry::Vacant(place) => place.insert(open(books, tenant)?),
    })
}

fn open(books: &dyn Sql, tenant: i64) -> Result<Vec<Webhook>, StoreError> {
    let sql = "SELECT number, types, accounts FROM outlet WHERE tenant = $1 AND enabled = 1 AND kind = 'webhook' ORDER BY number";
    books.all(sql, &[tenant.into()], |row| {
        let (types, accounts) = (list(&row.must(1)?)?, list(&row.must(2)?)?);
        Ok(Webhook { number: row.int(0)?, types, accounts })
    })
}

fn put(
    step: &dyn Sql,
    account: &Waiting,
    parcels: &[(i64, Parcel, Vec<i64>)],
    secret: &str,
    now: i64,
) -> Result<(), StoreError> {
    let (mut rows, mut lanes) = (Vec::new(), BTreeSet::new());
    let mut add = |outlet: i64, seq: i64, parcel: &'_ Parcel, part: &str| {
        lanes.insert((outlet, part.to_owned()));
        rows.push((outlet, seq, part.to_owned(), parcel.event.clone(), parcel.kind.clone()));
    };
    for (seq, parcel, webhooks) in parcels {
        webhooks.iter().for_each(|outlet| add(*outlet, *seq, parcel, ""));
        if let Some(url) = &parcel.url {
            add(own(step, account.tenant, OWNERS, secret, now)?, *seq, parcel, url);
        }
        if !parcel.to.is_empty() {
            let mail = own(step, account.tenant, MAIL, "", now)?;
            parcel.to.iter().for_each(|address| add(mail, *seq, parcel, address));
        }
    }
    let whose = |outlet: i64| [Value::Int(account.tenant), Value::Int(outlet), Value::Int(account.account)];
    let rows = rows.iter().map(|(outlet, seq, part, event, kind)| {
        let said = [Value::Int(*seq), part.into(), event.into(), kind.into(), "waiting".into()];
        [&whose(*outlet)[..], &said, &[Value::Int(0), Value::Int(0), Value::Int(now), Value::Int(now)]].concat()
    });
    step.insert(&DELIVERY, &rows.collect::<Vec<_>>())?;
    let lanes = lanes
        .iter()
        .map(|(outlet, part)| [&whose(*outlet)[..], &[part.into(), now.into(), Value::Int(0), Value::Int(0)]].concat());
    step.insert(&LANE, &lanes.collect::<Vec<_>>())
}

/// A lane that something waits in, from now on; whoever works on it sees that when it is done.
pub(super) fn begin(
    step: &dyn Sql,
    tenant: i64,
    outlet: i64,
    account: i64,
    part: &str,
    now: i64,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO lane (tenant, outlet, account, part, due_at, held, fence) VALUES ($1, $2, $3, $4, $5, 0, 0)
               ON CONFLICT (outlet, account, part) DO UPDATE
               SET due_at = CASE WHEN lane.held = 1 OR lane.due_at < excluded.due_at THEN lane.due_at ELSE excluded.due_at END";
    step.run(sql, &[tenant.into(), outlet.into(), account.into(), part.into(), now.into()]).map(drop)
}
