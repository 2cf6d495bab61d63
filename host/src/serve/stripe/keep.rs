//! A method that Stripe has becomes one of the account, once, whoever asks for it and however often.

use super::failed;
use crate::payments::stripe::{Kept, SetupIntent};
use crate::serve::caller::Caller;
use crate::serve::posting::answered;
use crate::serve::problem::Refusal;
use crate::serve::testing::now;
use crate::{Events, StoreError, Stripe, Time};
use serde_json::value::RawValue;
use serde_json::{Value, json};

/// Posts the method of a setup intent that has succeeded. What has not is left as it is.
pub(super) async fn keep(caller: &Caller, stripe: &Stripe, account: &str, intent: &SetupIntent) -> Result<(), Refusal> {
    let Some(method) = intent.method.as_deref().filter(|_| intent.status == "succeeded") else { return Ok(()) };
    let kept = stripe.method(method).await.map_err(failed)?;
    let (now, code) = (now(caller).await?, code()?);
    let events: Vec<Box<RawValue>> = events(&intent.id, &now, kept, &code)
        .into_iter()
        .map(|event| RawValue::from_string(event.to_string()).unwrap_or_default())
        .collect();
    let (events, time) = (Events { events, atomic: true }, Time::Clock(now));
    let word = caller.host.payments.word();
    let posted = answered(|answer| caller.books.post_events(account.to_owned(), events, time, word, answer)).await;
    match posted {
        // Somebody was faster, at another time.
        Ok(_) | Err(StoreError::Conflict { .. }) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Stripe has verified a bank account before it is added: the code that the books ask for is made here, and given in the same batch. So an
/// account is never added that is not verified, and nobody can guess.
fn events(intent: &str, now: &str, kept: Kept, code: &str) -> Vec<Value> {
    let id = format!("stripe.{intent}");
    let added = |method: Value| json!({"type": "method_added", "id": id, "time": now, "method": method});
    match kept {
        Kept::Card(card) => vec![added(card)],
        Kept::Bank(mut bank) => {
            let method = bank["method"].clone();
            bank["code"] = code.into();
            let verified = json!({"type": "bank_verification", "id": format!("{id}.verified"), "time": now, "method": method, "code": code});
            vec![added(bank), verified]
        }
    }
}

/// Six digits.
fn code() -> Result<String, Refusal> {
    let mut bits = [0; 8];
    getrandom::fill(&mut bits).map_err(|error| StoreError::Unavailable(error.to_string()))?;
    Ok(format!("{:06}", u64::from_le_bytes(bits) % 1_000_000))
}
