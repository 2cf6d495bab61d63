//! The fold: an account's state, the events that move it, and what follows from them.
//!
//! `apply` reads like the story of an event: post it, watch the balance, recharge, suspend or restore.

mod apply;
mod credit;
mod effect;
mod event;
mod fold;
mod order;
mod overview;
mod recharging;
mod service;
mod settings;
mod state;
mod usage;
mod watch;

pub use apply::{Applied, apply};
pub use effect::{Blocked, Effect, Reason};
pub use event::{Decline, Event, PaymentFailed, PaymentSucceeded, Payments, SettingsChanged, TimePassed, TopUp};
pub(crate) use overview::runway_days;
pub use overview::{Overview, overview};
pub use settings::Settings;
pub use state::{OpenCharge, Opening, Service, State};
