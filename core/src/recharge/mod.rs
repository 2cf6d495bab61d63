//! Auto-recharge: when it is triggered, how often the amount is charged, what cuts it, and what a failure means.

mod charge;
mod ladder;
mod limits;
mod pause;
mod plan;
mod repeat;
mod settings;
mod trigger;

pub use charge::charge_id;
pub use ladder::next_rung;
pub use limits::{Limit, Spent};
pub use pause::{Attempts, Pause};
pub use plan::{Plan, plan};
pub use settings::{Limits, Recharge, RechargeSettings};
pub use trigger::triggered;
