//! Time as facts: an [`Instant`] in UTC milliseconds and a civil UTC [`Date`]. Nothing here reads a clock.

mod civil;
mod date;
mod instant;

pub use date::{Date, Month};
pub use instant::Instant;
