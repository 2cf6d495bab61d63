//! What a gateway has said, and what is done about it.

use super::Worker;
use super::pay::key;
use crate::clock::later;
use crate::payments::{Gateway, Later, Outcome, Wish};
use crate::store::{PAID, TOP_UP};
use crate::tally::BROKEN;
use crate::{Asked, Notice, Owing, Settled, StoreError};
use serde_json::{Value, json};

/// When a gateway is asked again that gave no answer, in seconds; the last of them for ever.
pub(super) const AGAIN_S: [i64; 6] = [5, 15, 60, 300, 1_800, 7_200];

impl Worker {
    pub(super) fn charged(&self, gateway: &dyn Gateway, wish: &Wish<'_>, outcome: Outcome) -> Result<(), StoreError> {
        let (asked, gateway) = (wish.asked, Some(gateway.name()));
        match outcome {
            Outcome::Paid { reference, amount, currency, then } => {
                if let Some(reason) = otherwise(wish, &amount, &currency) {
                    // A person has to look at it, and nothing is posted.
                    let (reference, reason) = (Some(reference), Some(reason));
                    return self.store.settle(
                        asked,
                        Settled { state: "unposted", gateway, reference, reason, ..Settled::default() },
                    );
                }
                self.store.note(asked, Settled { gateway, reference: Some(reference), ..Settled::default() })?;
                for Later { after_s, kind, of } in then {
                    self.store.expect(asked, (kind, of), later(wish.now, after_s))?;
                }
                self.post(asked, paid(asked, wish), wish.now).map(drop)
            }
            Outcome::Pending { reference, again_s } => {
                let (reference, due_at) = (Some(reference), Some(later(wish.now, again_s)));
                self.store.settle(asked, Settled { state: "pending", gateway, reference, due_at, ..Settled::default() })
            }
            Outcome::Declined { hard, reason } if asked.kind == "invoice" => {
                let books = self.books(asked.tenant);
                let days = books.collection()?.retry_after_days;
                let days = usize::try_from(asked.attempt - 1).ok().and_then(|place| days.get(place));
                let Owing { default_method, settings, .. } = books.owing(&asked.account)?;
                // The account's own method is tried again by itself where it was another that is never good.
                let ever = !hard || default_method.is_some_and(|own| own != wish.method);
                let due_at = days.filter(|_| ever).map(|days| later(wish.now, i64::from(*days) * 86_400));
                let to = settings.addresses;
                let told = Some(failed(wish, &reason, due_at.clone(), to));
                // Without another attempt it waits for another method.
                let (of, reason) = (Some((wish.amount.to_owned(), String::new())), Some(reason));
                let state = "wanted";
                self.store
                    .settle(asked, Settled { state, gateway, reference: None, reason, of, due_at, anew: true, told })
            }
            Outcome::Declined { reason, .. } if asked.kind == TOP_UP => {
                // Who asked for it is asked again: nothing is posted, and nothing is tried again.
                let to = self.books(asked.tenant).owing(&asked.account)?.settings.addresses;
                let told = Some(not_topped_up(wish, &reason, to));
                let (state, reason) = ("failed", Some(reason));
                self.store.settle(asked, Settled { state, gateway, reason, told, ..Settled::default() })
            }
            Outcome::Declined { hard, reason } => {
                self.store.note(asked, Settled { gateway, reason: Some(reason), ..Settled::default() })?;
                let decline = if hard { "hard" } else { "soft" };
                let event = json!({"type": "payment_failed", "id": format!("failed.{}", asked.charge), "time": wish.now, "charge": asked.charge, "decline": decline});
                self.post(asked, event, wish.now).map(drop)
            }
            Outcome::Unknown(reason) => {
                let place = usize::try_from(asked.tries).unwrap_or_default().min(AGAIN_S.len() - 1);
                let due_at = Some(later(wish.now, AGAIN_S[place]));
                self.store.settle(
                    asked,
                    Settled { state: "sent", gateway, reason: Some(reason), due_at, ..Settled::default() },
                )
            }
        }
    }

    /// Money goes back the way that it came.
    pub(super) fn refund(&self, gateway: &dyn Gateway, asked: &Asked, now: &str) -> Result<(), StoreError> {
        let Some(payment) = self.store.paid_by(asked)? else {
            let reason = Some("no payment of it went through a gateway: pay it back by hand".to_owned());
            return self.store.settle(asked, Settled { state: "failed", reason, ..Settled::default() });
        };
        let key = key(asked);
        let wish = Wish { asked, key: &key, amount: &asked.amount, method: &asked.method, now };
        let settled = match gateway.refund(&wish, &payment) {
            Outcome::Paid { reference, amount, currency, .. } => {
                let reason = otherwise(&wish, &amount, &currency);
                let state = if reason.is_some() { "unposted" } else { "paid" };
                Settled { state, reference: Some(reference), reason, ..Settled::default() }
            }
            Outcome::Declined { reason, .. } => Settled { state: "failed", reason: Some(reason), ..Settled::default() },
            Outcome::Pending { reference, again_s } => {
                let due_at = Some(later(now, again_s));
                Settled { state: "pending", reference: Some(reference), due_at, ..Settled::default() }
            }
            Outcome::Unknown(reason) => Settled {
                state: "sent",
                reason: Some(reason),
                due_at: Some(later(now, AGAIN_S[2])),
                ..Settled::default()
            },
        };
        self.store.settle(asked, Settled { gateway: Some(gateway.name()), ..settled })
    }

    /// A method that the account has removed.
    pub(super) fn let_go(&self, gateway: &dyn Gateway, asked: &Asked, now: &str) -> Result<(), StoreError> {
        let key = key(asked);
        let wish = Wish { asked, key: &key, amount: &asked.amount, method: &asked.method, now };
        let settled = match gateway.let_go(&wish) {
            Ok(()) => Settled { state: "void", ..Settled::default() },
            Err(reason) => {
                let due_at = Some(later(now, AGAIN_S[2]));
                Settled { state: "sent", reason: Some(reason), due_at, ..Settled::default() }
            }
        };
        self.store.settle(asked, Settled { gateway: Some(gateway.name()), ..settled })
    }
}

/// Has the gateway moved something else than it was asked for? Then so, and that must not happen.
fn otherwise(wish: &Wish<'_>, amount: &str, currency: &str) -> Option<String> {
    let asked = wish.asked;
    if same(amount, wish.amount) && currency == asked.currency {
        return None;
    }
    let reason = format!("the gateway has moved {amount} {currency}, not {} {}", wish.amount, asked.currency);
    BROKEN.payment.one();
    tracing::error!(account = asked.account, charge = asked.charge, reason, "a payment is not as it was asked");
    Some(reason)
}

fn paid(asked: &Asked, wish: &Wish<'_>) -> Value {
    let id = format!("{PAID}{}", asked.charge);
    match &asked.invoice {
        Some(invoice) => {
            json!({"type": "invoice_paid", "id": id, "time": wish.now, "invoice": invoice, "amount": wish.amount})
        }
        None if asked.kind == TOP_UP => {
            json!({"type": "top_up", "id": asked.charge, "time": wish.now, "amount": wish.amount, "method": wish.method})
        }
        None => json!({"type": "payment_succeeded", "id": id, "time": wish.now, "charge": asked.charge}),
    }
}

/// That it could not be collected.
fn failed(wish: &Wish<'_>, reason: &str, next_attempt: Option<String>, to: Vec<String>) -> Notice {
    Notice::CollectionFailed {
        id: format!("{}.{}/failed", wish.asked.charge, wish.asked.attempt),
        time: wish.now.to_owned(),
        invoice: wish.asked.invoice.clone().unwrap_or_default(),
        amount: wish.amount.to_owned(),
        method: wish.method.to_owned(),
        reason: reason.to_owned(),
        attempt: wish.asked.attempt,
        next_attempt,
        to,
    }
}

/// That a top-up was declined.
fn not_topped_up(wish: &Wish<'_>, reason: &str, to: Vec<String>) -> Notice {
    Notice::TopUpFailed {
        id: format!("{}/failed", wish.asked.charge),
        time: wish.now.to_owned(),
        charge: wish.asked.charge.clone(),
        amount: wish.amount.to_owned(),
        method: wish.method.to_owned(),
        reason: reason.to_owned(),
        to,
    }
}

/// Are these texts of one number? They differ in zeros at their end alone.
fn same(one: &str, other: &str) -> bool {
    let bare = |text: &str| {
        if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text.to_owned() }
    };
    bare(one) == bare(other)
}

#[cfg(test)]
mod tests {
    use super::same;

    #[test]
    fn amounts_are_compared_as_numbers() {
        for (one, other, alike) in [
            ("20", "20.00", true),
            ("20.10", "20.1", true),
            ("20", "200", false),
            ("20", "2", false),
            ("0.5", "0.05", false),
        ] {
            assert_eq!(same(one, other), alike, "{one} {other}");
        }
    }
}
