//! A refund: money goes back to where a payment intent took it from, in whole or in part, and never more than is left of it.

use super::amounts::decimal;
use super::call::Failed;
use super::charge::{declined, short, units, unknown};
use super::form::Form;
use super::{CHARGE, KEY, Stripe, is_id, marked};
use crate::payments::{Outcome, Wish};
use serde_json::Value;

/// How long a refund on its way is left alone, in seconds.
const AGAIN_S: i64 = 6 * 3_600;

impl Stripe {
    /// Pays back a part of what an intent has received, or finds the refund that was made under the wish's key.
    pub(super) async fn pay_back(&self, wish: &Wish<'_>, payment: &str) -> Outcome {
        if !is_id(payment, "pi_") {
            let reason = format!("`{}` is no payment of Stripe's: pay it back by hand", short(payment));
            return Outcome::Declined { hard: true, reason };
        }
        let count = match units(wish, "paid back") {
            Ok(count) => count,
            Err(declined) => return declined,
        };
        match self.left(wish, payment).await {
            Ok(Left::Made(refund)) => outcome(&refund),
            Ok(Left::Of(left)) if count > left => {
                let reason = format!("of the payment only {left} is left, in Stripe's units, and {count} is asked for");
                Outcome::Declined { hard: true, reason }
            }
            Ok(Left::Of(_)) => self.refunded(wish, payment, count).await,
            Err(failed) => unknown(&failed),
        }
    }

    /// What is left of a payment, unless a part of what has gone is what is asked for.
    async fn left(&self, wish: &Wish<'_>, payment: &str) -> Result<Left, Failed> {
        let intent = self.get(&format!("/v1/payment_intents/{payment}")).await?;
        let charge = &intent["latest_charge"];
        let received = intent["amount_received"].as_u64().or_else(|| charge["amount"].as_u64());
        let received = received.filter(|_| intent["status"] == "succeeded").unwrap_or_default();
        let gone = std::cell::Cell::new(0_u64);
        let list = format!("/v1/refunds?payment_intent={payment}&limit=100");
        let made = self.look_through(&list, |refund| {
            let failed = refund["status"] == "failed" || refund["status"] == "canceled";
            let amount = refund["amount"].as_u64().filter(|_| !failed).unwrap_or_default();
            gone.set(gone.get().saturating_add(amount));
            refund["metadata"][KEY] == wish.key
        });
        Ok(match made.await? {
            Some(refund) => Left::Made(refund),
            None => Left::Of(received.saturating_sub(gone.get())),
        })
    }

    async fn refunded(&self, wish: &Wish<'_>, payment: &str, count: u64) -> Outcome {
        let asked = wish.asked;
        let form = Form::default().with("payment_intent", payment).with("amount", &count.to_string());
        let form = marked(form, asked.tenant, &asked.account).with(&format!("metadata[{CHARGE}]"), &asked.charge);
        let form = form.with(&format!("metadata[{KEY}]"), wish.key);
        match self.post("/v1/refunds", wish.key, form).await {
            Ok(refund) => outcome(&refund),
            Err(Failed::Refused(refused)) => declined(&refused),
            Err(failed) => unknown(&failed),
        }
    }
}

enum Left {
    Made(Value),
    /// In Stripe's units.
    Of(u64),
}

fn outcome(refund: &Value) -> Outcome {
    let Some(reference) = refund["id"].as_str().map(str::to_owned) else {
        return Outcome::Unknown("Stripe answered with a refund without an id".into());
    };
    let currency = refund["currency"].as_str().unwrap_or_default().to_ascii_uppercase();
    match refund["status"].as_str().unwrap_or_default() {
        "succeeded" => match refund["amount"].as_u64().map(|count| decimal(count, &currency)) {
            Some(Ok(amount)) => Outcome::Paid { reference, amount, currency, then: Vec::new() },
            _ => Outcome::Unknown(format!("Stripe has paid {reference} back, and does not say how much")),
        },
        "pending" | "requires_action" => Outcome::Pending { reference, again_s: AGAIN_S },
        "failed" | "canceled" => {
            let why = short(refund["failure_reason"].as_str().unwrap_or("unknown"));
            Outcome::Declined { hard: true, reason: format!("Stripe could not pay it back ({why})") }
        }
        other => Outcome::Unknown(format!("Stripe has {reference} in the state `{}`", short(other))),
    }
}
