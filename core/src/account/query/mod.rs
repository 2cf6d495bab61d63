//! Answers about an account that change nothing.

mod overview;
mod preview;
mod simulated_day;
mod usage_columns;

pub use overview::{Overview, overview};
pub(crate) use overview::{at, figures, runway_days, still};
pub(crate) use preview::{Preview, preview};
pub(crate) use simulated_day::simulated_day;
