//! Credit that comes and goes. In the order of their examples.

use super::Command;
use crate::serve::routes::Method;

const CREDIT: &str = "Credit";

pub(super) static COMMANDS: &[Command] = &[
    Command::new(Method::Post, "/v1/accounts/{id}/top-ups")
        .is("topUp", "top_up")
        .told(CREDIT, "Post credit that the owner has paid in by hand")
        .example(
            "/v1/accounts/acme/top-ups",
            r#"{"id": "top-up-1", "time": "2026-01-02T09:00:00Z", "amount": "100", "method": "visa"}"#,
        ),
    Command::new(Method::Post, "/v1/accounts/{id}/credits")
        .is("grantCredit", "credit_granted")
        .told(CREDIT, "Give credit: promotional, for a trial, for a fault")
        .example(
            "/v1/accounts/acme/credits",
            r#"{"id": "credit-1", "time": "2026-01-02T09:01:00Z", "source": "promotional", "amount": "10", "until": "2026-04-01T00:00:00Z", "reason": "Welcome"}"#,
        ),
    Command::new(Method::Post, "/v1/accounts/{id}/coupons")
        .is("redeemCoupon", "coupon_redeemed")
        .told(CREDIT, "Redeem a coupon of the rulebook")
        .example(
            "/v1/accounts/acme/coupons",
            r#"{"id": "coupon-1", "time": "2026-01-02T09:02:00Z", "coupon": "WELCOME10"}"#,
        ),
    Command::new(Method::Post, "/v1/accounts/{id}/refunds")
        .is("refund", "refund")
        .told(CREDIT, "Post purchased credit that went back to the payer")
        .example(
            "/v1/accounts/acme/refunds",
            r#"{"id": "refund-1", "time": "2026-01-02T09:03:00Z", "amount": "5", "reason": "Asked for"}"#,
        ),
    Command::new(Method::Post, "/v1/accounts/{id}/payment-reversals")
        .is("reversePayment", "payment_reversed")
        .told(CREDIT, "Post a payment that the bank took back")
        .example(
            "/v1/accounts/acme/payment-reversals",
            r#"{"id": "reversal-1", "time": "2026-01-02T09:04:00Z", "charge": "top-up-1", "amount": "10", "cause": "chargeback"}"#,
        ),
    Command::new(Method::Post, "/v1/accounts/{id}/adjustments")
        .is("adjust", "adjustment")
        .told(CREDIT, "Adjust the balance by hand, or correct an entry")
        .example(
            "/v1/accounts/acme/adjustments",
            r#"{"id": "adjustment-1", "time": "2026-01-02T09:05:00Z", "amount": "2.5", "reason": "Call dropped"}"#,
        ),
];
