//! The server, from outside.

mod attacked;
mod idempotency;
mod killed;
mod served;
mod server;
mod several;
