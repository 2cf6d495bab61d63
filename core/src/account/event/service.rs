//! Settings, holds, subaccounts, and time.

use super::fact;
use crate::account::Settings;
use crate::dimensions::Dimensions;
use crate::limit::SubaccountLimits;
use crate::money::NonNegative;
use crate::party::Country;
use crate::rating::Direction;
use crate::text::{Digits, Id};
use crate::time::Instant;
use crate::wire::{Decode, Encode};
use alloc::boxed::Box;

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
        /// The country, for products priced by country.
        #[serde(skip_serializing_if = "Option::is_none")]
        country: Option<Country>,
        /// Other properties that prices hang on.
        #[serde(default, skip_serializing_if = "Dimensions::is_empty")]
        dimensions: Dimensions,
        /// Which way.
        #[serde(default, skip_serializing_if = "Direction::is_outbound")]
        direction: Direction,
        /// How much it may be.
        quantity: NonNegative,
        /// In which unit.
        unit: Id,
        /// The size that picks the tier where a usage is priced by itself.
        #[serde(skip_serializing_if = "Option::is_none")]
        size: Option<NonNegative>,
        /// How much of the same call came before (rule `rating.slice`).
        #[serde(skip_serializing_if = "Option::is_none")]
        offset: Option<NonNegative>,
        /// Who or what is seen, for meters that count what is different.
        #[serde(skip_serializing_if = "Option::is_none")]
        key: Option<Id>,
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
    /// The account closes (rule `account.closing`).
    AccountClosed {
        /// What becomes of purchased credit that is left.
        credit: ClosingCredit,
    }
);
fact!(
    /// Nothing but time.
    TimePassed {}
);

/// What becomes of purchased credit when an account closes. Given credit ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ClosingCredit {
    /// It goes back to the payer, but for what is due (effect `refund_request`).
    PayBack,
    /// It ends.
    WriteOff,
}
