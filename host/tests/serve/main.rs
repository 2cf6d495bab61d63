//! The server, from outside.

mod attacked;
mod crashed;
mod idempotency;
mod identity;
mod killed;
mod served;
mod server;
mod several;
