//! What recurs: subscriptions, their cycles, and the fees of parts of them.

mod cycle;
mod fee;
mod proration;
mod subscription;

pub(crate) use cycle::{anniversary, cycle_after, cycle_at, is_of_days, period_end, whole};
pub use fee::{Fee, Part, fee, part_of, payable};
pub use proration::{Cycle, share};
pub use subscription::{Next, Subscription};
