//! The customer, discounts, and what becomes of invoices.

use super::fact;
use crate::money::Positive;
use crate::party::Party;
use crate::text::{Id, Text};
use crate::time::Instant;
use crate::wire::{Decode, Encode};
use alloc::boxed::Box;

fact!(
    /// Who is billed: name, address, tax registrations. It replaces what was known.
    CustomerChanged {
        /// The customer.
        customer: Box<Party>,
    }
);
fact!(
    /// A discount is taken (rule `invoice.discount`).
    DiscountTaken {
        /// Its name in the rulebook.
        discount: Id,
    }
);
fact!(
    /// A credit note was issued (rule `invoice.credited`).
    InvoiceCredited {
        /// The invoice, as its draft named it.
        invoice: Id,
        /// What the note takes off, tax included.
        amount: Positive,
        /// Where money goes that was paid of it.
        #[serde(default, skip_serializing_if = "CreditTo::is_account")]
        to: CreditTo,
        /// For people.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<Text>,
    }
);

/// Where money goes that was paid and is credited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CreditTo {
    /// It is credit of the account, and can be refunded.
    #[default]
    Account,
    /// It goes back to who paid it (effect `refund_request`).
    Payer,
}

impl CreditTo {
    const fn is_account(&self) -> bool {
        matches!(self, Self::Account)
    }
}
