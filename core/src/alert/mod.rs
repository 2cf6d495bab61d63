//! Alerts on the balance: which thresholds are in force, and which were crossed.

mod average;
mod crossing;
mod threshold;
mod usage;

pub(crate) use average::window;
pub use average::{DayAmount, average_daily_usage};
pub use crossing::{Below, crossed};
pub use threshold::{Source, Threshold, in_force, recommended};
pub use usage::reached;
