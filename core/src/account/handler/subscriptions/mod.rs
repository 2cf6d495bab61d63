//! Subscriptions on an account: taken, changed, renewed, ended. Rules `plan.fee`, `plan.cycle`, `plan.change`,
//! `plan.trial` and `plan.cancellation`.
//!
//! What is said of a subscription applies from the time it names. Where that is before the account's clock (rule
//! `plan.late`), what was charged since is credited from there on, and the cycles up to the clock are gone through anew.

mod cancel;
mod catch_up;
mod change;
mod charge;
mod cycles;
mod give_up;
mod known;
mod late;
mod subscribe;
mod used;

pub(crate) use cancel::{cancel, resume};
pub(crate) use change::change;
pub(crate) use cycles::{Cycles, end, end_trial, renew};
pub(crate) use subscribe::subscribe;
