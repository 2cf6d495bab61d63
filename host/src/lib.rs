//! Embed, serve and operate the Counterfoil billing engine.
//!
//! [`Engine`] runs the artefact in a sandbox, [`Store`] keeps accounts durably, [`serve::app`] is the HTTP API.
//! The host moves contract values and never computes money: every amount comes out of the engine.
//!
//! ```
//! let engine = counterfoil::Engine::embedded()?;
//! let reply = engine.call("check", br#"{"rulebook":{}}"#)?;
//! assert_eq!(reply.status, counterfoil::Status::Problems);
//! # Ok::<(), counterfoil::EngineError>(())
//! ```

mod books;
pub mod cli;
pub mod document;
mod engine;
pub mod events;
pub mod serve;
mod store;
pub mod zone;

pub use engine::{Engine, EngineError, Limits, Prepared, Reply, Status};
pub use store::{Account, Applied, Draft, List, Page, Store, StoreError};
