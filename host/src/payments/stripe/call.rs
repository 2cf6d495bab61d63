//! A call of Stripe's API: bounded in time and in what is read of the answer, and told apart by what it says of the money.

use super::form::Form;
use super::{Stripe, VERSION};
use crate::outgoing::{Answer, Fault, Request};
use crate::tally::GATEWAY;
use hyper::Method;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HeaderName, HeaderValue};
use serde_json::Value;
use std::fmt;
use std::time::Duration;

/// Longest that a call takes. What takes longer is asked about, and is not lost.
const DEADLINE: Duration = Duration::from_secs(15);
/// Most bytes of an answer: a hundred intents have half of it.
const ANSWER_MAX: usize = 2 << 20;
/// Most letters of what Stripe says that are kept.
const SAID_MAX: usize = 300;

/// Why there is no object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Failed {
    /// Nobody knows what came of it: no answer, or one that says nothing of it.
    Unknown(String),
    /// The host's own fault, or its operator's: a key that is not taken, or words that Stripe does not know. What came of it may be known,
    /// but not from this.
    Host(String),
    /// Stripe has looked at it, and it was not done.
    Refused(Refused),
}

/// What Stripe says of something that it did not do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Refused {
    /// The narrowest code there is: of the decline, or else of the error.
    pub(crate) code: String,
    /// For people.
    pub(crate) message: String,
    /// Did the payer's bank or Stripe's own rules decline (402)? Otherwise what was asked cannot be.
    pub(crate) declined: bool,
    /// Is what was asked about not there?
    pub(crate) missing: bool,
    /// The intent that it is about, as it is now, where it is told.
    pub(crate) intent: Option<Box<Value>>,
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(why) | Self::Host(why) => f.write_str(why),
            Self::Refused(Refused { code, message, .. }) => write!(f, "{message} ({code})"),
        }
    }
}

impl Stripe {
    /// Reads an object.
    pub(super) async fn get(&self, path: &str) -> Result<Value, Failed> {
        self.call(Method::GET, path, None, Form::default()).await
    }

    /// Makes something, once for a key.
    pub(super) async fn post(&self, path: &str, key: &str, form: Form) -> Result<Value, Failed> {
        self.call(Method::POST, path, Some(key), form).await
    }

    async fn call(&self, method: Method, path: &str, key: Option<&str>, form: Form) -> Result<Value, Failed> {
        let wrong = |_| Failed::Host("the key of Stripe is no header".to_owned());
        let bearer = HeaderValue::from_str(&format!("Bearer {}", self.account.key.reveal())).map_err(wrong)?;
        let mut headers = vec![
            (AUTHORIZATION, bearer),
            (HeaderName::from_static("stripe-version"), HeaderValue::from_static(VERSION)),
            (CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded")),
        ];
        if let Some(key) = key {
            let key = HeaderValue::from_str(key).map_err(wrong)?;
            headers.push((HeaderName::from_static("idempotency-key"), key));
        }
        let (url, body) = (format!("{}{path}", self.account.url), form.into_text().into_bytes());
        let request = Request { method, url, headers, body, deadline: DEADLINE, answer_max: ANSWER_MAX };
        let told = said(self.client.send(request, self.reach).await);
        match &told {
            Ok(_) | Err(Failed::Refused(_)) => GATEWAY.answered.one(),
            Err(Failed::Unknown(_)) => GATEWAY.unknown.one(),
            Err(Failed::Host(why)) => {
                GATEWAY.refused.one();
                tracing::error!(why, "Stripe does not take what this host says");
            }
        }
        told
    }
}

/// What an answer says.
fn said(answer: Result<Answer, Fault>) -> Result<Value, Failed> {
    let answer = answer.map_err(|fault| Failed::Unknown(fault.to_string()))?;
    let status = answer.status.as_u16();
    let unclear = |why: &str| Failed::Unknown(format!("Stripe answered {status}: {why}"));
    let body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    if (200..300).contains(&status) {
        let is_object = !answer.cut && body["object"].is_string();
        return if is_object { Ok(body) } else { Err(unclear("no object")) };
    }
    let error = &body["error"];
    let text = |name: &str| error[name].as_str().unwrap_or_default().chars().take(SAID_MAX).collect::<String>();
    let told = format!("{}: {}", text("type"), text("message"));
    match (status, error["type"].as_str().unwrap_or_default()) {
        // The key is good for another call than this one: what came of that is found, not guessed.
        (_, "idempotency_error") => Err(Failed::Host(format!("Stripe answered {status}: {told}"))),
        (401 | 403, _) => Err(Failed::Host(format!("Stripe answered {status}: {told}"))),
        (402, _) => Err(Failed::Refused(refused(error, true))),
        (400 | 404, "invalid_request_error") if error["code"].is_string() && !is_ours(error) => {
            Err(Failed::Refused(refused(error, false)))
        }
        // Words that Stripe does not know: nothing was done, but it is no fault of the payer's.
        (400..=499, _) if ![408, 409, 425, 429].contains(&status) => {
            Err(Failed::Host(format!("Stripe answered {status}: {told}")))
        }
        // Somebody else asks by the same key, too much is asked, or Stripe has a fault: it may have been done.
        _ => Err(unclear(&told)),
    }
}

/// Is it this host that is wrong? A customer that is not there is one of another account or mode of Stripe's: the key is not that of
/// the books.
fn is_ours(error: &Value) -> bool {
    let text = |name: &str| error[name].as_str().unwrap_or_default();
    let codes = ["parameter_", "api_key_", "platform_", "secret_key_", "testmode_charges_", "livemode_mismatch"];
    let other_mode = text("param") == "customer" || text("message").contains("a similar object exists in");
    codes.iter().any(|ours| text("code").starts_with(ours)) || text("code") == "resource_missing" && other_mode
}

fn refused(error: &Value, declined: bool) -> Refused {
    let text = |name: &str| error[name].as_str().filter(|text| !text.is_empty());
    let code = text("decline_code").or_else(|| text("code")).unwrap_or("unknown").chars().take(64).collect();
    let message = text("message").unwrap_or("it was not done").chars().take(SAID_MAX).collect();
    let intent =
        Some(&error["payment_intent"]).filter(|intent| intent.is_object()).map(|intent| Box::new(intent.clone()));
    Refused { code, message, declined, missing: error["code"] == "resource_missing", intent }
}

#[cfg(test)]
mod tests {
    use super::{Failed, Refused, said};
    use crate::outgoing::{Answer, Fault};
    use hyper::{HeaderMap, StatusCode};
    use serde_json::{Value, json};
    use std::time::Duration;

    fn answer(status: u16, body: &str) -> Result<Value, Failed> {
        let status = StatusCode::from_u16(status).expect("a status");
        said(Ok(Answer { status, headers: HeaderMap::new(), body: body.into(), cut: false, took: Duration::ZERO }))
    }

    fn error(status: u16, error: &Value) -> Failed {
        answer(status, &json!({"error": error}).to_string()).expect_err("an error")
    }

    #[test]
    fn what_may_have_been_done_is_unknown() {
        assert!(matches!(said(Err(Fault::TooSlow)), Err(Failed::Unknown(_))));
        for status in [408, 409, 425, 429, 500, 502, 503, 504, 301, 302] {
            assert!(matches!(error(status, &json!({"type": "api_error"})), Failed::Unknown(_)), "{status}");
        }
        for body in ["", "{", "[]", "{}", "<html>", r#"{"object":1}"#] {
            assert!(matches!(answer(200, body), Err(Failed::Unknown(_))), "{body}");
        }
    }

    #[test]
    fn what_this_host_does_wrong_is_no_decline() {
        for (status, told) in [
            (400, json!({"type": "idempotency_error", "message": "Keys for idempotent requests…"})),
            (401, json!({"type": "invalid_request_error", "message": "Invalid API Key provided"})),
            (403, json!({"type": "invalid_request_error", "code": "resource_missing"})),
            (400, json!({"type": "invalid_request_error", "code": "parameter_unknown", "param": "colour"})),
            (400, json!({"type": "invalid_request_error", "code": "resource_missing", "param": "customer"})),
            (
                400,
                json!({"type": "invalid_request_error", "code": "resource_missing", "param": "payment_method",
                "message": "No such PaymentMethod: 'pm_1'; a similar object exists in live mode, but a test mode key was used"}),
            ),
            (400, json!({"type": "invalid_request_error"})),
            (404, json!({"type": "invalid_request_error"})),
        ] {
            assert!(matches!(error(status, &told), Failed::Host(_)), "{status} {told}");
        }
    }

    #[test]
    fn what_was_looked_at_and_not_done_is_refused() {
        let told = json!({"type": "card_error", "code": "card_declined", "decline_code": "lost_card", "message": "Your card was declined.",
            "payment_intent": {"id": "pi_1"}});
        let Failed::Refused(Refused { code, declined, missing, intent, .. }) = error(402, &told) else { panic!() };
        assert_eq!((&*code, declined, missing), ("lost_card", true, false));
        assert_eq!(intent.as_deref(), Some(&json!({"id": "pi_1"})));
        let told =
            json!({"type": "invalid_request_error", "code": "resource_missing", "message": "No such PaymentMethod"});
        let Failed::Refused(Refused { declined, missing, .. }) = error(400, &told) else { panic!() };
        assert_eq!((declined, missing), (false, true));
    }
}
