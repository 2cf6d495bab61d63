//! What a batch asks of gateways, and what its events say came of that.

use super::super::StoreError;
use super::super::batch::{Batch, Line};
use super::super::collection;
use super::super::json::broken;
use super::super::made::Told;
use super::super::sql::{Sql, Text as _};
use super::super::standing::Standing;
use super::{PAID, TOP_UP, top_up};
use crate::clock::{later, ordered};
use crate::text::short;
use serde::Deserialize;

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
struct Answered {
    #[serde(default)]
    charge: String,
}

/// Before everything that is due, and no time that anything became due at.
const AT_ONCE: &str = "1970-01-01T00:00:00.000Z";

/// What a batch asks of gateways, and what its events say came of it.
pub(in crate::store) fn follow(
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
            "payment_reversed" => {
                let entries = batch.entries.iter().filter(|entry| entry.head.event == event.id);
                entries.into_iter().try_for_each(|entry| due_again(step, of, currency, (event.body.get(), entry)))?;
                continue;
            }
            "payment_succeeded" | "payment_failed" => {
                let state = if told.kind == "payment_failed" { "failed" } else { "paid" };
                (
                    state,
                    serde_json::from_str::<Answered>(event.body.get()).map(|event| event.charge).unwrap_or_default(),
                )
            }
            // Dues that no method could pay may be paid by this one.
            "method_added" | "method_default" => {
                // A host that has one in hand may have seen none: where it lets go of it, it finds that it is due. One that is due stays
                // so; whoever is about to take it waits for this batch, and sees the method.
                let sql = "UPDATE payment SET due_at = CASE WHEN state = 'sent' THEN $3 ELSE coalesce(due_at, $2) END
                           WHERE account = $1 AND kind = 'invoice'
                                 AND (state = 'wanted' AND due_at IS NULL OR method = '' AND state IN ('wanted', 'sent'))";
                step.run(sql, &[of.account.into(), (&ordered(&told.time)).into(), AT_ONCE.into()])?;
                continue;
            }
            "method_removed" => {
                let_go(step, of, currency, (event.body.get(), &told.time))?;
                continue;
            }
            // Whatever else is posted under a charge's name is none of it.
            TOP_UP if top_up::is_name(&event.id) => ("paid", event.id.clone()),
            "invoice_paid" => ("paid", event.id.strip_prefix(PAID).unwrap_or_default().to_owned()),
            _ => continue,
        };
        let sql =
            "UPDATE payment SET state = $3, due_at = NULL, until = 0, host = NULL WHERE account = $1 AND charge = $2";
        step.run(sql, &[of.account.into(), (&charge).into(), state.into()])?;
    }
    Ok(())
}

#[derive(Deserialize)]
struct Reversed {
    amount: String,
}

#[derive(Deserialize)]
struct OfInvoice {
    invoice: Option<String>,
}

/// An invoice whose payment was taken back: it is collected again, when the first wait after a failed attempt has passed. The method
/// that was charged has failed, too, only later.
fn due_again(step: &dyn Sql, of: &Standing, currency: &str, (event, entry): (&str, &Line)) -> Result<(), StoreError> {
    let OfInvoice { invoice } = serde_json::from_str(entry.body.get()).map_err(broken)?;
    let Some(invoice) = invoice else { return Ok(()) };
    let Reversed { amount } = serde_json::from_str(event).map_err(broken)?;
    let sql = "SELECT count(*) FROM payment WHERE account = $1 AND kind = 'invoice' AND invoice = $2";
    let before = step.one(sql, &[of.account.into(), (&invoice).into()], |row| row.int(0))?.unwrap_or_default();
    // Where nobody was asked for it by this host, nobody is asked now; and one that is not over goes on.
    let sql = "SELECT 1 FROM payment WHERE account = $1 AND charge = $2 AND state IN ('paid', 'void')";
    if before == 0
        || step.one(sql, &[of.account.into(), (&due_name(&invoice, before - 1)).into()], |_| Ok(()))?.is_none()
    {
        return Ok(());
    }
    let at = ordered(&entry.head.time);
    let wait =
        collection::of(step, of.tenant.0)?.retry_after_days.first().map(|days| later(&at, i64::from(*days) * 86_400));
    let new = New::due_again(invoice.clone(), amount, at, before);
    insert(step, (of.tenant.0, of.account), &New { currency: currency.to_owned(), ..new })?;
    let sql = "UPDATE payment SET due_at = $3 WHERE account = $1 AND charge = $2";
    step.run(sql, &[of.account.into(), (&due_name(&invoice, before)).into(), wait.as_ref().into()]).map(drop)
}

fn ask(step: &dyn Sql, of: &Standing, currency: &str, effect: &Line) -> Result<(), StoreError> {
    let body = effect.body.get();
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
            let New { charge, kind, amount, method, invoice, .. } = New::due(invoice, due, String::new());
            (charge, kind, amount, method, invoice)
        }
        _ => return Ok(()),
    };
    let currency = currency.to_owned();
    let asked_at = ordered(&effect.head.time);
    insert(step, (of.tenant.0, of.account), &New { charge, kind, amount, currency, method, invoice, asked_at })
}

#[derive(Deserialize)]
struct Removed {
    method: String,
}

/// A method that is removed, of an account that is a customer somewhere: it is let go of there, too.
fn let_go(step: &dyn Sql, of: &Standing, currency: &str, (event, time): (&str, &str)) -> Result<(), StoreError> {
    let sql = "SELECT customer FROM stripe_customer WHERE account = $1 AND customer IS NOT NULL";
    if step.one(sql, &[of.account.into()], |row| row.text(0))?.is_none() {
        return Ok(());
    }
    let Removed { method } = serde_json::from_str(event).map_err(broken)?;
    let (charge, currency, asked_at) = (short("detach", &method), currency.to_owned(), ordered(time));
    let new = New { charge, kind: "detach", amount: "0".into(), currency, method, invoice: None, asked_at };
    insert(step, (of.tenant.0, of.account), &new)
}

/// What is asked for.
pub(super) struct New {
    pub(super) charge: String,
    pub(super) kind: &'static str,
    pub(super) amount: String,
    pub(super) currency: String,
    pub(super) method: String,
    pub(super) invoice: Option<String>,
    pub(super) asked_at: String,
}

impl New {
    /// What is due of an invoice, the first time that it is.
    fn due(invoice: String, amount: String, asked_at: String) -> Self {
        Self::due_again(invoice, amount, asked_at, 0)
    }

    /// The same of one that was due so often before. Its name is part of the ids of events: a long one stands there by its digest, and
    /// each time has a name of its own.
    pub(super) fn due_again(invoice: String, amount: String, asked_at: String, before: i64) -> Self {
        let charge = due_name(&invoice, before);
        let (currency, method, invoice) = (String::new(), String::new(), Some(invoice));
        Self { charge, kind: "invoice", amount, currency, method, invoice, asked_at }
    }
}

/// What a payment is called of an invoice that was due so often before.
pub(super) fn due_name(invoice: &str, before: i64) -> String {
    let word = if before == 0 { "due".to_owned() } else { format!("due{}", before + 1) };
    short(&word, invoice)
}

/// Asked for again it is there already.
pub(super) fn insert(step: &dyn Sql, (tenant, account): (i64, i64), new: &New) -> Result<(), StoreError> {
    let sql = "INSERT INTO payment (tenant, account, charge, kind, amount, currency, method, invoice, asked_at, state, due_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'wanted', $9) ON CONFLICT DO NOTHING";
    let New { charge, kind, amount, currency, method, invoice, asked_at } = new;
    let whose = [tenant.into(), account.into(), charge.into(), (*kind).into()];
    let what = [amount.into(), currency.into(), method.into(), invoice.as_ref().into(), asked_at.into()];
    step.run(sql, &[&whose[..], &what].concat()).map(drop)
}

fn is_something(amount: &str) -> bool {
    amount.bytes().any(|byte| (b'1'..=b'9').contains(&byte))
}

/// What is due of an invoice that was issued later than it was drafted.
pub(in crate::store) fn ask_for_due(
    step: &dyn Sql,
    (tenant, account): (i64, i64),
    drafted: &str,
    at: &str,
) -> Result<(), StoreError> {
    let Billed { invoice, due, .. } = serde_json::from_str(drafted).map_err(broken)?;
    if !is_something(&due) {
        return Ok(());
    }
    let currency = step.one("SELECT currency FROM account WHERE number = $1", &[account.into()], |row| row.must(0))?;
    let currency = currency.ok_or(StoreError::NotFound("account"))?;
    insert(step, (tenant, account), &New { currency, ..New::due(invoice, due, ordered(at)) })
}
