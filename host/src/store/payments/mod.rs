//! What gateways are asked. A row is made with the effect that asks for it, in the same transaction; what came of it is an event, and
//! the row is over in the transaction that has that event. In between a host that dies leaves a row that is asked about again, by
//! the same key.

#[cfg(feature = "server")]
mod back;
#[cfg(feature = "server")]
mod by_hand;
mod claim;
mod follow;
mod top_up;

#[cfg(feature = "server")]
pub(crate) use back::Back;
#[cfg(feature = "server")]
pub(super) use back::taken_back;
#[cfg(feature = "server")]
pub(crate) use by_hand::OnItsWay;
pub(super) use follow::{ask_for_due, follow};
pub(crate) use top_up::{KIND as TOP_UP, TopUp};

use super::json::broken;
use super::notice::{Notice, OwnersSettings};
use super::read::{number, page};
use super::sql::{Row, Text as _};
use super::{Books, Page, StoreError, Tenant};
use serde::{Deserialize, Serialize};

/// The event that says an invoice was paid by a payment: this, and the payment's name.
pub(crate) const PAID: &str = "paid.";

/// Something to ask a gateway, or that it was asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Asked {
    /// Whose.
    #[serde(skip)]
    pub tenant: Tenant,
    /// The account.
    pub account: String,
    /// Its name.
    pub charge: String,
    /// `recharge`, `debit`, `invoice`, `top_up`, `refund`; what comes back of one, `return` or `chargeback`, and `won` where a dispute gives it again; `detach`, of a method that is removed.
    pub kind: String,
    /// How much, and of what.
    pub amount: String,
    /// ISO 4217.
    pub currency: String,
    /// Of which payment method; none: the account's own at that time.
    pub method: String,
    /// What is paid or paid back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoice: Option<String>,
    /// When the engine asked for it.
    pub asked_at: String,
    /// `wanted`, `sent`, `pending`; `paid`, `failed`, `void`: it is over.
    pub state: String,
    /// Who was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gateway: Option<String>,
    /// What the gateway calls it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Why it is as it is, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// How often it was looked at.
    pub tries: i64,
    /// Which attempt it is.
    pub attempt: i64,
    /// When something is to be done about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_at: Option<String>,
    #[serde(skip)]
    pub(crate) number: i64,
    /// Is `method` what this attempt was sent with? Otherwise it is what was named, or nothing yet.
    #[serde(skip)]
    pub(crate) is_sent: bool,
    /// Does somebody want it now who has asked by hand?
    #[serde(skip)]
    pub(crate) by_hand: bool,
}

/// What of an account's state says what is to be paid, and how.
#[derive(Debug, Deserialize)]
pub struct Owing {
    /// What is charged where nothing else is named.
    pub default_method: Option<String>,
    /// Invoices of which something is still to be paid.
    #[serde(default)]
    pub due: Vec<Owed>,
    /// What its owner has set.
    #[serde(default)]
    pub(crate) settings: OwnersSettings,
}

/// What is still to be paid of an invoice.
#[derive(Debug, Deserialize)]
pub struct Owed {
    /// What the engine calls it.
    pub invoice: String,
    /// How much.
    pub amount: String,
    /// Have its terms passed?
    #[serde(default)]
    pub overdue: bool,
}

/// Where a payment stands after a host has looked at it.
#[derive(Clone, Debug, Default)]
pub struct Settled {
    /// The state.
    pub state: &'static str,
    /// Who was asked.
    pub gateway: Option<&'static str>,
    /// What the gateway calls it.
    pub reference: Option<String>,
    /// Why, for people.
    pub reason: Option<String>,
    /// What was asked of which method, where that was the account's own.
    pub of: Option<(String, String)>,
    /// When to look again.
    pub due_at: Option<String>,
    /// Is that another attempt, under a key of its own?
    pub anew: bool,
    /// What is told of it.
    pub told: Option<Notice>,
}

const COLUMNS: &str = "SELECT payment.tenant, account.id, charge, kind, amount, payment.currency, method, invoice, asked_at, payment.state,
    gateway, reference, reason, tries, payment.due_at, payment.account, attempt, named FROM payment";

fn asked(row: &dyn Row) -> Result<Asked, StoreError> {
    let (sent, named): (String, _) = (row.must(6)?, row.text(17)?);
    let (is_sent, by_hand) = (!sent.is_empty(), named.is_some());
    Ok(Asked {
        tenant: Tenant(row.int(0)?),
        account: row.must(1)?,
        charge: row.must(2)?,
        kind: row.must(3)?,
        amount: row.must(4)?,
        currency: row.must(5)?,
        method: if is_sent { sent } else { named.unwrap_or_default() },
        invoice: row.text(7)?,
        asked_at: row.must(8)?,
        state: row.must(9)?,
        gateway: row.text(10)?,
        reference: row.text(11)?,
        reason: row.text(12)?,
        tries: row.int(13)?,
        due_at: row.text(14)?,
        number: row.int(15)?,
        attempt: row.int(16)?,
        is_sent,
        by_hand,
    })
}

impl Books {
    /// What an account has to pay, and how.
    ///
    /// # Errors
    /// `NotFound`, `Unavailable`.
    pub fn owing(&self, account: &str) -> Result<Owing, StoreError> {
        let sql = "SELECT state FROM account WHERE tenant = $1 AND id = $2";
        let with = [self.tenant.0.into(), account.into()];
        let state: Option<String> = self.read(|books| books.one(sql, &with, |row| row.must(0)))?;
        serde_json::from_str(&state.ok_or(StoreError::NotFound("account"))?).map_err(broken)
    }

    /// What gateways were asked of an account, by charge.
    ///
    /// # Errors
    /// `NotFound`, `Unavailable`.
    pub fn payments(&self, account: &str, after: &str, limit: usize) -> Result<Page, StoreError> {
        self.read(|books| {
            let (number, _) = number(books, self.tenant, account)?;
            let sql = format!(
                "{COLUMNS} JOIN account ON account.number = payment.account
                 WHERE payment.account = $1 AND charge > $2 ORDER BY charge LIMIT $3"
            );
            let found = books.all(&sql, &[number.into(), after.into(), (limit + 1).into()], asked)?;
            let body = |asked: &Asked| serde_json::value::to_raw_value(asked).map_err(broken);
            let rows = found.iter().map(|asked| Ok((asked.charge.clone(), body(asked)?)));
            Ok(page(rows.collect::<Result<_, StoreError>>()?, limit))
        })
    }
}
