//! The server, from outside.

mod attacked;
mod collected;
mod crashed;
mod disputed;
mod idempotency;
mod identity;
mod killed;
mod money;
mod paid_now;
mod quarter;
mod served;
mod server;
mod several;
mod topped_up;
