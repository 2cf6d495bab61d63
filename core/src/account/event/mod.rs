//! What can happen to an account.

mod billing;
mod credit;
mod facts;
mod list;
mod payment;
mod plan;
mod service;

pub use billing::*;
pub use credit::*;
pub use facts::Facts;
pub use list::Events;
pub use payment::*;
pub use plan::*;
pub use service::*;

use crate::rating::Usage;
use crate::text::Id;
use crate::time::Instant;
use crate::wire::{Decode, Encode};

macro_rules! events {
    ($($(#[$meta:meta])* $variant:ident,)*) => {
        /// One fact. Its id makes it count once.
        #[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(tag = "type", rename_all = "snake_case")]
        pub enum Event { $($(#[$meta])* $variant($variant),)* }

        impl Event {
            /// The event's id, time and account.
            #[must_use]
            pub const fn head(&self) -> (&Id, Instant, Option<&Id>) {
                match self { $(Self::$variant(fact) => (&fact.id, fact.time, fact.account.as_ref()),)* }
            }

            /// Does it take something back that was there before?
            pub(crate) const fn takes_back(&self) -> bool {
                match self {
                    Self::Usage(usage) => usage.reverses.is_some(),
                    Self::Adjustment(fact) => fact.corrects.is_some(),
                    Self::PaymentReversed(_) => true,
                    _ => false,
                }
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
    /// A credit note was issued.
    InvoiceCredited,
    /// Who is billed.
    CustomerChanged,
    /// A discount was taken.
    DiscountTaken,
    /// The owner changed a setting.
    SettingsChanged,
    /// A plan was taken.
    Subscribed,
    /// A subscription has another plan or quantity.
    SubscriptionChanged,
    /// A subscription is to end.
    SubscriptionCancelled,
    /// What was scheduled for a subscription is taken back.
    SubscriptionResumed,
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
    /// The account closes.
    AccountClosed,
    /// Nothing but time: what was due has happened, and attempts that waited are made.
    TimePassed,
}

/// A fact of its own: id, time, account, and its fields.
macro_rules! fact {
    ($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $kind:ty,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
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
use fact;

/// Who answers charge requests during the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
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
