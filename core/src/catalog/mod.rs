//! The rulebook: one document that says what everything costs and how the account is kept.

mod check;
mod policy;
mod rate_card;
mod rulebook;
mod settle;

pub use policy::{AlertPolicy, RechargePolicy, TopUpPolicy, Trigger, UsageAlerts};
pub use rate_card::{Rate, RateCard};
pub(crate) use rulebook::scale_problem;
pub use rulebook::{Rulebook, RulebookParts};
pub use settle::{BankDebitPolicy, Billing, Coupon, HoldPolicy, OveragePolicy, ServicePolicy, Settlement};
pub(crate) use settle::{priority, verification_attempts};
