//! Usage, the holds before it, and charges that it brings about. In the order of their examples.

use super::Command;
use crate::serve::routes::Method;

const USAGE: &str = "Usage";
const PAYMENTS: &str = "Payments";

pub(super) static COMMANDS: &[Command] = &[
    Command::new(Method::Post, "/v1/accounts/{id}/usage")
        .is("postUsage", "usage")
        .told(USAGE, "Post one usage that has happened, whatever the balance")
        .example(
            "/v1/accounts/acme/usage",
            r#"{"id": "call-1", "time": "2026-01-07T10:00:00Z", "subaccount": "support", "product": "call.outbound", "destination": "14155550100", "quantity": "600", "unit": "second"}"#,
        ),
    Command::new(Method::Post, "/v1/accounts/{id}/holds")
        .is("takeHold", "hold_requested")
        .told(USAGE, "Reserve the credit for a usage that is about to happen")
        .example(
            "/v1/accounts/acme/holds",
            r#"{"id": "hold-1", "time": "2026-01-07T11:00:00Z", "until": "2026-01-07T12:00:00Z", "product": "call.outbound", "destination": "14155550100", "quantity": "1200", "unit": "second"}"#,
        ),
    Command::new(Method::Post, "/v1/accounts/{id}/holds/{hold}/settle")
        .is("settleHold", "hold_settled")
        .told(USAGE, "Post the usage of a hold as it was")
        .example(
            "/v1/accounts/acme/holds/hold-1/settle",
            r#"{"id": "call-2", "time": "2026-01-07T11:15:00Z", "quantity": "900"}"#,
        ),
    Command::new(Method::Delete, "/v1/accounts/{id}/holds/{hold}")
        .is("releaseHold", "hold_released")
        .told(USAGE, "Release a hold that is not needed")
        .after(
            r#"{"type": "hold_requested", "id": "hold-2", "time": "2026-01-07T11:16:00Z", "until": "2026-01-07T13:00:00Z", "product": "sms.outbound", "quantity": "10", "unit": "message"}"#,
        )
        .example(
            "/v1/accounts/acme/holds/hold-2?id=released-1&time=2026-01-07T11:20:00Z",
            "",
        ),
    Command::new(Method::Post, "/v1/accounts/{id}/charges/{charge}/succeeded")
        .is("chargeSucceeded", "payment_succeeded")
        .told(PAYMENTS, "Say that a charge was paid")
        .example(
            "/v1/accounts/acme/charges/rc_018c76e034bde235445f0cc73df15fcf34055b5a/succeeded",
            r#"{"id": "paid-1", "time": "2026-01-08T09:00:00Z"}"#,
        ),
    Command::new(Method::Post, "/v1/accounts/{id}/charges/{charge}/failed")
        .is("chargeFailed", "payment_failed")
        .told(PAYMENTS, "Say that a charge was not paid, and whether it may be tried again")
        .example(
            "/v1/accounts/acme/charges/rc_eb1e852891ff372e4a9061fb79f6b805f3f8f7b0/failed",
            r#"{"id": "failed-1", "time": "2026-01-09T09:00:00Z", "decline": "soft"}"#,
        ),
];
