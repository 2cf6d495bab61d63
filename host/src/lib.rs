//! Embed, serve and operate the Counterfoil billing engine.
//!
//! [`Engine`] runs the artefact in a sandbox, [`Store`] keeps accounts durably, [`serve::app`] is the HTTP API, [`native`] is
//! the core in this process. The host moves contract values and never computes money: every amount comes out of the engine.
//!
//! | feature | what it brings |
//! | --- | --- |
//! | `native` | [`native`], and the verbs by Rust's types: [`apply`], [`rate`], [`spend`] and their siblings |
//! | `sandbox` | [`Engine`] and [`Snapshot`] |
//! | `store` | [`Store`], and `sandbox` |
//! | `postgres` | [`Store::connect`], and `store` |
//! | `paper` | [`paper`]: documents as PDF |
//! | `server` | [`serve`], `paper` and `store` |
//! | `cli` | the command, and `server` |
//! | `schema` | `serve::schemas`, and `server` |
//!
//! All are on by default; `default-features = false, features = ["native"]` needs few crates.
//!
//! ```
//! # #[cfg(feature = "sandbox")] {
//! let engine = counterfoil::Engine::embedded()?;
//! let reply = engine.call("check", br#"{"rulebook":{}}"#)?;
//! assert_eq!(reply.status, counterfoil::Status::Problems);
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#[cfg(feature = "store")]
mod books;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "store")]
mod clock;
#[cfg(feature = "cli")]
pub mod document;
#[cfg(feature = "server")]
pub mod duty;
#[cfg(feature = "sandbox")]
mod engine;
#[cfg(feature = "server")]
pub mod events;
#[cfg(feature = "store")]
pub mod identity;
#[cfg(feature = "native")]
pub mod native;
#[cfg(feature = "server")]
pub mod outbox;
#[cfg(feature = "server")]
pub mod outgoing;
#[cfg(feature = "server")]
mod payments;
#[cfg(feature = "postgres")]
mod place;
#[cfg(feature = "server")]
pub mod serve;
#[cfg(feature = "store")]
mod share;
#[cfg(feature = "store")]
mod store;
#[cfg(feature = "sandbox")]
mod tally;
#[cfg(feature = "store")]
mod text;
#[cfg(feature = "server")]
mod trace;
#[cfg(feature = "server")]
pub mod zone;

#[cfg(feature = "server")]
pub use clock::Clock;
/// Documents as PDF.
#[cfg(feature = "paper")]
pub use counterfoil_paper as paper;
#[cfg(feature = "sandbox")]
pub use engine::{Engine, EngineError, Limits, Reply, Snapshot, Status};
#[cfg(feature = "native")]
pub use native::{Prepared, apply, authorize, draft, overview, rate, spend};
#[cfg(feature = "server")]
pub use payments::{Payments, STRIPE, Secret, Stripe, StripeAccount, Unusable};
#[cfg(feature = "postgres")]
pub use place::Place;
#[cfg(feature = "store")]
pub use store::{
    Account, Activation, Answered, Applied, Asked, Books, Claim, Claiming, Collection, Draft, Due, Events, Filed,
    KeptAnswer, List, Notice, Owed, Owing, Page, Piece, Refused, Reminder, Search, Settled, Sides, Sort, Spend,
    Statement, Store, StoreError, Tenant, TestClock, Time, Verified, backup,
};
#[cfg(feature = "server")]
pub use store::{Attempt, Delivered, Delivery, Heard, MailSetting, NewOutlet, Outlet, Resealed, Template};
