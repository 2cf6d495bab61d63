//! What can happen to an account.

use super::Settings;
use crate::ledger::Correction;
use crate::limit::SubaccountLimits;
use crate::money::{Exact, NonNegative, Positive};
use crate::payment::{Code6, NewMethod};
use crate::rating::{Direction, Usage};
use crate::text::{Digits, Id, Text};
use crate::time::Instant;
use crate::wallet;
use alloc::boxed::Box;
use alloc::vec::Vec;
use counterfoil_derive::Decode;
use serde::Serialize;

macro_rules! events {
    ($($(#[$meta:meta])* $variant:ident,)*) => {
        /// One fact. Its id makes it count once.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Decode)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(tag = "type", rename_all = "snake_case")]
        pub enum Event { $($(#[$meta])* $variant($variant),)* }

        impl Event {
            /// The event's id, time and account.
            #[must_use]
            pub const fn head(&self) -> (&Id, Instant, Option<&Id>) {
                match self { $(Self::$variant(fact) => (&fact.id, fact.time, fact.account.as_ref()),)* }
            }
        }
    };
}

events! {
    /// Something was used.
    Usage,
    /// The owner added credit.
    TopUp,
    /// Credit was given.
    CreditGranted,
    /// A coupon was redeemed.
    CouponRedeemed,
    /// Purchased credit went back to the payer.
    Refund,
    /// The bank took a payment back.
    PaymentReversed,
    /// Somebody adjusted the balance by hand.
    Adjustment,
    /// A charge that the engine asked for was paid.
    PaymentSucceeded,
    /// A charge that the engine asked for was not paid.
    PaymentFailed,
    /// An invoice was paid, whole or in part.
    InvoicePaid,
    /// The owner changed a setting.
    SettingsChanged,
    /// A usage wants its credit reserved.
    HoldRequested,
    /// The usage of a hold has happened.
    HoldSettled,
    /// The usage of a hold does not happen.
    HoldReleased,
    /// A payment method was added.
    MethodAdded,
    /// A payment method was removed.
    MethodRemoved,
    /// Another payment method is the default.
    MethodDefault,
    /// The owner gave the code on a bank statement.
    BankVerification,
    /// A subaccount was made or changed.
    SubaccountChanged,
    /// Nothing but time: what was due has happened, and attempts that waited are made.
    TimePassed,
}

macro_rules! fact {
    ($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $kind:ty,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Decode)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            /// The same id is the same event.
            pub id: Id,
            /// When it happened.
            pub time: Instant,
            /// Whose it is; where it stands it must be the account the call is about.
            #[serde(skip_serializing_if = "Option::is_none")]
            pub account: Option<Id>,
            $($(#[$field_meta])* pub $field: $kind,)*
        }
    };
}

fact!(
    /// Credit that the owner added by hand and that has been received.
    TopUp {
        /// How much, within the rulebook's bounds (rule `top_up.bounds`).
        amount: Positive,
        /// How it was paid.
        #[serde(skip_serializing_if = "Option::is_none")]
        method: Option<Id>,
    }
);
fact!(
    /// Credit that is given (rule `credit.grant`).
    CreditGranted {
        /// Why there is such credit.
        source: GivenSource,
        /// How much.
        amount: Positive,
        /// Usable from here on; without it from the event on.
        #[serde(skip_serializing_if = "Option::is_none")]
        from: Option<Instant>,
        /// Usable before this; without it for good.
        #[serde(skip_serializing_if = "Option::is_none")]
        until: Option<Instant>,
        /// Low is burned first.
        #[serde(default = "crate::catalog::priority")]
        priority: u8,
        /// The products it pays for; empty: all of them, and it is part of the balance.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        only: Vec<Id>,
        /// For people.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<Text>,
    }
);
fact!(
    /// A coupon (rule `coupon.redeem`).
    CouponRedeemed {
        /// Its name in the rulebook.
        coupon: Id,
    }
);
fact!(
    /// Money went back to the payer (rule `credit.refund`).
    Refund {
        /// How much, at most the purchased credit that is left.
        amount: Positive,
        /// The grant to take it from; without it from what would have been used last.
        #[serde(skip_serializing_if = "Option::is_none")]
        grant: Option<Id>,
        /// For people.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<Text>,
    }
);
fact!(
    /// A payment was taken back by the bank (rule `credit.reversal`).
    PaymentReversed {
        /// The top-up or charge that was paid.
        charge: Id,
        /// How much of it.
        amount: Positive,
        /// How.
        cause: Cause,
    }
);
fact!(
    /// A manual movement (rules `credit.adjustment`, `credit.correction`).
    Adjustment {
        /// Credits are positive; not zero.
        amount: Exact,
        /// Why.
        reason: Text,
        /// The entry it corrects, with its amount.
        #[serde(skip_serializing_if = "Option::is_none")]
        corrects: Option<Correction>,
    }
);
fact!(
    /// A charge was paid.
    PaymentSucceeded {
        /// The charge, as its request named it.
        charge: Id,
    }
);
fact!(
    /// A charge was not paid.
    PaymentFailed {
        /// The charge, as its request named it.
        charge: Id,
        /// May the method be tried again?
        decline: Decline,
    }
);
fact!(
    /// What was due was paid (rule `invoice.payment`).
    InvoicePaid {
        /// The invoice, as its period's effect named it.
        invoice: Id,
        /// How much.
        amount: Positive,
    }
);
fact!(
    /// The owner changed settings; the parts that stand here replace the old ones.
    SettingsChanged {
        /// The new parts. In a box, since no other event is as large.
        settings: Box<Settings>,
    }
);
fact!(
    /// A usage that is about to happen (rule `hold.take`). The event's id is the hold's.
    HoldRequested {
        /// Whose usage.
        #[serde(skip_serializing_if = "Option::is_none")]
        subaccount: Option<Id>,
        /// Of what.
        product: Id,
        /// Where to.
        #[serde(skip_serializing_if = "Option::is_none")]
        destination: Option<Digits>,
        /// Which way.
        #[serde(default, skip_serializing_if = "Direction::is_outbound")]
        direction: Direction,
        /// How much it may be.
        quantity: NonNegative,
        /// In which unit.
        unit: Id,
        /// The hold ends here by itself.
        until: Instant,
    }
);
fact!(
    /// The usage of a hold (rule `hold.settle`). The event's id is the usage's.
    HoldSettled {
        /// Which.
        hold: Id,
        /// How much it was.
        quantity: NonNegative,
    }
);
fact!(
    /// A hold that is not needed.
    HoldReleased {
        /// Which.
        hold: Id,
    }
);
fact!(
    /// A payment method. The first one is the default.
    MethodAdded {
        /// What an owner sees of it.
        method: NewMethod,
        /// It becomes the default.
        #[serde(default, skip_serializing_if = "core::ops::Not::not")]
        default: bool,
    }
);
fact!(
    /// A payment method goes.
    MethodRemoved {
        /// Which.
        method: Id,
    }
);
fact!(
    /// The default payment method (rule `method.default`).
    MethodDefault {
        /// Which.
        method: Id,
    }
);
fact!(
    /// The code on a bank statement (rule `bank_debit.verification`).
    BankVerification {
        /// The bank account.
        method: Id,
        /// Six digits.
        code: Code6,
    }
);
fact!(
    /// A subaccount. What does not stand here stays as it is; a new one is enabled.
    SubaccountChanged {
        /// Which.
        subaccount: Id,
        /// May it be used?
        #[serde(skip_serializing_if = "Option::is_none")]
        enabled: Option<bool>,
        /// Its own limits.
        #[serde(skip_serializing_if = "Option::is_none")]
        limits: Option<SubaccountLimits>,
    }
);
fact!(
    /// Nothing but time.
    TimePassed {}
);

/// Why credit is given. Purchased credit comes from top-ups and charges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum GivenSource {
    /// To win or keep a customer.
    Promotional,
    /// To try the service.
    Trial,
    /// For a fault.
    Refund,
    /// For a coupon that another system redeemed.
    Coupon,
}

impl From<GivenSource> for wallet::Source {
    fn from(source: GivenSource) -> Self {
        match source {
            GivenSource::Promotional => Self::Promotional,
            GivenSource::Trial => Self::Trial,
            GivenSource::Refund => Self::Refund,
            GivenSource::Coupon => Self::Coupon,
        }
    }
}

/// How a payment was taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The card's holder disputed it.
    Chargeback,
    /// The bank returned a debit.
    Returned,
}

/// How a charge failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Decline {
    /// It may go through later: not enough funds, no answer.
    Soft,
    /// It never will with this method: stolen, closed.
    Hard,
}

/// Who answers charge requests during the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Payments {
    /// A gateway outside: its results come as events.
    Report,
    /// Every charge is paid at once: a preview, or the simulated gateway.
    Succeed,
    /// Every charge is declined at once, softly.
    Decline,
}
