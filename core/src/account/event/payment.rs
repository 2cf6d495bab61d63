//! What gateways and banks say, and payment methods.

use super::fact;
use crate::money::Positive;
use crate::payment::{NewMethod, VerificationCode};
use crate::text::Id;
use crate::time::Instant;
use crate::wire::{Decode, Encode};

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
        code: VerificationCode,
    }
);

/// How a charge failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Decline {
    /// It may go through later: not enough funds, no answer.
    Soft,
    /// It never will with this method: stolen, closed.
    Hard,
}
