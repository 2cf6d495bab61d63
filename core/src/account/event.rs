//! What can happen to an account.

use super::Settings;
use crate::money::Positive;
use crate::rating::Usage;
use crate::text::Id;
use crate::time::Instant;
use counterfoil_derive::Decode;
use serde::Serialize;

/// One fact. Its id makes it count once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// Something was used.
    Usage(Usage),
    /// The owner added credit.
    TopUp(TopUp),
    /// A charge that the engine asked for was paid.
    PaymentSucceeded(PaymentSucceeded),
    /// A charge that the engine asked for was not paid.
    PaymentFailed(PaymentFailed),
    /// The owner changed a setting.
    SettingsChanged(SettingsChanged),
    /// Nothing but time: attempts that waited for a day, a month or their spacing are made.
    TimePassed(TimePassed),
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
    /// The owner changed settings; the parts that stand here replace the old ones.
    SettingsChanged {
        /// The new parts.
        settings: Settings,
    }
);
fact!(
    /// Nothing but time.
    TimePassed {}
);

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

impl Event {
    /// The event's id, time and account.
    #[must_use]
    pub const fn head(&self) -> (&Id, Instant, Option<&Id>) {
        macro_rules! heads {
            ($($variant:ident),*) => {
                match self { $(Self::$variant(fact) => (&fact.id, fact.time, fact.account.as_ref()),)* }
            };
        }
        heads!(Usage, TopUp, PaymentSucceeded, PaymentFailed, SettingsChanged, TimePassed)
    }
}
