//! A charge: a payment intent that is made and confirmed in one call, with nobody at hand (`off_session`), and what has become of it.

use super::amounts::{counted, decimal};
use super::call::{Failed, Refused};
use super::declines::is_hard;
use super::form::Form;
use super::{CHARGE, KEY, MethodType, Stripe, is_id, marked};
use crate::payments::{Outcome, Wish};
use serde_json::Value;

/// How long a payment on its way is left alone, in seconds: Stripe tells by webhook when it has arrived, and is asked where it does not.
const AGAIN_S: i64 = 6 * 3_600;
/// How long a key is surely known at Stripe, in seconds, since a charge was asked for; it says a day. Within it a first try needs no look.
const KEPT_S: i64 = 12 * 3_600;
/// Pages of a hundred intents of one customer that are looked through.
const PAGES: usize = 50;
/// How much earlier than a charge was asked for its intent is looked for, in seconds: clocks differ.
const EARLIER_S: i64 = 86_400;

impl Stripe {
    /// Charges a customer's method, or finds the charge that was made under the wish's key. Without a type the account has no such method
    /// any more.
    pub(super) async fn charge(&self, wish: &Wish<'_>, customer: &str, kind: Option<MethodType>) -> Outcome {
        let count = match units(wish, "charged") {
            Ok(count) => count,
            Err(declined) => return declined,
        };
        let found = match self.found(wish, customer).await {
            Ok(found) => found,
            Err(failed) => return unknown(&failed),
        };
        match (found, kind) {
            (Some(intent), _) => self.outcome(wish, &intent, None).await,
            (None, Some(kind)) => self.made(wish, customer, (count, kind)).await,
            (None, None) => {
                Outcome::Declined { hard: true, reason: "the account has no such payment method any more".into() }
            }
        }
    }

    /// What was made under the key, where anything may have been: in a try before this one, or before the books were restored.
    async fn found(&self, wish: &Wish<'_>, customer: &str) -> Result<Option<Value>, Failed> {
        let now = jiff::Timestamp::now().as_second();
        let asked_at = wish.asked.asked_at.parse::<jiff::Timestamp>().map(jiff::Timestamp::as_second);
        // Of a tenant whose own time is ahead nobody knows when it was.
        let asked_at = asked_at.ok().filter(|at| *at <= now);
        if wish.asked.state == "wanted" && asked_at.is_some_and(|at| now - at < KEPT_S) {
            return Ok(None);
        }
        let is_it = |intent: &Value| intent["metadata"][KEY] == wish.key && intent["customer"] == customer;
        // One of another attempt stays behind in the row.
        if let Some(reference) = wish.asked.reference.as_deref().filter(|reference| is_id(reference, "pi_")) {
            let intent = self.get(&format!("/v1/payment_intents/{reference}")).await?;
            if is_it(&intent) {
                return Ok(Some(intent));
            }
        }
        let since = asked_at.map(|at| format!("&created[gte]={}", at - EARLIER_S)).unwrap_or_default();
        self.look_through(&format!("/v1/payment_intents?customer={customer}&limit=100{since}"), is_it).await
    }

    /// The first of a list that is looked for. What cannot be looked through whole says nothing.
    pub(super) async fn look_through(
        &self,
        list: &str,
        is_it: impl Fn(&Value) -> bool,
    ) -> Result<Option<Value>, Failed> {
        let mut after = String::new();
        for _ in 0..PAGES {
            let mut page = self.get(&format!("{list}{after}")).await?;
            let Value::Array(all) = page["data"].take() else {
                return Err(Failed::Unknown("Stripe answered with no list".into()));
            };
            let last = all.last().and_then(|last| last["id"].as_str()).map(str::to_owned);
            if let Some(found) = all.into_iter().find(&is_it) {
                return Ok(Some(found));
            }
            match (page["has_more"].as_bool(), last) {
                (Some(false), _) => return Ok(None),
                (Some(true), Some(last)) => after = format!("&starting_after={last}"),
                _ => return Err(Failed::Unknown("Stripe answered with half a list".into())),
            }
        }
        Err(Failed::Unknown(format!("there are more than {} to look through", PAGES * 100)))
    }

    async fn made(&self, wish: &Wish<'_>, customer: &str, (count, kind): (u64, MethodType)) -> Outcome {
        let asked = wish.asked;
        let form = Form::default()
            .with("amount", &count.to_string())
            .with("currency", &asked.currency.to_ascii_lowercase())
            .with("customer", customer)
            .with("payment_method", wish.method)
            .with("payment_method_types[]", kind.word())
            .with("off_session", "true")
            .with("confirm", "true");
        let form = marked(form, asked.tenant, &asked.account).with(&format!("metadata[{CHARGE}]"), &asked.charge);
        let form = form.with(&format!("metadata[{KEY}]"), wish.key);
        match self.post("/v1/payment_intents", wish.key, form).await {
            Ok(intent) => self.outcome(wish, &intent, None).await,
            Err(Failed::Refused(mut refused)) => match refused.intent.take() {
                Some(intent) => self.outcome(wish, &intent, Some(refused)).await,
                None => declined(&refused),
            },
            Err(failed) => unknown(&failed),
        }
    }

    /// What has become of an intent; `refused` is what was said when it was confirmed.
    async fn outcome(&self, wish: &Wish<'_>, intent: &Value, refused: Option<Refused>) -> Outcome {
        let Some(reference) = intent["id"].as_str().filter(|id| is_id(id, "pi_")).map(str::to_owned) else {
            return Outcome::Unknown("Stripe answered with an intent without an id".into());
        };
        match intent["status"].as_str().unwrap_or_default() {
            "succeeded" => paid(reference, intent),
            "processing" => Outcome::Pending { reference, again_s: AGAIN_S },
            "requires_payment_method" => declined(&refused.unwrap_or_else(|| last_error(intent))),
            // Somebody would have to do something, and nobody is there. It is given up at Stripe before it is told to be declined: what is
            // tried later is another charge, and this one must not come true beside it.
            "requires_action" | "requires_confirmation" | "requires_capture" => {
                self.given_up(wish, &reference, refused.unwrap_or_else(|| wants_action(intent))).await
            }
            "canceled" => Outcome::Declined { hard: false, reason: "it was cancelled at Stripe".into() },
            other => Outcome::Unknown(format!("Stripe has {reference} in the state `{}`", short(other))),
        }
    }

    async fn given_up(&self, wish: &Wish<'_>, reference: &str, why: Refused) -> Outcome {
        let key = format!("{}.cancel", wish.key);
        match self.post(&format!("/v1/payment_intents/{reference}/cancel"), &key, Form::default()).await {
            Ok(intent) if intent["status"] == "canceled" => declined(&why),
            // It has gone on meanwhile: whoever asks again learns how.
            Ok(_) => Outcome::Unknown(format!("Stripe has not cancelled {reference}")),
            Err(failed) => unknown(&failed),
        }
    }
}

/// Money that has arrived is what Stripe says that it has received, and nothing else.
fn paid(reference: String, intent: &Value) -> Outcome {
    let currency = intent["currency"].as_str().unwrap_or_default().to_ascii_uppercase();
    let charge = &intent["latest_charge"];
    // Where the intent does not say it, the charge in it does.
    let received =
        intent["amount_received"].as_u64().or_else(|| charge["amount"].as_u64().filter(|_| charge["captured"] == true));
    match received.map(|count| decimal(count, &currency)) {
        Some(Ok(amount)) => Outcome::Paid { reference, amount, currency, then: Vec::new() },
        Some(Err(wrong)) => Outcome::Unknown(format!("Stripe has {reference} paid in `{}`: {wrong}", short(&currency))),
        None => Outcome::Unknown(format!("Stripe has {reference} paid, and does not say how much")),
    }
}

/// Why it was declined, as the intent keeps it.
fn last_error(intent: &Value) -> Refused {
    let error = &intent["last_payment_error"];
    let text = |name: &str| error[name].as_str().map(str::to_owned);
    let code = text("decline_code").or_else(|| text("code")).unwrap_or_else(|| "unknown".into());
    let message = text("message").unwrap_or_else(|| "the payment failed".into());
    Refused { code, message, declined: true, ..Refused::default() }
}

fn wants_action(intent: &Value) -> Refused {
    let (code, message) = match intent["next_action"]["type"].as_str() {
        Some("verify_with_microdeposits") => ("account_unverified", "the bank account is not verified"),
        _ => ("authentication_required", "its holder would have to confirm the charge"),
    };
    Refused { code: code.into(), message: message.into(), declined: true, ..Refused::default() }
}

/// What is asked for in Stripe's units; what has none there is declined, and never rounded.
pub(super) fn units(wish: &Wish<'_>, done: &str) -> Result<u64, Outcome> {
    let (amount, currency) = (wish.amount, &wish.asked.currency);
    let declined =
        |wrong| Outcome::Declined { hard: true, reason: format!("{amount} {currency} is not {done}: {wrong}") };
    counted(amount, currency).map_err(declined)
}

/// What cannot be done with this method at all is as a hard decline.
pub(super) fn declined(refused: &Refused) -> Outcome {
    let Refused { code, message, declined, .. } = refused;
    Outcome::Declined { hard: !declined || is_hard(code), reason: format!("{message} ({code})") }
}

pub(super) fn unknown(failed: &Failed) -> Outcome {
    Outcome::Unknown(failed.to_string())
}

/// What others have written, as it stands in a line.
pub(super) fn short(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).take(40).collect()
}
