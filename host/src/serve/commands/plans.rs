//! Plans, and what becomes of invoices. In the order of their examples.

use super::Command;
use crate::serve::routes::Method;

const PLANS: &str = "Plans";
const ACCOUNTS: &str = "Accounts";
const DOCUMENTS: &str = "Documents";

pub(super) static COMMANDS: &[Command] = &[
    Command::new(Method::Post, "/v1/accounts/{id}/discounts")
        .is("takeDiscount", "discount_taken")
        .told(PLANS, "Take a discount of the rulebook")
        .example(
            "/v1/accounts/acme/discounts",
            r#"{"id": "discount-1", "time": "2026-01-31T09:00:00Z", "discount": "SEATS10"}"#,
        ),
    Command::new(Method::Post, "/v1/accounts/{id}/subscriptions")
        .is("subscribe", "subscribed")
        .told(PLANS, "Take a plan: seats, add-ons, numbers")
        .example(
            "/v1/accounts/acme/subscriptions",
            r#"{"id": "subscribed-1", "time": "2026-01-31T09:01:00Z", "subscription": "seats", "plan": "seat", "quantity": "3"}"#,
        ),
    Command::new(Method::Patch, "/v1/accounts/{id}/subscriptions/{subscription}")
        .is("changeSubscription", "subscription_changed")
        .told(PLANS, "Change plan or quantity, now or at the end of the cycle")
        .example(
            "/v1/accounts/acme/subscriptions/seats",
            r#"{"id": "subscribed-2", "time": "2026-01-31T10:00:00Z", "quantity": "4"}"#,
        ),
    Command::new(Method::Post, "/v1/accounts/{id}/subscriptions/{subscription}/cancel")
        .is("cancelSubscription", "subscription_cancelled")
        .told(PLANS, "End a subscription in one of four ways")
        .example(
            "/v1/accounts/acme/subscriptions/seats/cancel",
            r#"{"id": "cancelled-1", "time": "2026-01-31T11:00:00Z", "how": "cycle_end"}"#,
        ),
    Command::new(Method::Post, "/v1/accounts/{id}/subscriptions/{subscription}/resume")
        .is("resumeSubscription", "subscription_resumed")
        .told(PLANS, "Take back what is scheduled for a subscription")
        .example(
            "/v1/accounts/acme/subscriptions/seats/resume",
            r#"{"id": "resumed-1", "time": "2026-01-31T12:00:00Z"}"#,
        ),
    Command::new(Method::Post, "/v1/accounts/{id}/time")
        .is("passTime", "time_passed")
        .told(ACCOUNTS, "Let time pass: what was due happens, and attempts that waited are made")
        .example(
            "/v1/accounts/acme/time",
            r#"{"id": "time-1", "time": "2026-02-01T00:00:00Z"}"#,
        ),
    Command::new(Method::Post, "/v1/accounts/{id}/invoices/{invoice}/payments")
        .is("payInvoice", "invoice_paid")
        .told(DOCUMENTS, "Say that an invoice was paid, whole or in part")
        .example(
            "/v1/accounts/acme/invoices/period.2026-02-01/payments",
            r#"{"id": "paid-2", "time": "2026-02-01T09:00:00Z", "amount": "50"}"#,
        ),
    Command::new(Method::Post, "/v1/accounts/{id}/invoices/{invoice}/credits")
        .is("creditInvoice", "invoice_credited")
        .told(DOCUMENTS, "Say that a credit note of an invoice was issued")
        .example(
            "/v1/accounts/acme/invoices/period.2026-02-01/credits",
            r#"{"id": "credited-1", "time": "2026-02-01T10:00:00Z", "amount": "10", "reason": "Two days without service"}"#,
        ),
];

/// The last there is.
pub(super) static CLOSING: Command = Command::new(Method::Post, "/v1/accounts/{id}/close")
    .is("closeAccount", "account_closed")
    .told(ACCOUNTS, "Close an account")
    .example("/v1/accounts/acme/close", r#"{"id": "closed-1", "time": "2026-03-02T00:00:00Z", "credit": "write_off"}"#);
