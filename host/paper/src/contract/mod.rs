//! What is set: the contract's own JSON, read as the engine writes it. A field that is not known here is refused, so that no
//! paper leaves out what the document says.

mod day;
mod document;
mod figure;
mod party;
mod receipt;
mod statement;

pub use day::{Day, Moment};
pub use document::{Adjustment, Document, Kind, Levy, Line, Period, Preceding, Reason, Tax, TaxRow, Totals};
pub use figure::Figure;
pub use party::{Means, Party, Registration, RegistrationKind};
pub use receipt::{Payment, PaymentStatus, Receipt};
pub use statement::{Row, Statement};
