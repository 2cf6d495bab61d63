//! An account: its state, the events that move it, and what follows from them.
//!
//! In floors, the lowest first; each imports those above it in this list only, and a test holds it.
//! - `state`, `event`, `effect`: the shapes. What an account is, what can happen to it, what is to be carried out.
//! - `working`: what is in the hand while events are applied.
//! - `standing`: what stands at a moment: what can be spent, what a usage would cost, whether it may go ahead.
//! - `posting`: mechanics. Each takes facts, changes the state and makes its entry, and knows nothing of *when*.
//! - `reaction`: what a moved balance brings about, in one order (`reaction/mod.rs`).
//! - `handler`: one a kind of event, and one a kind of thing that falls due.
//! - `moment`, `schedule`, `event_order`, `apply`: what happens in which order.
//! - `query`: answers about an account that change nothing.

mod apply;
mod effect;
mod event;
mod event_order;
mod handler;
mod moment;
mod posting;
mod query;
mod reaction;
mod schedule;
mod standing;
mod state;
mod working;

pub(crate) use apply::apply_until;
pub use apply::{Applied, apply};
pub use effect::{Blocked, ChargeRequest, Effect, InvoiceDrafted, Reason};
pub use event::*;
pub(crate) use event_order::has_applied;
pub use query::{Overview, overview};
pub(crate) use query::{Preview, at, figures, preview, runway_days, simulated_day, still};
pub(crate) use standing::{Against, Asked, Question, line, owed, spendable, spendable_of};
pub(crate) use state::included;
pub use state::{
    BlockedBy, ChargedFee, CounterPayers, Due, Invoiced, InvoicedProduct, OpenCharge, OpenPeriod, Opening,
    OveragePayer, PaidPart, Service, Settings, State, Stored, Taken, TakenBack,
};
pub(crate) use working::Working;
