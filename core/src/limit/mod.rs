//! What bounds usage before it happens: daily budgets, subaccounts, holds, and the decision whether it may go ahead.

mod decision;
mod hold;
mod spend;
mod subaccount;

pub use decision::{Decision, Denial, Facts, Part, decide};
pub use hold::Hold;
pub use spend::{Notified, SpendSettings};
pub use subaccount::{Subaccount, SubaccountLimits};
