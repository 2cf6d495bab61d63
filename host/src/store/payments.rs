//! What gateways are asked. A row is made with the effect that asks for it, in the same transaction; what came of it is an event, and
//! the row is over in the transaction that has that event. In between a host that dies leaves a row that is asked about again, by
//! the same key.

use super::batch::{Batch, Line};
use super::due::{SEEN_S, gone};
use super::key::Scope;
use super::made::Told;
use super::sql::{Row, Sql, Text as _, Value};
use super::standing::Standing;
use super::{Books, Store, StoreError, Tenant};
use crate::clock::ordered;
use serde::Deserialize;

/// Something to ask a gateway, or that it was asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Asked {
    /// Whose.
    #[serde(skip)]
    pub tenant: Tenant,
    /// The account.
    pub account: String,
    /// Its name.
    pub charge: String,
    /// `recharge`, `debit`, `invoice` or `refund`.
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
}

/// How long a host has, in seconds, that is there and does not come to an end, such as one whose database was away. Another may ask
/// meanwhile: by the same key.
const HOST_S: i64 = 20;

const COLUMNS: &str = "SELECT payment.tenant, account.id, charge, kind, amount, payment.currency, method, invoice, asked_at, payment.state,
    gateway, reference, reason, tries, payment.due_at, payment.account, attempt FROM payment";

fn asked(row: &dyn Row) -> Result<Asked, StoreError> {
    Ok(Asked {
        tenant: Tenant(row.int(0)?),
        account: row.must(1)?,
        charge: row.must(2)?,
        kind: row.must(3)?,
        amount: row.must(4)?,
        currency: row.must(5)?,
        method: row.must(6)?,
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
    })
}

impl Store {
    /// Claims what is due of payments, for a host; as [`Store::claim_due`].
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn claim_payments(
        &self,
        host: &str,
        of: Option<Tenant>,
        now: &str,
        clock: i64,
        limit: usize,
    ) -> Result<Vec<Asked>, StoreError> {
        let (host, of) = (host.to_owned(), of.map_or(0, |tenant| tenant.0));
        let found = self.read(Scope::Host, |books| {
            let whose = match of {
                0 => "payment.due_at <= $1 AND clock IS NULL AND CAST($4 AS BIGINT) = 0",
                _ => "payment.due_at <= $1 AND payment.tenant = $4",
            };
            let sql = format!(
                "{COLUMNS} {} JOIN account ON account.number = payment.account JOIN tenant ON tenant.number = payment.tenant
                 WHERE {whose} AND (payment.until <= $2 OR {}) ORDER BY payment.due_at LIMIT $3",
                books.dialect().by("payment_due"),
                gone("payment", "$5")
            );
            books.all(&sql, &[now.into(), clock.into(), limit.into(), of.into(), (clock - SEEN_S).into()], asked)
        })?;
        if found.is_empty() {
            return Ok(found);
        }
        self.write(Scope::Host, move |step| {
            let sql = format!(
                "UPDATE payment SET host = $3, until = $4, tries = tries + 1,
                        state = CASE WHEN state = 'wanted' THEN 'sent' ELSE state END
                 WHERE account = $1 AND charge = $2 AND (until <= $5 OR {}) AND due_at IS NOT NULL",
                gone("payment", "$6")
            );
            let mut claimed = Vec::new();
            for one in found.clone() {
                let whose = [one.number.into(), (&one.charge).into(), (&host).into()];
                let until = [Value::Int(clock + HOST_S), clock.into(), (clock - SEEN_S).into()];
                if step.run(&sql, &[&whose[..], &until].concat())? > 0 {
                    claimed.push(one);
                }
            }
            Ok(claimed)
        })
    }

    /// Keeps what is known of a payment that a host has in hand; its state and claim stay as they are.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn note(&self, asked: &Asked, settled: Settled) -> Result<(), StoreError> {
        let (number, charge, attempt) = (asked.number, asked.charge.clone(), asked.attempt);
        self.write(Scope::Host, move |step| {
            let Settled { gateway, reference, reason, of, .. } = &settled;
            let (amount, method) = of.clone().unzip();
            let sql = "UPDATE payment SET gateway = coalesce($3, gateway), reference = coalesce($4, reference),
                              reason = coalesce($5, reason), amount = coalesce($6, amount), method = coalesce($7, method)
                       WHERE account = $1 AND charge = $2 AND state NOT IN ('paid', 'failed', 'void') AND attempt = $8";
            let told = [(*gateway).into(), reference.as_ref().into(), reason.as_ref().into()];
            let of = [amount.as_ref().into(), method.as_ref().into(), attempt.into()];
            step.run(sql, &[&[number.into(), (&charge).into()], &told[..], &of].concat()).map(drop)
        })
    }

    /// Keeps where an attempt stands; the host lets go of it. What is over stays as it is, and so does an attempt that another host
    /// has ended meanwhile.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn settle(&self, asked: &Asked, settled: Settled) -> Result<(), StoreError> {
        let (number, charge, attempt) = (asked.number, asked.charge.clone(), asked.attempt);
        self.write(Scope::Host, move |step| {
            let Settled { state, gateway, reference, reason, of, due_at, anew } = &settled;
            let (amount, method) = of.clone().unzip();
            let sql = "UPDATE payment SET state = $3, gateway = coalesce($4, gateway), reference = coalesce($5, reference), reason = $6,
                              due_at = $7, until = 0, host = NULL, amount = coalesce($8, amount), method = coalesce($9, method),
                              attempt = attempt + $10
                       WHERE account = $1 AND charge = $2 AND state NOT IN ('paid', 'failed', 'void') AND attempt = $11";
            let told = [(*state).into(), (*gateway).into(), reference.as_ref().into(), reason.as_ref().into()];
            let rest = [due_at.as_ref().into(), amount.as_ref().into(), method.as_ref().into(), Value::Int((*anew).into()), attempt.into()];
            step.run(sql, &[&[number.into(), (&charge).into()], &told[..], &rest].concat()).map(drop)
        })
    }

    /// The payment that a gateway calls so.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn payment_of(&self, reference: &str) -> Result<Option<Asked>, StoreError> {
        let sql = format!("{COLUMNS} JOIN account ON account.number = payment.account WHERE reference = $1");
        self.read(Scope::Host, |books| books.one(&sql, &[reference.into()], asked))
    }
}

impl Store {
    /// What is to come of a payment later: it is taken back, for a cause.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn expect_back(&self, asked: &Asked, cause: &'static str, due_at: String) -> Result<(), StoreError> {
        let asked = asked.clone();
        self.write(Scope::Host, move |step| {
            let sql = "INSERT INTO payment (tenant, account, charge, kind, amount, currency, method, invoice, asked_at, state, due_at)
                       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'wanted', $9) ON CONFLICT DO NOTHING";
            let charge = format!("{cause}:{}", asked.charge);
            let whose = [asked.tenant.0.into(), asked.number.into(), (&charge).into(), cause.into()];
            let what = [&asked.amount, &asked.currency, &asked.charge].map(Value::from);
            step.run(sql, &[&whose[..], &what, &[asked.invoice.as_ref().into(), (&due_at).into()]].concat()).map(drop)
        })
    }

    /// What the gateway calls the payment of an invoice.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn paid_by(&self, asked: &Asked) -> Result<Option<String>, StoreError> {
        let sql =
            "SELECT reference FROM payment WHERE account = $1 AND kind = 'invoice' AND invoice = $2 AND state = 'paid'";
        let found = self.read(Scope::Host, |books| {
            books.one(sql, &[asked.number.into(), asked.invoice.as_ref().into()], |row| row.text(0))
        })?;
        Ok(found.flatten())
    }
}

impl Books {
    /// What gateways were asked of an account, by charge.
    ///
    /// # Errors
    /// `NotFound`, `Unavailable`.
    pub fn payments(&self, account: &str, after: &str, limit: usize) -> Result<Vec<Asked>, StoreError> {
        self.read(|books| {
            let (number, _) = super::read::number(books, self.tenant, account)?;
            let sql = format!(
                "{COLUMNS} JOIN account ON account.number = payment.account
                 WHERE payment.account = $1 AND charge > $2 ORDER BY charge LIMIT $3"
            );
            books.all(&sql, &[number.into(), after.into(), limit.into()], asked)
        })
    }
}

#[derive(Deserialize)]
struct Charge {
    charge: String,
    amount: String,
    method: String,
    expected_by: Option<String>,
}

#[derive(Deserialize)]
struct Back {
    invoice: String,
    amount: String,
}

#[derive(Deserialize)]
struct Billed {
    invoice: String,
    due: String,
    parked: bool,
}

#[derive(Deserialize)]
struct Result_ {
    #[serde(default)]
    charge: String,
}

/// The event that says an invoice was paid by a payment of this name.
pub(crate) const PAID: &str = "paid.";

/// What a batch asks of gateways, and what its events say came of it.
pub(super) fn follow(
    step: &dyn Sql,
    of: &Standing,
    currency: &str,
    batch: &Batch,
    told: &[Told],
) -> Result<(), StoreError> {
    // Where the engine answers its own charges nobody else is asked.
    if batch.payments == "report" {
        for effect in &batch.effects {
            ask(step, of, currency, effect)?;
        }
    }
    for (event, told) in batch.events.iter().zip(told) {
        let (state, charge) = match &*told.kind {
            "payment_succeeded" | "payment_failed" => {
                let state = if told.kind == "payment_failed" { "failed" } else { "paid" };
                (state, serde_json::from_str::<Result_>(event.body.get()).map(|event| event.charge).unwrap_or_default())
            }
            // Dues that no method could pay may be paid by this one.
            "method_added" | "method_default" => {
                let sql = "UPDATE payment SET due_at = $2 WHERE account = $1 AND kind = 'invoice' AND state = 'wanted' AND due_at IS NULL";
                step.run(sql, &[of.account.into(), (&ordered(&told.time)).into()])?;
                continue;
            }
            "invoice_paid" => ("paid", event.id.strip_prefix(PAID).unwrap_or_default().to_owned()),
            _ => continue,
        };
        let sql =
            "UPDATE payment SET state = $3, due_at = NULL, until = 0, host = NULL WHERE account = $1 AND charge = $2";
        step.run(sql, &[of.account.into(), (&charge).into(), state.into()])?;
    }
    Ok(())
}

fn ask(step: &dyn Sql, of: &Standing, currency: &str, effect: &Line) -> Result<(), StoreError> {
    let body = effect.body.get();
    let broken = super::json::broken;
    let (charge, kind, amount, method, invoice) = match &*effect.head.kind {
        "charge_request" => {
            let Charge { charge, amount, method, expected_by } = serde_json::from_str(body).map_err(broken)?;
            (charge, if expected_by.is_some() { "debit" } else { "recharge" }, amount, method, None)
        }
        "refund_request" => {
            let Back { invoice, amount } = serde_json::from_str(body).map_err(broken)?;
            (effect.head.id.replace('/', "."), "refund", amount, String::new(), Some(invoice))
        }
        "invoice_drafted" => {
            let Billed { invoice, due, parked } = serde_json::from_str(body).map_err(broken)?;
            if parked || !is_something(&due) {
                return Ok(());
            }
            (format!("due.{invoice}"), "invoice", due, String::new(), Some(invoice))
        }
        _ => return Ok(()),
    };
    let asked_at = ordered(&effect.head.time);
    let sql = "INSERT INTO payment (tenant, account, charge, kind, amount, currency, method, invoice, asked_at, state, due_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'wanted', $9) ON CONFLICT DO NOTHING";
    let whose: [Value<'_>; 4] = [of.tenant.0.into(), of.account.into(), (&charge).into(), kind.into()];
    let what = [(&amount).into(), currency.into(), (&method).into(), invoice.as_ref().into(), (&asked_at).into()];
    step.run(sql, &[&whose[..], &what].concat()).map(drop)
}

fn is_something(amount: &str) -> bool {
    amount.bytes().any(|byte| (b'1'..=b'9').contains(&byte))
}

/// What is due of an invoice that was issued later than it was drafted.
pub(super) fn ask_for_due(step: &dyn Sql, account: i64, drafted: &str, at: &str) -> Result<(), StoreError> {
    let Billed { invoice, due, .. } = serde_json::from_str(drafted).map_err(super::json::broken)?;
    if !is_something(&due) {
        return Ok(());
    }
    let sql = "INSERT INTO payment (tenant, account, charge, kind, amount, currency, method, invoice, asked_at, state, due_at)
               SELECT tenant, number, CAST($2 AS TEXT), 'invoice', CAST($3 AS TEXT), currency, '', CAST($4 AS TEXT), CAST($5 AS TEXT), 'wanted', CAST($5 AS TEXT)
               FROM account WHERE number = $1
               ON CONFLICT DO NOTHING";
    let (charge, at) = (format!("due.{invoice}"), ordered(at));
    step.run(sql, &[account.into(), (&charge).into(), (&due).into(), (&invoice).into(), (&at).into()]).map(drop)
}
