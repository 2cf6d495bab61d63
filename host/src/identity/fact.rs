//! What right an event asks for, by its type, and what a customer token may be allowed to set.

use super::Right;

/// The parts of `settings_changed`, each a name that a customer token may carry.
pub const SETTINGS: [&str; 7] =
    ["alerts", "alert_days", "addresses", "spend", "overage_protection", "recharge", "bank_debit"];

/// Types of events that are settings as a whole.
const OWNERS: [&str; 7] = [
    "settings_changed",
    "customer_changed",
    "subaccount_changed",
    "method_added",
    "method_removed",
    "method_default",
    "bank_verification",
];

/// The name by which a customer token may have its account's payment methods charged. It is no event: what was paid is posted by whoever
/// has charged.
pub const CHARGES: &str = "charges";

/// Is it something a customer token may be allowed: a part of `settings_changed`, another event of an owner's, or to charge?
#[must_use]
pub fn is_setting(name: &str) -> bool {
    name == CHARGES || SETTINGS.contains(&name) || OWNERS.contains(&name) && name != "settings_changed"
}

impl Right {
    /// What whoever posts an event of this type must have. A type that this host does not know asks for the most.
    #[must_use]
    pub fn of_event(kind: &str) -> Self {
        match kind {
            "usage" | "hold_requested" | "hold_settled" | "hold_released" | "time_passed" => Self::Ingest,
            "subscribed"
            | "subscription_changed"
            | "subscription_cancelled"
            | "subscription_resumed"
            | "discount_taken" => Self::Plans,
            "top_up" | "credit_granted" | "coupon_redeemed" | "refund" | "payment_reversed" | "adjustment"
            | "payment_succeeded" | "payment_failed" | "invoice_paid" | "invoice_credited" => Self::Money,
            kind if OWNERS.contains(&kind) => Self::Settings,
            _ => Self::Rules,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_setting;
    use crate::identity::Right;

    #[test]
    fn events_ask_for_rights() {
        for (kind, right) in [
            ("usage", Right::Ingest),
            ("settings_changed", Right::Settings),
            ("method_added", Right::Settings),
            ("subscribed", Right::Plans),
            ("credit_granted", Right::Money),
            ("payment_succeeded", Right::Money),
            ("account_closed", Right::Rules),
            ("made_up_tomorrow", Right::Rules),
            ("", Right::Rules),
        ] {
            assert_eq!(Right::of_event(kind), right, "{kind}");
        }
    }

    #[test]
    fn a_setting_is_a_part_of_the_settings_or_an_event_of_the_owner() {
        for name in ["alerts", "recharge", "method_default", "customer_changed", "charges"] {
            assert!(is_setting(name), "{name}");
        }
        // The whole of it would be every part by another name.
        for name in ["settings_changed", "credit_granted", "top_up", "usage", "", "Alerts"] {
            assert!(!is_setting(name), "{name}");
        }
    }
}
