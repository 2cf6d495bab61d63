//! Credit that arrives or goes by somebody's hand.

use super::fact;
use crate::ledger::Correction;
use crate::money::{Exact, Positive};
use crate::text::{Id, Text};
use crate::time::Instant;
use crate::wallet;
use crate::wire::{Decode, Encode};
use alloc::vec::Vec;

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
        #[serde(default, skip_serializing_if = "Vec::is_empty", alias = "only")]
        products: Vec<Id>,
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
        /// A charge for this product: what no line has shown yet, which the next invoice then shows with its tax. Without
        /// it the debt is of no supply, and stays on the balance until credit pays it.
        #[serde(skip_serializing_if = "Option::is_none")]
        product: Option<Id>,
        /// The entry it corrects, with its amount.
        #[serde(skip_serializing_if = "Option::is_none")]
        corrects: Option<Correction>,
    }
);

/// Why credit is given. Purchased credit comes from top-ups and charges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The card's holder disputed it.
    Chargeback,
    /// The bank returned a debit.
    Returned,
}
