//! What the host sends out: how far its requests go, and that every effect is delivered.

mod delivery;
mod outgoing;
#[path = "../books/place.rs"]
#[allow(dead_code, reason = "the books' own tests use all of it")]
mod place;
mod receiver;
mod world;
