//! What comes back of a payment: a bank returns a debit, or the holder of a card disputes a charge.

use super::super::key::Scope;
use super::super::sql::{Sql, Text as _};
use super::super::{Store, StoreError, Tenant};
use super::Asked;
use super::follow::{New, insert};

/// A payment that is taken back.
#[derive(Clone, Debug)]
pub(crate) struct Back {
    /// What the gateway calls it: it is put down once.
    pub(crate) id: String,
    /// What the gateway calls the payment.
    pub(crate) payment: String,
    /// The payment's name here.
    pub(crate) charge: String,
    /// `return` or `chargeback`.
    pub(crate) kind: &'static str,
    pub(crate) amount: String,
    pub(crate) currency: String,
    /// Has it been won since, so that the money is back?
    pub(crate) won: bool,
}

impl Store {
    /// What is to come of a payment later: this, of the payment itself or of what came of it. `method` has of what.
    ///
    /// # Errors
    /// `Unavailable`.
    pub(crate) fn expect(
        &self,
        asked: &Asked,
        (kind, of): (&'static str, Option<&'static str>),
        due_at: String,
    ) -> Result<(), StoreError> {
        let Asked { tenant, number, charge, amount, currency, invoice, .. } = asked.clone();
        let of = of.map_or_else(|| charge.clone(), |earlier| format!("{earlier}:{charge}"));
        let (named, asked_at) = (format!("{kind}:{of}"), due_at);
        let new = New { charge: named, kind, amount, currency, method: of, invoice, asked_at };
        self.write(Scope::Host, move |step| insert(step, (tenant.0, number), &new))
    }

    /// Is a gateway asked for what is due of an invoice, so that it may be paid?
    ///
    /// # Errors
    /// `Unavailable`.
    pub(crate) fn is_being_collected(&self, number: i64, invoice: &str) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM payment WHERE account = $1 AND kind = 'invoice' AND invoice = $2 AND state IN ('sent', 'pending')";
        self.read(Scope::Host, |books| {
            books.one(sql, &[number.into(), invoice.into()], |_| Ok(())).map(|found| found.is_some())
        })
    }

    /// Where a payment of an account stands.
    ///
    /// # Errors
    /// `Unavailable`.
    pub(crate) fn payment_state(&self, number: i64, charge: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT state FROM payment WHERE account = $1 AND charge = $2";
        self.read(Scope::Host, |books| books.one(sql, &[number.into(), charge.into()], |row| row.must(0)))
    }
}

/// Puts down that a payment is taken back, of an account's payment that has this name and, where it is known, this reference.
pub(in crate::store) fn taken_back(
    step: &dyn Sql,
    (tenant, account): (Tenant, &str),
    back: &Back,
    asked_at: &str,
) -> Result<(), StoreError> {
    let Back { id, payment, charge, kind, amount, currency, won } = back;
    let sql = "SELECT payment.account, invoice, payment.currency FROM payment JOIN account ON number = payment.account
               WHERE payment.tenant = $1 AND account.id = $2 AND charge = $3 AND coalesce(reference, $4) = $4";
    let with = [tenant.0.into(), account.into(), charge.into(), payment.into()];
    let found = step.one(sql, &with, |row| Ok((row.int(0)?, row.text(1)?, row.must(2)?)))?;
    let (number, invoice, own): (i64, Option<String>, String) = found.ok_or(StoreError::NotFound("payment"))?;
    if own != *currency {
        return Err(StoreError::NotFound("payment"));
    }
    let (charge, method) = (format!("dispute:{id}"), charge.clone());
    let taken = New {
        charge: charge.clone(),
        kind,
        amount: amount.clone(),
        currency: currency.clone(),
        method,
        invoice: invoice.clone(),
        asked_at: asked_at.to_owned(),
    };
    insert(step, (tenant.0, number), &taken)?;
    if !won {
        return Ok(());
    }
    insert(step, (tenant.0, number), &New { charge: format!("won:{id}"), kind: "won", method: charge, ..taken })
}
