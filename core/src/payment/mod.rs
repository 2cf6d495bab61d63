//! Payment methods, and debits that a schedule asks of them.

mod debit;
mod method;
mod words;

pub use debit::{BankDebit, OpenDebit};
pub use method::{Bank, Card, Method, NewBank, NewMethod, Other};
pub use words::{Code6, Url};
