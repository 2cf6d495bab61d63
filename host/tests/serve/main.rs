//! The server, from outside.

mod attacked;
mod idempotency;
mod identity;
mod killed;
mod served;
mod server;
mod several;
