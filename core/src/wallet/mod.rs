//! Credit in grants, and the order in which it is burned.

mod burn;
mod grant;
mod put_back;
mod refund;

pub use burn::{Burn, Burned, burn, remembered};
pub use grant::{Grant, Source};
pub use put_back::{Return, last_paid, put_back};
pub use refund::{TakenFrom, purchased_left, take_back, unpurchase};
