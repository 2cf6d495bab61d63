//! The simulated gateway. It keeps what it was asked in a table of its own, in transactions of its own: to the host it is as far
//! away as a real one. What comes of a charge is written in the name of its payment method, as real gateways' test cards have it.

use super::{Gateway, Later, Outcome, Wish};
use crate::Store;
use std::time::Duration;

pub(crate) struct Simulator {
    store: Store,
}

const DAY_S: i64 = 86_400;
/// How long a bank takes.
const PENDING_S: i64 = 3 * DAY_S;
const RETURNED_S: i64 = 2 * DAY_S;
const DISPUTED_S: i64 = 5 * DAY_S;
const WON_S: i64 = 12 * DAY_S;
const SLOW: Duration = Duration::from_secs(2);

impl Simulator {
    pub(crate) const fn new(store: Store) -> Self {
        Self { store }
    }

    fn ask(&self, wish: &Wish<'_>, method: &str) -> Result<Outcome, crate::StoreError> {
        let has = |word: &str| method.contains(word);
        if has("slow") {
            std::thread::sleep(SLOW);
        }
        // The first call is lost before anything has happened.
        let tries = self.store.simulated_try(wish.asked, wish.key)?;
        if has("lost") && tries == 1 {
            return Ok(Outcome::Unknown("no answer: the call was lost".into()));
        }
        let declined = |hard, reason: &str| Ok(Outcome::Declined { hard, reason: reason.into() });
        if has("stolen") {
            return declined(true, "the card is reported stolen");
        }
        if has("decline") {
            return declined(false, "not enough funds");
        }
        let bank = wish.asked.kind == "debit" || has("pending");
        let made = self.store.simulated_charge(wish.asked, wish.key, wish.amount, method, wish.now)?;
        let reference = format!("sim_{}", wish.key);
        if bank && made.age_s < PENDING_S {
            return Ok(Outcome::Pending { reference, again_s: PENDING_S - made.age_s });
        }
        // Or after it: the money has moved, and nobody was told.
        if has("timeout") && tries == 1 {
            return Ok(Outcome::Unknown("no answer in time".into()));
        }
        let back = [("return", RETURNED_S, "return"), ("dispute", DISPUTED_S, "chargeback")];
        let back = back.into_iter().find(|(word, ..)| has(word));
        let mut then: Vec<_> = back.into_iter().map(|(_, after_s, kind)| Later { after_s, kind, of: None }).collect();
        if has("dispute-won") {
            then.push(Later { after_s: WON_S, kind: "won", of: Some("chargeback") });
        }
        Ok(Outcome::Paid { reference, amount: made.amount, currency: wish.asked.currency.clone(), then })
    }
}

impl Gateway for Simulator {
    fn name(&self) -> &'static str {
        "simulator"
    }

    fn charge(&self, wish: &Wish<'_>) -> Outcome {
        self.ask(wish, wish.method).unwrap_or_else(|error| Outcome::Unknown(error.to_string()))
    }

    fn refund(&self, wish: &Wish<'_>, _: &str) -> Outcome {
        self.ask(wish, "refund").unwrap_or_else(|error| Outcome::Unknown(error.to_string()))
    }
}
