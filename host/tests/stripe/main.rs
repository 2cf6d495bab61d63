//! Stripe as the gateway: against a stand-in that fails as it is told to, and against one that others have written.

mod charged;
mod disputed;
mod killed;
mod localstripe;
mod methods;
#[path = "../serve/server.rs"]
#[allow(dead_code, reason = "the server's own tests use all of it")]
mod server;
mod webhook;
mod world;
