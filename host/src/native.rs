//! The core in this process: the same answers as the sandbox gives, to the byte, without its walls and its cost.
//!
//! Calls in JSON go through [`call`], or through a [`Prepared`] rulebook and an [`Account`] that is kept; calls by Rust's types
//! through [`apply`] and its siblings. Answers in JSON carry no engine digest, since no file has answered: whoever needs one
//! puts it there with [`stamp`].
//!
//! ```
//! use counterfoil::native::{self, Event, Opening, Prepared, State, read};
//!
//! let check = br#"{"rulebook":{"name":"x","currency":"EUR","rounding":{"scale":2,"mode":"half_up"},
//!     "rates":[{"id":"r","product":"call","unit":"unit","price":"0.5"}]}}"#;
//! let rulebook = Prepared::new(check).expect("a sound rulebook");
//! let opening: Opening = read(br#"{"account":"a","time":"2026-01-01T00:00:00Z"}"#).expect("an opening");
//! let state = State::open(rulebook.rulebook(), &opening).expect("an account");
//! let events: Vec<Event> = read(
//!     br#"[{"type":"usage","id":"u","time":"2026-01-02T00:00:00Z","product":"call","quantity":"3","unit":"unit"}]"#,
//! )
//! .expect("events");
//! let applied = native::apply(&rulebook, &state, &events).expect("it fits");
//! assert_eq!(applied.state.balance.to_string(), "-1.50");
//! ```

pub use counterfoil_core::account::{Applied, Effect, Event, Opening, Overview, Payments, State, Stored};
pub use counterfoil_core::catalog::RulebookParts;
pub use counterfoil_core::contract::typed::{apply, authorize, draft, overview, rate, spend};
pub use counterfoil_core::contract::{AuthorizeDecision, AuthorizeRequest, Drafted, Rated, Spent};
pub use counterfoil_core::ledger::Entry;
pub use counterfoil_core::problem::Problem;
pub use counterfoil_core::rating::Usage;
pub use counterfoil_core::time::Instant;
/// Reads a value of the contract from JSON, strictly.
pub use counterfoil_core::wire::from_bytes as read;
/// Writes one as answers have it.
pub use counterfoil_core::wire::to_bytes as write;
pub use counterfoil_core::{Account, CONTRACT, Prepared, call, call_columns, stamp};
