//! What comes back of a payment after it was paid: a bank or the holder of a card takes it, and a dispute that is won gives it again.

use super::Worker;
use super::outcome::AGAIN_S;
use crate::clock::later;
use crate::store::{PAID, TOP_UP};
use crate::{Asked, Settled, StoreError};
use serde_json::json;

impl Worker {
    /// A bank or the holder of a card takes a payment back: `method` has the charge.
    pub(super) fn take_back(&self, asked: &Asked, now: &str) -> Result<(), StoreError> {
        let state = self.store.payment_state(asked.number, &asked.method)?;
        if is_open(state.as_deref()) {
            // It is heard of before the payment is: what is not posted cannot be taken back.
            return self.wait(asked, "the payment is not in the books yet", now, AGAIN_S[0]);
        }
        let cause = if asked.kind == "return" { "returned" } else { "chargeback" };
        let charge = paid_as(asked);
        let event = json!({"type": "payment_reversed", "id": asked.charge.replace(':', "."), "time": now, "charge": charge, "amount": asked.amount, "cause": cause});
        if self.post(asked, event, now)? {
            self.store.settle(asked, Settled { state: "paid", ..Settled::default() })?;
        }
        Ok(())
    }

    /// The gateway has won a dispute, and the money is back: `method` has what took it. It pays the invoice that is due by it, or
    /// else it is the owner's credit.
    pub(super) fn give_back(&self, asked: &Asked, now: &str) -> Result<(), StoreError> {
        let state = self.store.payment_state(asked.number, &asked.method)?;
        if is_open(state.as_deref()) {
            return self.wait(asked, "the dispute is not in the books yet", now, AGAIN_S[0]);
        }
        if state.as_deref() != Some("paid") {
            let reason = Some("the dispute that was won is not in the books".to_owned());
            return self.store.settle(asked, Settled { state: "unposted", reason, ..Settled::default() });
        }
        let owing = self.books(asked.tenant).owing(&asked.account)?;
        let due = asked.invoice.as_ref().filter(|invoice| owing.due.iter().any(|due| due.invoice == **invoice));
        if let Some(invoice) = due {
            // Whoever is asked for it meanwhile may pay it: then this is more than was due.
            if self.store.is_being_collected(asked.number, invoice)? {
                return self.wait(asked, "the invoice is being collected meanwhile", now, AGAIN_S[4]);
            }
        }
        let id = asked.charge.replace(':', ".");
        let event = match due {
            Some(invoice) => {
                json!({"type": "invoice_paid", "id": id, "time": now, "invoice": invoice, "amount": asked.amount})
            }
            None => json!({"type": TOP_UP, "id": id, "time": now, "amount": asked.amount}),
        };
        if self.post(asked, event, now)? {
            self.store.settle(asked, Settled { state: "paid", ..Settled::default() })?;
        }
        Ok(())
    }

    fn wait(&self, asked: &Asked, why: &str, now: &str, seconds: i64) -> Result<(), StoreError> {
        let (reason, due_at) = (Some(why.to_owned()), Some(later(now, seconds)));
        self.store.settle(asked, Settled { state: "wanted", reason, due_at, ..Settled::default() })
    }
}

/// Is it still to be seen what comes of it?
fn is_open(state: Option<&str>) -> bool {
    matches!(state, Some("wanted" | "sent" | "pending"))
}

/// What the books call the payment that is taken back: one of an invoice is called by the event that paid it.
fn paid_as(asked: &Asked) -> String {
    if asked.invoice.is_some() { format!("{PAID}{}", asked.method) } else { asked.method.clone() }
}
