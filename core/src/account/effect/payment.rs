//! Charges, debits and methods: what a gateway is asked, and what came of it.

use super::head::effect;
use crate::money::Money;
use crate::recharge::{Limit, Pause};
use crate::rule::Rule;
use crate::text::{Address, Id};
use crate::time::{Date, Instant};
use crate::wire::Encode;
use alloc::string::String;
use alloc::vec::Vec;

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
    /// Money to pay back, once, under its id as idempotency key.
    RefundRequest {
        /// The invoice that was paid.
        invoice: Id,
        /// How much.
        amount: Money,
    }
);

/// Why a charge is not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Reason {
    /// A limit.
    Limit(Limit),
    /// What failures left behind.
    Pause(Pause),
}
