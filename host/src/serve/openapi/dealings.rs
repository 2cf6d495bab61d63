//! Documents under their numbers, what gateways are asked, and a tenant's own time.
#![allow(dead_code, reason = "described, never made")]

use super::schemas::add;
use counterfoil_core::invoice::{CreditLine, Document, Receipt};
use counterfoil_core::text::Id;
use counterfoil_core::time::Instant;
use schemars::{JsonSchema, SchemaGenerator};

pub(super) fn all(generator: &mut SchemaGenerator) {
    add::<FiledDocument>(generator);
    add::<IssuedDocument>(generator);
    add::<CreditBody>(generator);
    add::<FiledReceipt>(generator);
    add::<Collection>(generator);
    add::<TestClock>(generator);
    add::<TestClockBody>(generator);
    add::<AskedPayment>(generator);
    add::<ChargeBody>(generator);
    add::<PayBody>(generator);
    add::<SetupIntentBody>(generator);
    add::<SetupIntent>(generator);
    add::<MicroDepositsBody>(generator);
}

/// An issued document in a list.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct FiledDocument {
    /// Its number.
    number: String,
    /// `invoice` or `credit_note`.
    kind: String,
    /// Whose.
    account: Id,
    /// What the engine calls it.
    name: Id,
    /// The day of it.
    issued_on: String,
    /// The last day of its terms, where something was to be paid.
    due_on: Option<String>,
    /// What was to be paid of it, or what it credits.
    amount: String,
    /// Of an invoice: `open`, `overdue`, `paid`, or `void`: all of it was credited.
    status: Option<String>,
    /// Of an invoice: what is still to be paid.
    to_pay: Option<String>,
}

/// An issued document.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct IssuedDocument {
    #[serde(flatten)]
    filed: FiledDocument,
    /// The document.
    document: Document,
}

/// A receipt under the number of its series.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct FiledReceipt {
    #[serde(flatten)]
    receipt: Receipt,
    /// The payment's name: that of the event that posted it.
    payment: Id,
}

/// What of an invoice is credited.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct CreditBody {
    /// Why, for people.
    reason: String,
    /// So much of these lines; all that is left of the invoice when absent.
    lines: Option<Vec<CreditLine>>,
    /// Where money goes that was paid of it: `account`, or `payer`.
    to: Option<String>,
}

/// When invoices are tried again and reminded of, in days.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Collection {
    /// After a failed attempt, until the next one: the first, the second, and so on; past the last there is none.
    #[schemars(length(max = 12), inner(range(min = 1, max = 365)))]
    retry_after_days: Vec<u16>,
    /// After the terms of an invoice have passed: its reminders.
    #[schemars(length(max = 12), inner(range(min = 1, max = 365)))]
    remind_after_days: Vec<u16>,
}

/// What time it is for a tenant.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct TestClock {
    /// The host's time, or one of its own?
    real: bool,
    /// What time it is.
    now: Instant,
    /// Where it is going.
    goal: Option<Instant>,
}

/// What time it is to be.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct TestClockBody {
    /// That.
    now: Instant,
}

/// A charge that an owner asks for.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct ChargeBody {
    /// Its name: said again it is the same charge. Without it the call's `Idempotency-Key`, or a new one.
    id: Option<Id>,
    /// How much, a decimal in a string, within the bounds of the rulebook's top-ups.
    amount: String,
    /// Of which payment method; without it of the account's default.
    method: Option<Id>,
}

/// How an invoice is paid now.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct PayBody {
    /// By which payment method; without it by the account's default.
    method: Option<Id>,
}

/// What a gateway is asked.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct AskedPayment {
    /// The account.
    account: Id,
    /// Its name.
    charge: String,
    /// `recharge`, `debit`, `invoice`, `top_up`, `refund`; `return` and `chargeback` are taken back, `won` is a dispute that gives it again; `detach` lets go of a method that is removed.
    kind: String,
    /// How much.
    amount: String,
    /// ISO 4217.
    currency: String,
    /// Of which payment method.
    method: String,
    /// What is paid or paid back.
    invoice: Option<String>,
    /// When it was asked for.
    asked_at: Instant,
    /// `wanted`, `sent`, `pending`; `paid`, `failed`, `void`: over. `unposted` has moved money that the books do not have.
    state: String,
    /// Who was asked.
    gateway: Option<String>,
    /// What the gateway calls it.
    reference: Option<String>,
    /// Why it is as it is, for people.
    reason: Option<String>,
    /// How often it was looked at.
    tries: u32,
    /// Which attempt it is.
    attempt: u32,
    /// When something is to be done about it.
    due_at: Option<Instant>,
}

/// What is to be taken in at Stripe.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct SetupIntentBody {
    /// `card` or `us_bank_account`; without it a card.
    r#type: Option<String>,
}

/// How far a payment method is on its way to the account.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct SetupIntent {
    /// Its id at Stripe.
    setup_intent: String,
    /// Stripe's word: `succeeded` when the account has the method.
    status: String,
    /// What the payer's page proves itself to Stripe with. It is told once.
    client_secret: Option<String>,
    /// The payment method, where there is one: its name here and at Stripe.
    method: Option<String>,
    /// Where small deposits are to be verified.
    verify: Option<ToVerify>,
}

/// How a bank account is verified.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct ToVerify {
    /// Stripe's word: `amounts` or `descriptor_code`.
    r#type: Option<String>,
    /// When the deposits are on the statement, in seconds since 1970.
    arrives_at: Option<u64>,
    /// A page of Stripe's where the payer can do it.
    url: Option<String>,
}

/// What stands on the statement: one of these.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct MicroDepositsBody {
    /// Two deposits, in cents.
    amounts: Option<[u8; 2]>,
    /// Six letters and digits.
    code: Option<String>,
}
