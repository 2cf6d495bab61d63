//! The customer, discounts, and what becomes of invoices.

use super::fact;
use crate::money::Positive;
use crate::party::Party;
use crate::text::{Id, Text};
use crate::time::Instant;
use alloc::boxed::Box;
use counterfoil_derive::Decode;
use serde::Serialize;

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
        /// For people.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<Text>,
    }
);
