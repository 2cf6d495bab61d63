//! Tax: who is taxed where, at which rate, and how much it is. Facts in (parties, dates, the rulebook's rates), a
//! treatment with its reasons out; nothing is known here that the rulebook does not say, but for the geography of VAT.

mod assess;
mod assessment;
mod check;
mod class;
mod consumer;
mod deal;
mod exempt;
mod export;
mod inclusive;
mod number;
mod place_of_supply;
mod policy;
mod rate;
mod reverse_charge;
mod rounding;
mod split;
mod stacked;
mod treatment;
mod vat_number;

pub use assess::{apportion, assess};
pub use assessment::{AssessedLine, Assessment, TaxGroup, TaxLine, TaxPart};
pub(crate) use check::note_problems;
pub use class::{Class, SupplyKind, TaxClass, Untaxed};
pub use number::JudgedNumber;
pub use place_of_supply::treat;
pub use policy::{Prices, Regime, RoundBy, TaxPolicy, TaxRate};
pub use rounding::split;
pub use split::Split;
pub use treatment::{Category, Levy, Place, Reason, Treatment};
pub use vat_number::VatNumber;
