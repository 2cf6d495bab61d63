//! Gateways are asked, and what they say is posted. The row of a payment is claimed, the gateway is called by the row's key, and
//! the event that tells what came of it ends the row in its own transaction. Whatever happens between: the next host asks by the same key
//! and learns the same.

use super::Worker;
use crate::payments::{Gateway, Outcome, Wish};
use crate::tally::BROKEN;
use crate::{Asked, Events, Settled, StoreError, Time};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// Payments that a thread has in hand at one time: while it waits for a gateway, others may take the rest.
const IN_HAND: usize = 4;
/// When a gateway is asked again that gave no answer, in seconds; the last of them for ever.
const AGAIN_S: [i64; 6] = [5, 15, 60, 300, 1_800, 7_200];
/// Days after which an invoice that could not be collected is tried again.
const DUNNING_DAYS: [i64; 4] = [3, 5, 7, 7];

/// What of a state says what is owed, and how it is paid.
#[derive(Deserialize)]
struct Stands {
    default_method: Option<String>,
    #[serde(default)]
    due: Vec<Owed>,
}

#[derive(Deserialize)]
struct Owed {
    invoice: String,
    amount: String,
}

impl Worker {
    pub(super) fn pay(&self) -> Result<bool, StoreError> {
        let Some(gateway) = &self.gateway else { return Ok(false) };
        let mut claimed = self.store.claim_payments(&self.host, None, &crate::clock::now(), Self::clock(), IN_HAND)?;
        for tenant in self.store.with_test_clocks()? {
            if let Some(clock) = self.books(tenant).test_clock()? {
                let clock_s = Self::clock();
                claimed.extend(self.store.claim_payments(&self.host, Some(tenant), &clock.now, clock_s, IN_HAND)?);
            }
        }
        for asked in &claimed {
            if !self.stop.told() {
                self.one(&**gateway, asked)?;
            }
        }
        Ok(!claimed.is_empty())
    }

    fn one(&self, gateway: &dyn Gateway, asked: &Asked) -> Result<(), StoreError> {
        let now = self.books(asked.tenant).now()?;
        match &*asked.kind {
            "refund" => self.refund(gateway, asked, &now),
            "invoice" => self.collect(gateway, asked, &now),
            "return" | "chargeback" => self.take_back(asked, &now),
            _ => {
                let key = key(asked);
                let wish = Wish { asked, key: &key, amount: &asked.amount, method: &asked.method, now: &now };
                let outcome = gateway.charge(&wish);
                self.charged(gateway, &wish, outcome)
            }
        }
    }

    /// An invoice: what is still owed of it, by the method that the account has now.
    fn collect(&self, gateway: &dyn Gateway, asked: &Asked, now: &str) -> Result<(), StoreError> {
        let account = self.books(asked.tenant).account(&asked.account)?;
        let stands: Stands =
            serde_json::from_str(account.state.get()).map_err(|error| StoreError::Unavailable(error.to_string()))?;
        let invoice = asked.invoice.as_deref().unwrap_or_default();
        let Some(owed) = stands.due.into_iter().find(|due| due.invoice == invoice) else {
            let reason = Some("nothing is owed of it any more".to_owned());
            return self.store.settle(asked, Settled { state: "void", reason, ..Settled::default() });
        };
        // What was sent is asked about as it was sent; an attempt that has no method yet was not.
        let (amount, method) = match (asked.method.is_empty(), stands.default_method) {
            (true, None) => {
                let reason = Some("the account has no payment method".to_owned());
                return self.store.settle(asked, Settled { state: "wanted", reason, ..Settled::default() });
            }
            (true, Some(method)) => {
                let of = Some((owed.amount.clone(), method.clone()));
                self.store.note(asked, Settled { of, ..Settled::default() })?;
                (owed.amount, method)
            }
            (false, _) => (asked.amount.clone(), asked.method.clone()),
        };
        let key = key(asked);
        let wish = Wish { asked, key: &key, amount: &amount, method: &method, now };
        let outcome = gateway.charge(&wish);
        self.charged(gateway, &wish, outcome)
    }

    fn charged(&self, gateway: &dyn Gateway, wish: &Wish<'_>, outcome: Outcome) -> Result<(), StoreError> {
        let (asked, gateway) = (wish.asked, Some(gateway.name()));
        match outcome {
            Outcome::Paid { reference, amount, currency, then } => {
                if !same(&amount, wish.amount) || currency != asked.currency {
                    // Money has moved that nobody asked for: a person has to look at it, and nothing is posted.
                    let reason =
                        format!("the gateway has moved {amount} {currency}, not {} {}", wish.amount, asked.currency);
                    BROKEN.payment.one();
                    tracing::error!(
                        account = asked.account,
                        charge = asked.charge,
                        reason,
                        "a payment is not as it was asked"
                    );
                    let (reference, reason) = (Some(reference), Some(reason));
                    return self.store.settle(
                        asked,
                        Settled { state: "unposted", gateway, reference, reason, ..Settled::default() },
                    );
                }
                self.store.note(asked, Settled { gateway, reference: Some(reference), ..Settled::default() })?;
                if let Some((after, cause)) = then {
                    self.store.expect_back(asked, cause, later(wish.now, after))?;
                }
                self.post(asked, paid(asked, wish), wish.now)
            }
            Outcome::Pending { reference, again_s } => {
                let (reference, due_at) = (Some(reference), Some(later(wish.now, again_s)));
                self.store.settle(asked, Settled { state: "pending", gateway, reference, due_at, ..Settled::default() })
            }
            Outcome::Declined { hard, reason } if asked.kind == "invoice" => {
                let days = usize::try_from(asked.attempt - 1).ok().and_then(|place| DUNNING_DAYS.get(place));
                let due_at = days.filter(|_| !hard).map(|days| later(wish.now, days * 86_400));
                // Without another attempt it waits for another method.
                let (of, reason) = (Some((wish.amount.to_owned(), String::new())), Some(reason));
                let state = "wanted";
                self.store.settle(asked, Settled { state, gateway, reference: None, reason, of, due_at, anew: true })
            }
            Outcome::Declined { hard, reason } => {
                self.store.note(asked, Settled { gateway, reason: Some(reason), ..Settled::default() })?;
                let decline = if hard { "hard" } else { "soft" };
                let event = json!({"type": "payment_failed", "id": format!("failed.{}", asked.charge), "time": wish.now, "charge": asked.charge, "decline": decline});
                self.post(asked, event, wish.now)
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
    fn refund(&self, gateway: &dyn Gateway, asked: &Asked, now: &str) -> Result<(), StoreError> {
        let Some(payment) = self.store.paid_by(asked)? else {
            let reason = Some("no payment of it went through a gateway: pay it back by hand".to_owned());
            return self.store.settle(asked, Settled { state: "failed", reason, ..Settled::default() });
        };
        let key = key(asked);
        let wish = Wish { asked, key: &key, amount: &asked.amount, method: &asked.method, now };
        let settled = match gateway.refund(&wish, &payment) {
            Outcome::Paid { reference, .. } => {
                Settled { state: "paid", reference: Some(reference), ..Settled::default() }
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

    /// A bank or the holder of a card takes a payment back: `method` has the charge.
    fn take_back(&self, asked: &Asked, now: &str) -> Result<(), StoreError> {
        let event = json!({"type": "payment_reversed", "id": asked.charge.replace(':', "."), "time": now, "charge": asked.method, "amount": asked.amount, "cause": asked.kind});
        self.post(asked, event, now)?;
        self.store.settle(asked, Settled { state: "paid", ..Settled::default() })
    }

    /// Posts what came of a payment. What the engine does not take is left for a person: the money has moved.
    fn post(&self, asked: &Asked, event: Value, now: &str) -> Result<(), StoreError> {
        let events = vec![RawValue::from_string(event.to_string()).unwrap_or_default()];
        let posted = self.books(asked.tenant).apply_events(
            asked.account.clone(),
            Events { events, atomic: true },
            Time::Clock(now.to_owned()),
            self.payments.word(),
        );
        match posted {
            // Another host was faster, at another time.
            Ok(_) | Err(StoreError::Conflict { .. }) => Ok(()),
            Err(StoreError::Refused(reply)) => {
                let reason = String::from_utf8_lossy(&reply.bytes).into_owned();
                BROKEN.payment.one();
                let (account, charge, code) = (&asked.account, &asked.charge, reply.code());
                tracing::error!(account, charge, code, "a payment cannot be posted");
                self.store.settle(asked, Settled { state: "unposted", reason: Some(reason), ..Settled::default() })
            }
            // Its claim ends, and another asks and posts again.
            Err(error) => Err(error),
        }
    }
}

/// The key of an attempt: another account's, and another tenant's, payment of the same name has another.
fn key(asked: &Asked) -> String {
    let Asked { account, charge, attempt, .. } = asked;
    let named = format!("{:?}\0{account}\0{charge}\0{attempt}", asked.tenant);
    crate::engine::hex(&Sha256::digest(named)[..20])
}

fn paid(asked: &Asked, wish: &Wish<'_>) -> Value {
    let id = format!("paid.{}", asked.charge);
    match &asked.invoice {
        Some(invoice) => {
            json!({"type": "invoice_paid", "id": id, "time": wish.now, "invoice": invoice, "amount": wish.amount})
        }
        None => json!({"type": "payment_succeeded", "id": id, "time": wish.now, "charge": asked.charge}),
    }
}

/// Are these texts of one number? They differ in zeros at their end alone.
fn same(one: &str, other: &str) -> bool {
    let bare = |text: &str| {
        if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text.to_owned() }
    };
    bare(one) == bare(other)
}

/// So many seconds after a time.
fn later(time: &str, seconds: i64) -> String {
    let at = time.parse::<Timestamp>().ok().and_then(|at| at.checked_add(SignedDuration::from_secs(seconds)).ok());
    at.map_or_else(|| time.to_owned(), crate::clock::written)
}

#[cfg(test)]
mod tests {
    use super::{key, same};
    use crate::{Asked, Tenant};

    #[test]
    fn each_attempt_of_each_account_has_a_key_of_its_own() {
        let one = Asked {
            tenant: Tenant::MAIN,
            account: "a".into(),
            charge: "due.period".into(),
            attempt: 1,
            ..Asked::default()
        };
        let others = [
            Asked { tenant: Tenant::numbered(2), ..one.clone() },
            Asked { account: "b".into(), ..one.clone() },
            Asked { charge: "due.other".into(), ..one.clone() },
            Asked { attempt: 2, ..one.clone() },
        ];
        assert_eq!(key(&one), key(&one.clone()));
        assert!(others.iter().all(|other| key(other) != key(&one)));
    }

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
