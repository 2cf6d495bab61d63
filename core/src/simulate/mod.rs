//! Tomorrow and the days after: the account's own rules over a pattern of usage.

mod pattern;
mod run;

pub use pattern::Pattern;
pub use run::{Day, Declines, Scenario, Simulated, Totals, simulate};
