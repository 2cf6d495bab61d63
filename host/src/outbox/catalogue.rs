//! The events that there are: one for each effect of the engine and for each notice of the host, and one to try things with.

use serde_json::Value;
use std::sync::LazyLock;

/// A type of event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// As it is told.
    pub name: &'static str,
    /// The effect that it is made of, or the notice.
    pub effect: &'static str,
    /// Is it mailed to the account's addresses?
    pub mailed: bool,
    /// When it comes, in one sentence.
    pub about: &'static str,
}

const fn event(name: &'static str, effect: &'static str, about: &'static str) -> Event {
    Event { name, effect, mailed: false, about }
}

const fn mailed(name: &'static str, effect: &'static str, about: &'static str) -> Event {
    Event { name, effect, mailed: true, about }
}

/// All of them, in the order in which the engine has their effects; then the host's own. What a machine answers is not mailed: charges, holds, periods.
pub const EVENTS: &[Event] = &[
    mailed("balance.alert", "alert", "The balance fell below a threshold."),
    mailed("balance.ran_out", "ran_out", "The balance went from above zero to zero or below."),
    mailed("usage.daily_notification", "daily_notification", "The day's usage reached the notification threshold."),
    mailed("usage.daily_budget_reached", "daily_budget_reached", "The day's usage reached the budget."),
    mailed("usage.alert", "usage_alert", "The period's usage reached a threshold."),
    event("charge.requested", "charge_request", "A charge is to be made."),
    mailed("charge.failed", "recharge_failed", "A charge failed."),
    mailed("charge.blocked", "recharge_blocked", "A charge that the balance calls for is not made."),
    mailed("debit.failed", "debit_failed", "A scheduled bank debit failed."),
    mailed("debit.overdue", "debit_overdue", "The bank has not answered in time."),
    mailed("bank_account.verified", "bank_verified", "A bank account was verified."),
    mailed("bank_account.verification_failed", "bank_verification_failed", "The code was not the bank account's."),
    mailed("payment_method.expired", "method_expired", "A card has expired."),
    event("hold.taken", "hold_taken", "The credit for a usage is reserved: it may go ahead."),
    event("hold.denied", "hold_denied", "A usage may not go ahead."),
    event("hold.expired", "hold_expired", "A hold has ended by itself: what runs on it is to be stopped."),
    event("period.closed", "period_closed", "A billing period has ended."),
    mailed("invoice.drafted", "invoice_drafted", "An invoice is drafted."),
    event("refund.requested", "refund_request", "Money that was paid of an invoice is to be paid back."),
    mailed("credit_note.drafted", "credit_note_drafted", "A credit note is drafted."),
    mailed("invoice.overdue", "invoice_overdue", "The terms of an invoice have passed, and it is not paid."),
    mailed("service.suspended", "suspended", "Service is to be stopped."),
    mailed("service.restored", "restored", "Service is to go on."),
    mailed("payment.received", "payment_received", "A payment came; there is a receipt of it."),
    mailed("top_up.failed", "top_up_failed", "A top-up that was asked for was declined."),
    mailed("invoice.issued", "invoice_issued", "A person has issued an invoice that was parked."),
    mailed("invoice.collection_failed", "collection_failed", "What is due of an invoice could not be collected."),
    mailed("invoice.reminder", "invoice_reminder", "The terms of an invoice passed some days ago, and it is not paid."),
];

/// What a webhook is tried with.
pub const TEST: &str = "webhook.test";

/// Is there such a type of event?
#[must_use]
pub fn known(name: &str) -> bool {
    EVENTS.iter().any(|event| event.name == name)
}

/// The event of an effect. One that this host does not know is of a newer engine, and told by the effect's own name.
pub(super) fn of_effect(effect: &str) -> Option<&'static Event> {
    EVENTS.iter().find(|event| event.effect == effect)
}

static SAMPLES: LazyLock<Vec<Value>> =
    LazyLock::new(|| serde_json::from_str(include_str!("samples.json")).unwrap_or_default());

/// An effect as an example, by the name of its event.
#[must_use]
pub fn sample(name: &str) -> Option<&'static Value> {
    let event = EVENTS.iter().find(|event| event.name == name)?;
    SAMPLES.iter().find(|sample| sample["type"] == event.effect)
}

#[cfg(test)]
mod tests {
    use super::{EVENTS, sample};
    use std::collections::BTreeSet;

    #[test]
    fn each_event_has_a_name_of_its_own_and_a_sample() {
        let names: BTreeSet<_> = EVENTS.iter().map(|event| event.name).collect();
        assert_eq!(names.len(), EVENTS.len());
        for event in EVENTS {
            assert_eq!(sample(event.name).expect("a sample")["type"], event.effect);
        }
    }
}
