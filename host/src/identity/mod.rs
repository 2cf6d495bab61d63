//! Who may do what: tenants, keys, people, and what each is allowed.
//!
//! Nothing here keeps anything or looks at a clock: times come in as seconds since 1970, what is to be kept goes out. What the
//! store keeps of it ([`ApiKey`], [`User`] and the like) is named here beside.

mod actor;
mod audit;
mod fact;
mod lockout;
mod right;

#[cfg(feature = "server")]
pub mod password;
#[cfg(feature = "server")]
mod random;
#[cfg(feature = "server")]
pub mod recovery;
#[cfg(feature = "server")]
mod secret;
#[cfg(feature = "server")]
pub mod session;
#[cfg(feature = "server")]
pub mod totp;

#[cfg(feature = "server")]
pub use crate::store::{
    ApiKey, By, Candidate, KnownKey, KnownSession, KnownToken, Line, NewKey, NewToken, NewUser, Person, Piece, Proof,
    Standing, Start, User,
};
pub use actor::{Actor, Scope, Who};
pub use audit::Action;
pub use fact::{CHARGES, SETTINGS, is_setting};
pub use lockout::{Attempts, Locked};
#[cfg(feature = "server")]
pub use random::{NoRandom, request_id};
pub use right::{Right, Role};
#[cfg(feature = "server")]
pub use secret::{Hash, Issued, Kind, Presented, Shown};
