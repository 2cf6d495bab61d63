//! Credit in grants, and the order in which it is burned.

mod burn;
mod grant;
mod refund;

pub use burn::{Burn, Burned, burn, remembered};
pub use grant::{Grant, Source};
pub use refund::{purchased_left, take_back, unpurchase};
