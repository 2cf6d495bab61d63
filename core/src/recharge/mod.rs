//! Auto-recharge: when it is triggered, how often the amount is charged, what cuts it, and what a failure means.

mod charge;
mod ladder;
mod limits;
mod pause;
mod plan;
mod planned;
mod repeat;
mod settings;
mod target;
mod trigger;

pub use charge::charge_id;
pub use ladder::next_rung;
pub use limits::{Limit, Spent};
pub use pause::{Attempts, Pause, breaks};
pub use plan::{plan, wanted};
pub use planned::Plan;
pub use settings::{Aim, Limits, Recharge, RechargeSettings, Style};
pub use trigger::triggered;
