//! What the owner sets, how it is paid, and who uses it. In the order of their examples.

use super::Command;
use crate::serve::routes::Method;

const SETTINGS: &str = "Settings";
const METHODS: &str = "Payment methods";
const SUBACCOUNTS: &str = "Subaccounts";

pub(super) static COMMANDS: &[Command] = &[
    Command::new(Method::Put, "/v1/accounts/{id}/customer")
        .is("putCustomer", "customer_changed")
        .told(SETTINGS, "Say who is billed: name, address, tax registrations")
        .example(
            "/v1/accounts/acme/customer",
            r#"{"id": "customer-2", "time": "2026-01-01T08:00:00Z", "customer": {"name": "Acme SAS", "business": true, "street": "12 rue de la Paix", "city": "Paris", "postcode": "75002", "country": "FR", "email": "billing@acme.example", "registrations": [{"country": "FR", "kind": "vat", "value": "FR40303265045", "verified_on": "2026-01-01"}]}}"#,
        ),
    Command::new(Method::Patch, "/v1/accounts/{id}/settings")
        .is("changeSettings", "settings_changed")
        .told(SETTINGS, "Change several settings at once; the parts that stand here replace the old ones")
        .example(
            "/v1/accounts/acme/settings",
            r#"{"id": "settings-1", "time": "2026-01-01T08:01:00Z", "settings": {"alert_days": 7, "addresses": ["billing@acme.example"]}}"#,
        ),
    Command::new(Method::Put, "/v1/accounts/{id}/settings/alerts")
        .sets("putAlerts", "alerts")
        .told(SETTINGS, "Set the owner's own alerts; an empty list wants none")
        .example(
            "/v1/accounts/acme/settings/alerts",
            r#"{"id": "alerts-1", "time": "2026-01-01T08:02:00Z", "alerts": ["80", "30"]}"#,
        ),
    Command::new(Method::Put, "/v1/accounts/{id}/settings/alert-days")
        .sets("putAlertDays", "alert_days")
        .told(SETTINGS, "Alert when the balance lasts fewer days than this; zero: no")
        .example(
            "/v1/accounts/acme/settings/alert-days",
            r#"{"id": "days-1", "time": "2026-01-01T08:03:00Z", "alert_days": 5}"#,
        ),
    Command::new(Method::Put, "/v1/accounts/{id}/settings/addresses")
        .sets("putAddresses", "addresses")
        .told(SETTINGS, "Say where notices go")
        .example(
            "/v1/accounts/acme/settings/addresses",
            r#"{"id": "addresses-1", "time": "2026-01-01T08:04:00Z", "addresses": ["billing@acme.example", "ops@acme.example"]}"#,
        ),
    Command::new(Method::Put, "/v1/accounts/{id}/settings/spend")
        .sets("putSpendLimits", "spend")
        .told(SETTINGS, "Set the daily budget and the daily notification, in UTC days")
        .example(
            "/v1/accounts/acme/settings/spend",
            r#"{"id": "spend-1", "time": "2026-01-01T08:05:00Z", "spend": {"enabled": true, "daily_budget": "500", "daily_notification": "200"}}"#,
        ),
    Command::new(Method::Put, "/v1/accounts/{id}/settings/overage-protection")
        .sets("putOverageProtection", "overage_protection")
        .told(SETTINGS, "Set the credit line, within the rulebook's maximum")
        .example(
            "/v1/accounts/acme/settings/overage-protection",
            r#"{"id": "line-1", "time": "2026-01-01T08:06:00Z", "overage_protection": "100"}"#,
        ),
    Command::new(Method::Post, "/v1/accounts/{id}/methods")
        .is("addMethod", "method_added")
        .told(METHODS, "Add a payment method; the first one is the default")
        .example(
            "/v1/accounts/acme/methods",
            r#"{"id": "card-1", "time": "2026-01-01T08:10:00Z", "method": {"type": "card", "method": "visa", "brand": "Visa", "last4": "4242", "expires": "2030-12"}}"#,
        ),
    Command::new(Method::Post, "/v1/accounts/{id}/methods/{method}/verification")
        .is("verifyMethod", "bank_verification")
        .told(METHODS, "Give the six-digit code of a bank statement")
        .after(
            r#"{"type": "method_added", "id": "bank-1", "time": "2026-01-01T08:11:00Z", "method": {"type": "bank", "method": "bank", "country": "US", "last4": "6789", "code": "012345"}}"#,
        )
        .example(
            "/v1/accounts/acme/methods/bank/verification",
            r#"{"id": "verification-1", "time": "2026-01-01T08:12:00Z", "code": "012345"}"#,
        ),
    Command::new(Method::Put, "/v1/accounts/{id}/default-method")
        .is("putDefaultMethod", "method_default")
        .told(METHODS, "Charge another payment method from now on")
        .example(
            "/v1/accounts/acme/default-method",
            r#"{"id": "default-1", "time": "2026-01-01T08:13:00Z", "method": "bank"}"#,
        ),
    Command::new(Method::Delete, "/v1/accounts/{id}/methods/{method}")
        .is("removeMethod", "method_removed")
        .told(METHODS, "Remove a payment method")
        .after(
            r#"{"type": "method_added", "id": "voucher-1", "time": "2026-01-01T08:13:30Z", "method": {"type": "other", "method": "voucher", "label": "Voucher of the trade fair"}}"#,
        )
        .example(
            "/v1/accounts/acme/methods/voucher?id=voucher-2&time=2026-01-01T08:14:00Z",
            "",
        ),
    Command::new(Method::Put, "/v1/accounts/{id}/settings/recharge")
        .sets("putRecharge", "recharge")
        .told(SETTINGS, "Set auto-recharge: threshold, amount, payment method, the owner's own caps")
        .example(
            "/v1/accounts/acme/settings/recharge",
            r#"{"id": "recharge-1", "time": "2026-01-01T08:20:00Z", "recharge": {"enabled": true, "threshold": "20", "amount": "50", "method": "visa"}}"#,
        ),
    Command::new(Method::Put, "/v1/accounts/{id}/settings/bank-debit")
        .sets("putBankDebit", "bank_debit")
        .told(SETTINGS, "Schedule a bank debit by day of month and amount")
        .example(
            "/v1/accounts/acme/settings/bank-debit",
            r#"{"id": "debit-1", "time": "2026-01-01T08:21:00Z", "bank_debit": {"enabled": true, "method": "bank", "day_of_month": 5, "amount": "100"}}"#,
        ),
    Command::new(Method::Put, "/v1/accounts/{id}/subaccounts/{subaccount}")
        .is("putSubaccount", "subaccount_changed")
        .told(SUBACCOUNTS, "Make or change a subaccount; what does not stand here stays as it is")
        .example(
            "/v1/accounts/acme/subaccounts/support",
            r#"{"id": "support-1", "time": "2026-01-01T08:30:00Z", "enabled": true, "limits": {"per_day": "40"}}"#,
        ),
];
