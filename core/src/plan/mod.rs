//! What recurs: subscriptions, their cycles, and the fees of parts of them.

mod cycle;
mod fee;
mod proration;
mod subscription;

pub(crate) use cycle::{anniversary, is_of_days, period_end, whole};
pub use fee::{Fee, Part, fee, unused};
pub use proration::{Cycle, share};
pub use subscription::{Next, Subscription};
