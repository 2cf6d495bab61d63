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
}

impl Store {
    /// What is to come of a payment later: it is taken back, for a cause. `method` has the charge.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn expect_back(&self, asked: &Asked, cause: &'static str, due_at: String) -> Result<(), StoreError> {
        let Asked { tenant, number, charge, amount, currency, invoice, .. } = asked.clone();
        let (named, asked_at) = (format!("{cause}:{charge}"), due_at);
        let new = New { charge: named, kind: cause, amount, currency, method: charge, invoice, asked_at };
        self.write(Scope::Host, move |step| insert(step, (tenant.0, number), &new))
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
    let Back { id, payment, charge, kind, amount, currency } = back;
    let sql = "SELECT payment.account, invoice, payment.currency FROM payment JOIN account ON number = payment.account
               WHERE payment.tenant = $1 AND account.id = $2 AND charge = $3 AND coalesce(reference, $4) = $4";
    let with = [tenant.0.into(), account.into(), charge.into(), payment.into()];
    let found = step.one(sql, &with, |row| Ok((row.int(0)?, row.text(1)?, row.must(2)?)))?;
    let (number, invoice, own): (i64, Option<String>, String) = found.ok_or(StoreError::NotFound("payment"))?;
    if own != *currency {
        return Err(StoreError::NotFound("payment"));
    }
    let (charge, method, asked_at) = (format!("dispute:{id}"), charge.clone(), asked_at.to_owned());
    let (amount, currency) = (amount.clone(), currency.clone());
    insert(step, (tenant.0, number), &New { charge, kind, amount, currency, method, invoice, asked_at })
}
