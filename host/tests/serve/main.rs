//! The server, from outside.

mod attacked;
mod served;
mod server;
