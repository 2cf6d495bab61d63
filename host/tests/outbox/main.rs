//! What the host sends out: how far its requests go, and that every effect is delivered.

mod outgoing;
mod receiver;
