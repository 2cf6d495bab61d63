//! Periods and documents.

use super::head::effect;
use crate::invoice::{Document, Item};
use crate::money::Money;
use crate::rule::Rule;
use crate::text::{Address, Id};
use crate::time::{Date, Instant};
use crate::wire::Encode;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

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
        /// The day on which it is issued, in the rulebook's zone.
        day: Date,
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
    /// The credit note of what was credited beyond what was charged.
    CreditNoteDrafted {
        /// Its name until it has a number.
        note: Id,
        /// The day on which it is issued, in the rulebook's zone.
        day: Date,
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
