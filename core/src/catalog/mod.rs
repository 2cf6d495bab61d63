//! The rulebook: one document that says what everything costs and how the account is kept.

mod check;
mod policy;
mod rate_card;
mod rulebook;

pub use policy::{AlertPolicy, RechargePolicy, TopUpPolicy, Trigger};
pub use rate_card::{Rate, RateCard};
pub use rulebook::{Rulebook, RulebookParts};
