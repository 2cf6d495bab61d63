//! What follows from an event, for the doors to carry out: notices to send, charges to make, service to switch.

mod head;
mod hold;
mod invoice;
mod notice;
mod payment;

pub(super) use head::told;
pub(super) use hold::*;
pub use invoice::*;
pub(super) use notice::*;
pub use payment::*;

use crate::rule::Rule;
use crate::text::Id;
use crate::time::Instant;
use crate::wire::Encode;

macro_rules! effects {
    ($($(#[$meta:meta])* $variant:ident($kind:ident),)*) => {
        /// One effect. Its id derives from the event, so that an outbox carries it out once.
        #[derive(Clone, Debug, PartialEq, Eq, Encode)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(tag = "type", rename_all = "snake_case")]
        pub enum Effect { $($(#[$meta])* $variant($kind),)* }

        impl Effect {
            /// The effect's id, event, time and rule.
            #[must_use]
            pub fn head(&self) -> (&str, &Id, Instant, Rule) {
                match self { $(Self::$variant(effect) => (&effect.id, &effect.event, effect.time, effect.rule),)* }
            }
        }
    };
}

effects! {
    /// The balance fell below a threshold.
    Alert(Alert),
    /// The balance went from above zero to zero or below.
    RanOut(Notice),
    /// The day's usage reached the notification threshold.
    DailyNotification(DailyLimit),
    /// The day's usage reached the budget: new usage is denied until the day ends.
    DailyBudgetReached(DailyLimit),
    /// The period's usage reached a threshold.
    UsageAlert(UsageAlert),
    /// Make this charge.
    ChargeRequest(ChargeRequest),
    /// A charge failed; the owner is told at once.
    RechargeFailed(RechargeFailed),
    /// A charge that the balance calls for is not made.
    RechargeBlocked(Blocked),
    /// A scheduled bank debit failed.
    DebitFailed(Debit),
    /// The bank has not answered in time.
    DebitOverdue(Debit),
    /// A bank account was verified.
    BankVerified(BankVerified),
    /// The code was not the bank account's.
    BankVerificationFailed(BankVerificationFailed),
    /// A card has expired.
    MethodExpired(MethodExpired),
    /// The credit for a usage is reserved: it may go ahead.
    HoldTaken(HoldTaken),
    /// The usage may not go ahead.
    HoldDenied(HoldDenied),
    /// A hold has ended by itself: what runs on it is to be stopped.
    HoldExpired(HoldExpired),
    /// A billing period has ended: invoice it.
    PeriodClosed(PeriodClosed),
    /// An invoice is drafted: issue it.
    InvoiceDrafted(InvoiceDrafted),
    /// Pay money back that was paid of an invoice.
    RefundRequest(RefundRequest),
    /// A credit note is drafted: issue it.
    CreditNoteDrafted(CreditNoteDrafted),
    /// The terms of an invoice have passed, and it is not paid.
    InvoiceOverdue(InvoiceOverdue),
    /// Stop service.
    Suspended(Notice),
    /// Resume service.
    Restored(Notice),
}
