//! What the host itself brings about, beside what the engine does: that a payment came, that a person issued an invoice, that one could
//! not be collected, that its owner is reminded. Each is written in the transaction of what it tells of, and told like an effect.

use super::StoreError;
use super::batch::Line;
use super::json::broken;
use super::sql::Sql;
use serde::{Deserialize, Serialize};

/// Something that is told. `to` are the account's addresses.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Notice {
    /// A payment came.
    PaymentReceived {
        /// Of this notice.
        id: String,
        /// When it came.
        time: String,
        /// The payment: its receipt has this name.
        receipt: String,
        /// How much, a decimal in a string.
        amount: String,
        /// For what, in a few words.
        description: String,
        /// The balance after it.
        balance: String,
        /// See above.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        to: Vec<String>,
    },
    /// A person has issued an invoice that was parked.
    InvoiceIssued {
        /// Of this notice.
        id: String,
        /// When.
        time: String,
        /// What the engine calls it.
        invoice: String,
        /// The day on which it is issued.
        day: String,
        /// What is to be paid of it.
        due: String,
        /// See above.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        to: Vec<String>,
    },
    /// What is due of an invoice could not be collected.
    CollectionFailed {
        /// Of this notice.
        id: String,
        /// When.
        time: String,
        /// The invoice.
        invoice: String,
        /// How much was asked for.
        amount: String,
        /// Of which payment method.
        method: String,
        /// What the gateway said.
        reason: String,
        /// Which attempt it was, from one.
        attempt: i64,
        /// When the next one comes, if one does.
        #[serde(skip_serializing_if = "Option::is_none")]
        next_attempt: Option<String>,
        /// See above.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        to: Vec<String>,
    },
    /// A top-up that was asked for was declined.
    TopUpFailed {
        /// Of this notice.
        id: String,
        /// When.
        time: String,
        /// The payment.
        charge: String,
        /// How much was asked for.
        amount: String,
        /// Of which payment method.
        method: String,
        /// What the gateway said.
        reason: String,
        /// See above.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        to: Vec<String>,
    },
    /// The terms of an invoice passed some days ago, and it is not paid.
    InvoiceReminder {
        /// Of this notice.
        id: String,
        /// When.
        time: String,
        /// The invoice.
        invoice: String,
        /// What is still to be paid of it.
        amount: String,
        /// When its terms had passed.
        overdue_since: String,
        /// Which reminder it is, from one.
        reminder: i64,
        /// See above.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        to: Vec<String>,
    },
}

/// Kinds of entries that are payments, each with a receipt.
pub(crate) const PAID: [&str; 4] = ["top_up", "recharge", "bank_debit", "invoice_payment"];

#[derive(Deserialize)]
struct Payment {
    description: String,
    postings: Vec<Posting>,
}

#[derive(Deserialize)]
struct Posting {
    amount: String,
}

#[derive(Default, Deserialize)]
struct Owner {
    #[serde(default)]
    settings: OwnersSettings,
}

/// Of what an owner has set, whom to tell.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct OwnersSettings {
    #[serde(default)]
    pub(crate) addresses: Vec<String>,
}

/// The addresses of an account, by its state.
pub(super) fn addresses(state: &str) -> Result<Vec<String>, StoreError> {
    Ok(serde_json::from_str::<Owner>(state).map_err(broken)?.settings.addresses)
}

/// The name of a payment: of the event that its entry follows from.
pub(crate) fn payment_of(entry: &str) -> &str {
    entry.rsplit_once('/').map_or(entry, |(payment, _)| payment)
}

impl Notice {
    /// Of the entry of a payment. What was paid stands in it on the customer's side.
    pub(super) fn received(entry: &Line, to: &[String]) -> Result<Self, StoreError> {
        let Payment { description, postings } = serde_json::from_str(entry.body.get()).map_err(broken)?;
        let receipt = payment_of(&entry.head.id).to_owned();
        let amount = postings.into_iter().next().map(|posting| posting.amount).unwrap_or_default();
        let (time, balance) = (entry.head.time.clone(), entry.head.balance.clone());
        Ok(Self::PaymentReceived {
            id: format!("{}/received", entry.head.id),
            time,
            receipt,
            amount,
            description,
            balance,
            to: to.to_vec(),
        })
    }
}

/// Writes it down, to be told.
pub(super) fn put(step: &dyn Sql, (tenant, account): (i64, i64), notice: &Notice) -> Result<(), StoreError> {
    let body = serde_json::to_string(notice).map_err(broken)?;
    let sql = "INSERT INTO notice (tenant, account, body) VALUES ($1, $2, $3)";
    step.run(sql, &[tenant.into(), account.into(), (&body).into()]).map(drop)
}

#[cfg(feature = "schema")]
impl Notice {
    /// Its JSON Schema, one alternative a kind.
    #[must_use]
    pub fn schema() -> serde_json::Value {
        schemars::schema_for!(Self).to_value()
    }
}
