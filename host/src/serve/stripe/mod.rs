//! Where payments are Stripe's: payers give their cards and bank accounts to it, and it tells what has become of payments.

mod keep;
mod setup;
mod webhook;

use super::Host;
use super::problem::Refusal;
use super::routes::Route;
use crate::payments::stripe::{Failed, Refused};
use crate::{StoreError, Stripe};
use axum::http::StatusCode;

pub(super) fn routes() -> Vec<Route> {
    [setup::routes(), webhook::routes()].into_iter().flatten().collect()
}

/// Stripe, where payments are its own.
fn stripe(host: &Host) -> Result<Stripe, Refusal> {
    host.stripe.clone().ok_or_else(|| {
        let (message, help) = ("the payments of this host are not Stripe's", "start it with `--payments stripe`");
        Refusal::new(StatusCode::CONFLICT, "no_stripe", "", message, help)
    })
}

/// Why Stripe has not done it, as a caller is told it.
fn failed(failed: Failed) -> Refusal {
    match failed {
        Failed::Refused(Refused { missing: true, .. }) => StoreError::NotFound("setup intent").into(),
        Failed::Refused(Refused { code, message, .. }) => {
            let message = format!("Stripe says: {message} (`{code}`)");
            let help = "mend what it names; https://docs.stripe.com/error-codes has its codes";
            Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, "stripe_refused", "", &message, help)
        }
        Failed::Unknown(why) | Failed::Host(why) => {
            tracing::warn!(why, "Stripe has not answered a caller's question");
            let (message, help) = ("Stripe cannot be asked now", "send it again; it counts once");
            Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "stripe_unavailable", "", message, help)
        }
    }
}
