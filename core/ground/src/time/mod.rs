//! Time as facts: an [`Instant`] in UTC milliseconds and a civil UTC [`Date`], and a [`Zone`] that
//! relates both. Nothing here reads a clock.

mod bank_days;
mod civil;
mod date;
mod instant;
mod month;
mod zone;

pub use bank_days::{business_days_after, is_business_day};
pub use date::Date;
pub use instant::Instant;
pub use month::Month;
pub use zone::{Local, Transition, Zone};
