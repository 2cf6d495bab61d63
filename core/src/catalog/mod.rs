//! The rulebook: one document that says what everything costs and how the account is kept.

mod allowance;
mod cadence;
mod check;
mod corrections;
mod invoicing;
mod model;
mod parts;
mod plan;
mod policy;
mod rate;
mod rate_card;
mod rulebook;
mod settlement;
mod window;

pub use allowance::{Allowance, Prorated, Rollover};
pub use cadence::{Cadence, Days, Months};
pub use corrections::{CorrectionPolicy, LatePlans};
pub use invoicing::{DiscountPolicy, Interim, InvoicePolicy};
pub use model::*;
pub use plan::{Charged, Payer, Plan, Proration};
pub use policy::{AlertPolicy, RechargePolicy, TopUpPolicy, Trigger, UsageAlerts};
pub use rate::{Meter, Rate, Scope};
pub use rate_card::{RateCard, Wanted};

pub use parts::RulebookParts;
pub use rulebook::Rulebook;
pub(crate) use rulebook::scale_problem;
pub use settlement::{BankDebitPolicy, Billing, Coupon, HoldPolicy, OveragePolicy, ServicePolicy, Settlement};
pub(crate) use settlement::{priority, verification_attempts};
pub use window::{TimeOfDay, Weekday, Weekly, Window};
