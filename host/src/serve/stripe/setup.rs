//! `/v1/accounts/{id}/setup-intents`: a payer gives a payment method to Stripe. What the account keeps of it comes when Stripe has it.

use super::keep::keep;
use super::{failed, stripe};
use crate::identity::{Actor, Right};
use crate::payments::stripe::{MethodType, MicroDeposits, SetupIntent, is_id};
use crate::serve::caller::Caller;
use crate::serve::calls::{Body, blocking, json_body};
use crate::serve::identity::{no_random, secret};
use crate::serve::permit::permit_one;
use crate::serve::problem::Refusal;
use crate::serve::reading::Reading;
use crate::serve::routes::{JSON, Needs, Route, Shape};
use crate::{StoreError, Stripe};
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::{Extension, Json};
use serde_json::{Value, json};

const METHODS: &str = "Payment methods";
const SETTINGS: Needs = Needs::One(Right::Settings);
const INTENT: Shape = Shape::Host("SetupIntent");

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/v1/accounts/{id}/setup-intents", "newSetupIntent", begin)
            .told(METHODS, "Begin to take in a card or a bank account at Stripe")
            .about(BEGIN)
            .needs(SETTINGS)
            .takes(JSON, Shape::Host("SetupIntentBody"), r#"{"type": "card"}"#)
            .shows(201, INTENT, r#"{"setup_intent": "seti_1", "status": "requires_payment_method", "client_secret": "seti_1_secret_..."}"#)
            .at("/v1/accounts/acme/setup-intents")
            .alone(),
        Route::post("/v1/accounts/{id}/setup-intents/{intent}/complete", "completeSetupIntent", complete)
            .told(METHODS, "Ask Stripe whether a payment method is there, and add it to the account")
            .about("Stripe's webhook does the same by itself. It counts once.")
            .needs(SETTINGS)
            .shows(200, INTENT, r#"{"setup_intent": "seti_1", "status": "succeeded", "method": "pm_1"}"#)
            .at("/v1/accounts/acme/setup-intents/seti_1/complete")
            .alone(),
        Route::post("/v1/accounts/{id}/setup-intents/{intent}/verification", "verifySetupIntent", verify)
            .told(METHODS, "Give what stands on a bank statement: two amounts in cents, or a code")
            .about(VERIFY)
            .needs(SETTINGS)
            .takes(JSON, Shape::Host("MicroDepositsBody"), r#"{"code": "SM11AA"}"#)
            .shows(200, INTENT, r#"{"setup_intent": "seti_1", "status": "succeeded", "method": "pm_1"}"#)
            .at("/v1/accounts/acme/setup-intents/seti_1/verification")
            .alone(),
    ]
}

const BEGIN: &str = "The account becomes a customer at Stripe with its first one. The payer's page goes on with `client_secret`, by Stripe's own \
    form: this host sees no number of a card. When Stripe has the method, its webhook or `…/complete` adds it to the account, under the \
    name that it has at Stripe (`pm_…`).";
const VERIFY: &str = "Stripe sends small deposits to a bank account that cannot be verified at once, and counts the attempts. When they are \
    right, the account has the bank account, verified.";

/// Whoever may add a method by hand may do it here, and nobody else.
fn permitted(actor: Option<&Actor>) -> Result<(), Refusal> {
    permit_one(actor, "method_added").map(drop)
}

async fn begin(
    caller: Caller,
    Path(account): Path<String>,
    actor: Option<Extension<Actor>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let mut read = Reading::of(&json_body(&headers, body)?)?;
    let word: Option<String> = read.may("type", "`card` or `us_bank_account`");
    let known = [MethodType::Card, MethodType::UsBank];
    let kind = word.as_deref().map_or(Some(MethodType::Card), |word| known.into_iter().find(|one| one.word() == word));
    if read.is_sound("type") && kind.is_none() {
        read.wrong("wrong_type", "type", "expected `card` or `us_bank_account`", "others are not taken in here");
    }
    read.end()?;
    permitted(actor.as_deref())?;
    let (known, key) = known_as(&caller, &account).await?;
    let stripe = stripe(&caller.host)?;
    let tenant = caller.books.tenant();
    let customer = match known {
        Some(customer) => customer,
        None => customer(&caller, &stripe, (&account, key)).await?,
    };
    let key = fresh()?;
    let kind = kind.unwrap_or(MethodType::Card);
    let made = stripe.new_setup((&key, tenant, &account), &customer, kind).await.map_err(failed)?;
    Ok(secret(StatusCode::CREATED, &told(&made, true)))
}

/// The customer that an account is, and a key to make it by. What is no account is told before anything else.
async fn known_as(caller: &Caller, account: &str) -> Result<(Option<String>, String), Refusal> {
    let (account, key) = (account.to_owned(), fresh()?);
    blocking(caller.clone(), move |caller| {
        caller.books.account(&account)?;
        Ok((caller.books.stripe_customer(&account)?, key))
    })
    .await
}

/// Makes the customer, once: the key is in the books before it is asked for.
async fn customer(caller: &Caller, stripe: &Stripe, (account, new): (&str, String)) -> Result<String, Refusal> {
    let whose = account.to_owned();
    let key = blocking(caller.clone(), move |caller| Ok(caller.books.stripe_key(&whose, new)?)).await?;
    let made = stripe.new_customer(&key, caller.books.tenant(), account).await.map_err(failed)?;
    let whose = account.to_owned();
    let kept = blocking(caller.clone(), move |caller| {
        caller.books.keep_stripe_customer(key, made)?;
        Ok(caller.books.stripe_customer(&whose)?)
    });
    kept.await?.ok_or_else(|| StoreError::NotFound("account").into())
}

/// A setup intent of this account, and of no other.
async fn own(caller: &Caller, account: &str, intent: &str) -> Result<(Stripe, SetupIntent), Refusal> {
    let (customer, _) = known_as(caller, account).await?;
    let stripe = stripe(&caller.host)?;
    let missing = || Refusal::from(StoreError::NotFound("setup intent"));
    let customer = customer.ok_or_else(missing)?;
    if !is_id(intent, "seti_") {
        return Err(missing());
    }
    let found = stripe.setup(intent).await.map_err(failed)?;
    if found.customer == customer { Ok((stripe, found)) } else { Err(missing()) }
}

async fn complete(
    caller: Caller,
    Path((account, intent)): Path<(String, String)>,
    actor: Option<Extension<Actor>>,
) -> Result<Response, Refusal> {
    permitted(actor.as_deref())?;
    let (stripe, found) = own(&caller, &account, &intent).await?;
    keep(&caller, &stripe, &account, &found).await?;
    Ok(Json(told(&found, false)).into_response())
}

async fn verify(
    caller: Caller,
    Path((account, intent)): Path<(String, String)>,
    actor: Option<Extension<Actor>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let found = deposits(&json_body(&headers, body)?)?;
    permitted(actor.as_deref())?;
    let (stripe, intent) = own(&caller, &account, &intent).await?;
    // Each attempt is one of its own: the payer may give the same again.
    let verified = stripe.verify(&intent.id, &fresh()?, &found).await.map_err(failed)?;
    keep(&caller, &stripe, &account, &verified).await?;
    Ok(Json(told(&verified, false)).into_response())
}

fn deposits(body: &[u8]) -> Result<MicroDeposits, Refusal> {
    let mut read = Reading::of(body)?;
    let amounts: Option<[u64; 2]> = read.may("amounts", "two whole numbers of cents");
    let code: Option<String> = read.may("code", "a text");
    let form = |code: &String| code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if code.as_ref().is_some_and(|code| !form(code)) {
        read.wrong("wrong_type", "code", "expected six letters and digits", "it begins with `SM` on the statement");
    }
    if amounts.is_some_and(|amounts| amounts.iter().any(|amount| *amount == 0 || *amount > 99)) {
        read.wrong("wrong_type", "amounts", "expected cents from 1 to 99", "write 32 for a deposit of 0.32");
    }
    read.end()?;
    match (amounts, code) {
        (Some(amounts), None) => Ok(MicroDeposits::Amounts(amounts)),
        (None, Some(code)) => Ok(MicroDeposits::Code(code.to_ascii_uppercase())),
        _ => Err(Refusal::shape("", "expected either `amounts` or `code`")),
    }
}

fn told(intent: &SetupIntent, with_secret: bool) -> Value {
    let mut told = json!({"setup_intent": intent.id, "status": intent.status});
    let secret = intent.client_secret.as_ref().filter(|_| with_secret);
    secret.into_iter().for_each(|secret| told["client_secret"] = secret.as_str().into());
    intent.method.iter().for_each(|method| told["method"] = method.as_str().into());
    intent.verify.iter().for_each(|verify| told["verify"] = verify.clone());
    told
}

/// A key of 128 random bits.
fn fresh() -> Result<String, Refusal> {
    let mut bits = [0; 16];
    getrandom::fill(&mut bits).map_err(|_| no_random(crate::identity::NoRandom))?;
    Ok(crate::engine::hex(&bits))
}
