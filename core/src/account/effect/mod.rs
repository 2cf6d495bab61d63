//! What follows from an event, for the doors to carry out: notices to send, charges to make, service to switch.

use crate::alert::Source;
use crate::invoice::{Document, Item};
use crate::limit::Denial;
use crate::money::Money;
use crate::payment::Url;
use crate::recharge::{Limit, Pause};
use crate::rule::Rule;
use crate::text::{Address, Id};
use crate::time::{Date, Instant};
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use serde::Serialize;

macro_rules! effects {
    ($($(#[$meta:meta])* $variant:ident($kind:ident),)*) => {
        /// One effect. Its id derives from the event, so that an outbox carries it out once.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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

macro_rules! effect {
    ($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $kind:ty,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            /// Derives from the event.
            pub id: String,
            /// The event it follows from.
            pub event: Id,
            /// When that happened.
            pub time: Instant,
            $($(#[$field_meta])* pub $field: $kind,)*
            /// The balance at that moment.
            pub balance: Money,
            /// The rule that decided it.
            pub rule: Rule,
            /// Where the notice goes.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            pub to: Vec<Address>,
        }
    };
}

effect!(
    /// A plain notice.
    Notice {}
);
effect!(
    /// A threshold was crossed.
    Alert {
        /// Which.
        threshold: Money,
        /// Who wanted to know.
        sources: Vec<Source>,
    }
);
effect!(
    /// A charge to make, once, under its id as idempotency key.
    ChargeRequest {
        /// Its id.
        charge: Id,
        /// How much.
        amount: Money,
        /// Of which payment method.
        method: Id,
        /// Its place in the burst, from one.
        sequence: u32,
        /// How many charges the burst has as things stand.
        planned: u32,
        /// When a bank answers at the latest.
        #[serde(skip_serializing_if = "Option::is_none")]
        expected_by: Option<Date>,
    }
);
effect!(
    /// A daily limit was reached.
    DailyLimit {
        /// The limit.
        limit: Money,
        /// Usage of the day.
        used: Money,
        /// Post it there, too.
        #[serde(skip_serializing_if = "Option::is_none")]
        webhook: Option<Url>,
    }
);
effect!(
    /// A rising threshold was reached.
    UsageAlert {
        /// Which.
        threshold: Money,
        /// Usage of the open period.
        used: Money,
    }
);
effect!(
    /// A scheduled debit.
    Debit {
        /// Which.
        charge: Id,
        /// Of which bank account.
        method: Id,
        /// How much.
        amount: Money,
    }
);
effect!(
    /// A bank account was verified.
    BankVerified {
        /// Which.
        method: Id,
    }
);
effect!(
    /// A wrong code.
    BankVerificationFailed {
        /// Of which bank account.
        method: Id,
        /// Attempts that are left.
        attempts_left: u8,
    }
);
effect!(
    /// A card has expired.
    MethodExpired {
        /// Which.
        method: Id,
    }
);
effect!(
    /// A hold was taken.
    HoldTaken {
        /// Which.
        hold: Id,
        /// What is held.
        amount: Money,
        /// It ends here by itself.
        until: Instant,
        /// What is available beside it.
        available: Money,
    }
);
effect!(
    /// A hold was denied.
    HoldDenied {
        /// The id it would have had.
        hold: Id,
        /// Every reason against it.
        reasons: Vec<Denial>,
        /// What it would have held.
        estimate: Money,
        /// What was available.
        available: Money,
    }
);
effect!(
    /// A hold ended by itself.
    HoldExpired {
        /// Which.
        hold: Id,
        /// What was held.
        amount: Money,
    }
);
effect!(
    /// A period ended.
    PeriodClosed {
        /// The invoice's name.
        invoice: Id,
        /// Its start.
        from: Instant,
        /// Its end, outside.
        until: Instant,
        /// Usage that is invoiced with it.
        used: Money,
        /// The part of it that belongs to earlier periods.
        late: Money,
        /// What is to be paid: the overage.
        due: Money,
    }
);
effect!(
    /// The invoice of everything that was charged.
    InvoiceDrafted {
        /// Its name until it has a number.
        invoice: Id,
        /// What is to be paid of it.
        due: Money,
        /// The last day of its terms, where something is.
        #[serde(skip_serializing_if = "Option::is_none")]
        due_on: Option<Date>,
        /// It is above the rulebook's bound: a person looks at it before it is issued.
        parked: bool,
        /// The draft.
        document: Box<Document>,
        /// What its lines sum up, in their order; for explanations.
        #[serde(skip)]
        sources: Vec<Item>,
    }
);
effect!(
    /// Money to pay back, once, under its id as idempotency key.
    RefundRequest {
        /// The invoice that was paid.
        invoice: Id,
        /// How much.
        amount: Money,
    }
);
effect!(
    /// The credit note of what was credited beyond what was charged.
    CreditNoteDrafted {
        /// Its name until it has a number.
        note: Id,
        /// The invoices that showed what it credits.
        invoices: Vec<Id>,
        /// What it takes off what is due, or adds to the account.
        credit: Money,
        /// The draft.
        document: Box<Document>,
        /// What its lines sum up, in their order; for explanations.
        #[serde(skip)]
        sources: Vec<Item>,
    }
);
effect!(
    /// The terms of an invoice have passed.
    InvoiceOverdue {
        /// Which.
        invoice: Id,
        /// What is still to be paid of it.
        amount: Money,
    }
);
effect!(
    /// A charge failed.
    RechargeFailed {
        /// Which.
        charge: Id,
        /// The method that failed.
        method: Id,
        /// Failures in a row, this one included.
        failures: u32,
        /// The balance at which the next attempt comes, if one is left.
        #[serde(skip_serializing_if = "Option::is_none")]
        next_rung: Option<Money>,
    }
);
effect!(
    /// A charge is not made, and why.
    Blocked {
        /// Why.
        reason: Reason,
    }
);

/// Why a charge is not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Reason {
    /// A limit.
    Limit(Limit),
    /// What failures left behind.
    Pause(Pause),
}
