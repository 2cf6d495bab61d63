//! What the host sends out: how far its requests go, and that every effect is delivered.

mod again;
mod delivery;
mod inbox;
mod killed;
mod languages;
mod mail;
mod mail_killed;
mod outgoing;
#[path = "../books/place.rs"]
#[allow(dead_code, reason = "the books' own tests use all of it")]
mod place;
#[path = "../../../tests/receivers/receive.rs"]
#[allow(missing_docs, unreachable_pub, reason = "docs/webhooks.md shows it as it is")]
mod receive;
mod receiver;
#[path = "../serve/server.rs"]
#[allow(dead_code, reason = "the server's own tests use all of it")]
mod server;
mod signed;
mod world;
