//! The server, from outside.

mod attacked;
mod killed;
mod served;
mod server;
