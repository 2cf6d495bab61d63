//! The fold: an account's state, the events that move it, and what follows from them.
//!
//! `apply` reads like the story of an event: post it, watch the balance, recharge, suspend or restore.

mod allowances;
mod apply;
mod asking;
mod billing;
mod credit;
mod cycle;
mod debiting;
mod draft;
mod effect;
mod event;
mod fees;
mod fold;
mod giving;
mod holding;
mod invoicing;
mod methods;
mod order;
mod overview;
mod period;
mod preview;
mod recharging;
mod reversal;
mod rows;
mod service;
mod settings;
mod simulated;
mod spending;
mod state;
mod subaccounts;
mod subscribing;
mod takeback;
mod timeline;
mod unbilled;
mod usage;
mod watch;

pub(crate) use allowances::included;
pub(crate) use apply::apply_until;
pub use apply::{Applied, apply};

pub(crate) use asking::{Asked, affordable, ask, at};
pub use effect::{Blocked, ChargeRequest, Effect, InvoiceDrafted, Reason};
pub use event::*;
pub(crate) use fold::Fold;
pub(crate) use overview::runway_days;
pub use overview::{Overview, overview};
pub(crate) use preview::{Preview, preview};
pub use settings::Settings;
pub(crate) use simulated::simulated_day;
pub(crate) use spending::{line, owed, spendable, spendable_of};
pub use state::{Due, Held, OpenCharge, OpenPeriod, Opening, Service, State, Stored, Taken};
