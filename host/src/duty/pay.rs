//! Gateways are asked, and what they say is posted. The row of a payment is claimed, the gateway is called by the row's key, and
//! the event that tells what came of it ends the row in its own transaction. Whatever happens between: the next host asks by the same key
//! and learns the same.

use super::Worker;
use crate::payments::{Gateway, Wish};
use crate::tally::BROKEN;
use crate::{Asked, Events, Owing, Settled, StoreError, Time};
use serde_json::Value;
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};

/// Payments that a thread has in hand at one time: while it waits for a gateway, others may take the rest.
const IN_HAND: usize = 4;
impl Worker {
    pub(super) fn pay(&self) -> Result<bool, StoreError> {
        let Some(gateway) = &self.gateway else { return Ok(false) };
        let mut claimed = self.store.claim_payments(&self.claiming(None, &crate::clock::now(), IN_HAND))?;
        for tenant in self.store.with_test_clocks()? {
            if let Some(clock) = self.books(tenant).test_clock()? {
                claimed.extend(self.store.claim_payments(&self.claiming(Some(tenant), &clock.now, IN_HAND))?);
            }
        }
        // What could not be done with one is no reason to leave the others: its own claim ends by itself.
        let done: Vec<_> =
            claimed.iter().filter(|_| !self.stop.told()).map(|asked| self.one(&**gateway, asked)).collect();
        done.into_iter().collect::<Result<(), _>>()?;
        Ok(!claimed.is_empty())
    }

    fn one(&self, gateway: &dyn Gateway, asked: &Asked) -> Result<(), StoreError> {
        let now = self.after(asked)?;
        match &*asked.kind {
            "refund" => self.refund(gateway, asked, &now),
            "invoice" => self.collect(gateway, asked, &now),
            "return" | "chargeback" => self.take_back(asked, &now),
            "won" => self.give_back(asked, &now),
            "detach" => self.let_go(gateway, asked, &now),
            _ => {
                let key = key(asked);
                let wish = Wish { asked, key: &key, amount: &asked.amount, method: &asked.method, now: &now };
                let outcome = gateway.charge(&wish);
                self.charged(gateway, &wish, outcome)
            }
        }
    }

    /// Now, which is after the moment that asked for it: facts of one moment are put in order by their kind, and an answer must not come
    /// before what it answers. Real time has gone on by then, but where a caller's clock is ahead of it; a tenant's own goes on for this.
    fn after(&self, asked: &Asked) -> Result<String, StoreError> {
        let (books, after) = (self.books(asked.tenant), crate::clock::after(&asked.asked_at));
        let now = books.now()?;
        if now >= after {
            return Ok(now);
        }
        books.reach(&after)?;
        Ok(after)
    }

    /// An invoice: what is still owed of it, by the method that the account has now.
    fn collect(&self, gateway: &dyn Gateway, asked: &Asked, now: &str) -> Result<(), StoreError> {
        let Owing { default_method, due, .. } = self.books(asked.tenant).owing(&asked.account)?;
        let invoice = asked.invoice.as_deref().unwrap_or_default();
        let Some(owed) = due.into_iter().find(|due| due.invoice == invoice) else {
            let reason = Some("nothing is owed of it any more".to_owned());
            return self.store.settle(asked, Settled { state: "void", reason, ..Settled::default() });
        };
        // What was sent is asked about as it was sent; an attempt that has no method yet, or one that was named, was not.
        let method = Some(asked.method.clone()).filter(|method| !method.is_empty()).or(default_method);
        let (amount, method) = match (asked.is_sent, method) {
            (false, None) => {
                let reason = Some("the account has no payment method".to_owned());
                return self.store.settle(asked, Settled { state: "wanted", reason, ..Settled::default() });
            }
            (false, Some(method)) => {
                let of = Some((owed.amount.clone(), method.clone()));
                self.store.note(asked, Settled { of, ..Settled::default() })?;
                (owed.amount, method)
            }
            (true, _) => (asked.amount.clone(), asked.method.clone()),
        };
        let key = key(asked);
        let wish = Wish { asked, key: &key, amount: &amount, method: &method, now };
        let outcome = gateway.charge(&wish);
        self.charged(gateway, &wish, outcome)
    }

    /// Posts what came of a payment. What the engine does not take (`false`) is left for a person: the money has moved.
    pub(super) fn post(&self, asked: &Asked, event: Value, now: &str) -> Result<bool, StoreError> {
        let events = vec![RawValue::from_string(event.to_string()).unwrap_or_default()];
        let posted = self.books(asked.tenant).apply_events(
            asked.account.clone(),
            Events { events, atomic: true },
            Time::Clock(now.to_owned()),
            self.payments.word(),
        );
        match posted {
            // Another host was faster, at another time.
            Ok(_) | Err(StoreError::Conflict { .. }) => Ok(true),
            Err(StoreError::Refused(reply)) => {
                let reason = String::from_utf8_lossy(&reply.bytes).into_owned();
                BROKEN.payment.one();
                let (account, charge, code) = (&asked.account, &asked.charge, reply.code());
                tracing::error!(account, charge, code, "a payment cannot be posted");
                self.store.settle(asked, Settled { state: "unposted", reason: Some(reason), ..Settled::default() })?;
                Ok(false)
            }
            // Its claim ends, and another asks and posts again.
            Err(error) => Err(error),
        }
    }
}

/// The key of an attempt: another account's, and another tenant's, payment of the same name has another.
pub(super) fn key(asked: &Asked) -> String {
    let Asked { account, charge, attempt, .. } = asked;
    let named = format!("{}\0{account}\0{charge}\0{attempt}", asked.tenant.number());
    crate::engine::hex(&Sha256::digest(named)[..20])
}

#[cfg(test)]
mod tests {
    use super::key;
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
}
