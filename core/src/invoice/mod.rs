//! Invoices and credit notes in the words of EN 16931: the document, its sums, and its XML.
//! Amounts have the currency's minor units; a comment `BT-…` or `BG-…` names the standard's own term.

mod allocate;
mod amounts;
mod breakdown;
mod check;
mod cii;
mod codes;
mod credit;
mod credit_tax;
mod discount;
mod document;
pub(crate) mod draft;
mod einvoice;
mod einvoice_codes;
mod issue;
mod item;
mod line;
mod lists;
mod party;
mod period;
mod receipt;
mod tax;
mod totals;
mod ubl;
mod unit;
mod xml;

pub use allocate::allocate;
pub use amounts::{Amounts, Part, TaxRounding};
pub(crate) use check::payable;
pub use credit::{CreditLine, credit_note};
pub use discount::{Discount, Discounted, discount};
pub use document::{Allowance, Document, Kind, Preceding};
pub use einvoice::{Syntax, einvoice};
pub use issue::{Series, issue};
pub use item::{Item, ItemKind};
pub use line::{Adjustment, Line, line_net};
pub use period::Period;
pub use receipt::{Payment, PaymentStatus, Receipt, receipt};
pub use tax::{Category, Levy, Reason, Tax, TaxRow};
pub use totals::{Totals, totals};
pub use unit::unit_code;
