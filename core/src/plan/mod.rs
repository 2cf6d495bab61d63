//! What recurs: subscriptions, their cycles, and the fees of parts of them.

mod fee;
mod proration;
mod subscription;

pub use fee::{Fee, Part, fee, unused};
pub use proration::{Cycle, share};
pub use subscription::{Next, Subscription};
