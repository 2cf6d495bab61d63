//! What follows from the books reaches whom it concerns: webhooks of the tenant, URLs that owners have set, mail.
//!
//! Effects are in the books before anything is sent (`store/made.rs`); a worker makes deliveries of them and sends each until it is
//! heard, at least once and with the same id each time. Deliveries of one account at one outlet go one after the other.

mod carry;
mod catalogue;
mod event;
mod inbox;
pub mod mail;
mod room;
mod schedule;
mod seal;
mod signing;
mod worker;

pub use carry::Carriers;
pub use catalogue::{EVENTS, Event, TEST, known, sample};
pub use event::{body, event_id, owners_secret};
pub use inbox::INBOX;
pub use room::Pace;
pub(crate) use seal::place;
pub use seal::{Sealing, Unsealed};
pub use signing::{Secret, verified};
pub use worker::{Running, start};
