//! Payment methods, and debits that a schedule asks of them.

mod debit;
mod method;
mod verification_code;
mod webhook_url;

pub use debit::{BankDebit, OpenDebit};
pub use method::{Bank, Card, Method, NewBank, NewMethod, Other};
pub use verification_code::VerificationCode;
pub use webhook_url::WebhookUrl;
