//! `POST /v1/stripe/webhook`: what Stripe tells. Whoever calls is known by the signature, and what is told is a hint: Stripe is asked
//! before anything is done. An answer of 2xx says that it need not be told again.

use super::keep::keep;
use super::stripe;
use crate::payments::stripe::{Back, Failed, Hint, Notice};
use crate::serve::Host;
use crate::serve::caller::Caller;
use crate::serve::calls::{Body, blocking};
use crate::serve::problem::Refusal;
use crate::serve::routes::{Needs, Route, Shape};
use crate::tally::BROKEN;
use crate::{StoreError, Stripe, Tenant, store};
use axum::Json;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

/// Most bytes of an event.
const BODY_MAX: usize = 1 << 20;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/v1/stripe/webhook", "hearStripe", hear)
            .told("Payment methods", "What Stripe tells of payments, methods and disputes")
            .about(ABOUT)
            .needs(Needs::Nothing)
            .shows(200, Shape::Object, r#"{"heard": true}"#)
            .at("/v1/stripe/webhook")
            .alone()
            .with(|serve| serve.layer(DefaultBodyLimit::max(BODY_MAX))),
    ]
}

const ABOUT: &str = "For Stripe alone, whose events are its bodies: one is taken that is signed (`Stripe-Signature`) by the secret of the \
    endpoint, not more than 300 seconds ago. It is a hint, upon which Stripe is asked: how often and in which order something is told makes \
    no difference. Types that mean nothing here are answered with 200.";

async fn hear(State(host): State<Host>, headers: HeaderMap, body: Body) -> Result<Response, Refusal> {
    let stripe = stripe(&host)?;
    let body = body.map_err(|_| Refusal::too_long(BODY_MAX))?;
    let signature = headers.get("stripe-signature").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let second = jiff::Timestamp::now().as_second();
    if !stripe.is_told(signature, &body, second) {
        let message = "the body is not signed by Stripe for this host, or too long ago";
        let help = "compare COUNTERFOIL_STRIPE_WEBHOOK_SECRET with the endpoint's secret, and the clocks";
        return Err(Refusal::new(StatusCode::BAD_REQUEST, "stripe_signature", "", message, help));
    }
    let notice = Notice::read(&body).ok_or_else(|| Refusal::shape("", "expected an event of Stripe's"))?;
    tracing::debug!(event = notice.id, kind = notice.kind, "Stripe tells");
    match notice.hint() {
        Hint::Nothing => {}
        Hint::Payment { tenant, account, charge } => {
            let woken =
                blocking(host.clone(), move |host| Ok(host.store.books(tenant).wake_payment(&account, &charge)?));
            woken.await?;
        }
        Hint::Setup(intent) => set_up(&host, &stripe, &intent).await?,
        Hint::Dispute(dispute) => disputed(&host, &stripe, &dispute).await?,
        // What this host pays back it knows; what a person has paid back at Stripe a person posts.
        Hint::Refunded(charge) => tracing::info!(charge, event = notice.id, "Stripe has paid a charge back"),
    }
    Ok(Json(json!({"heard": true})).into_response())
}

/// What cannot be asked now is told again by Stripe.
fn later(failed: &Failed) -> Refusal {
    StoreError::Unavailable(failed.to_string()).into()
}

async fn set_up(host: &Host, stripe: &Stripe, intent: &str) -> Result<(), Refusal> {
    let found = match stripe.setup(intent).await {
        Ok(found) => found,
        Err(Failed::Refused(_)) => return Ok(()),
        Err(failed) => return Err(later(&failed)),
    };
    let Some((tenant, account)) = whose(host, &found.customer).await? else { return Ok(()) };
    let caller = Caller { books: host.store.books(tenant).by("stripe"), host: host.clone() };
    match keep(&caller, stripe, &account, &found).await {
        // The engine has looked at it, and would say the same again.
        Err(refused) if refused.is_the_callers() => {
            tracing::warn!(account, intent, "a payment method of Stripe's cannot be added");
            Ok(())
        }
        kept => kept,
    }
}

/// Puts down that a payment is taken back; a duty posts it.
async fn disputed(host: &Host, stripe: &Stripe, dispute: &str) -> Result<(), Refusal> {
    let back = match stripe.back(dispute).await {
        Ok(Some(back)) => back,
        Ok(None) | Err(Failed::Refused(_)) => return Ok(()),
        Err(failed) => return Err(later(&failed)),
    };
    let Some((tenant, account)) = whose(host, &back.customer).await? else { return Ok(()) };
    let Back { dispute, payment, charge, cause, amount, currency, won, .. } = back;
    let named = dispute.clone();
    let kind = if cause == "returned" { "return" } else { "chargeback" };
    let back = store::Back { id: dispute, payment, charge, kind, amount, currency, won };
    let whose = account.clone();
    let put = blocking(host.clone(), move |host| match host.store.taken_back((tenant, &whose), back) {
        Err(StoreError::NotFound(_)) => Ok(false),
        put => Ok(put.map(|()| true)?),
    });
    if !put.await? {
        // Money is gone from a charge of this account that the books do not have so.
        BROKEN.payment.one();
        tracing::error!(account, dispute = named, "a dispute is about no payment that was asked for");
    }
    Ok(())
}

async fn whose(host: &Host, customer: &str) -> Result<Option<(Tenant, String)>, Refusal> {
    let customer = customer.to_owned();
    blocking(host.clone(), move |host| Ok(host.store.of_stripe_customer(&customer)?)).await
}
