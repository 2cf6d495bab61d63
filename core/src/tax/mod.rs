//! Tax: who is taxed where, at which rate, and how much it is.

mod vat_number;

pub use vat_number::VatNumber;
