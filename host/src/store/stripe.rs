//! What is kept of Stripe: which customer an account is there. What it has told of payments goes to their rows.

use super::key::Scope;
use super::payments::Back;
use super::read::number;
use super::sql::Text as _;
use super::{Books, Store, StoreError, Tenant};

impl Books {
    /// The customer that an account is at Stripe.
    ///
    /// # Errors
    /// `Unavailable`.
    pub(crate) fn stripe_customer(&self, account: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT customer FROM stripe_customer JOIN account ON number = account
                   WHERE account.tenant = $1 AND account.id = $2";
        let found = self.read(|books| books.one(sql, &[self.tenant.0.into(), account.into()], |row| row.text(0)))?;
        Ok(found.flatten())
    }

    /// The key that an account's customer is made by: `new`, unless another was there before.
    ///
    /// # Errors
    /// `NotFound`, `Unavailable`.
    pub(crate) fn stripe_key(&self, account: &str, new: String) -> Result<String, StoreError> {
        let number = self.read(|books| Ok(number(books, self.tenant, account)?.0))?;
        let tenant = self.tenant;
        self.write(move |step| {
            let sql = "INSERT INTO stripe_customer (account, tenant, key) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
            step.run(sql, &[number.into(), tenant.0.into(), (&new).into()])?;
            let sql = "SELECT key FROM stripe_customer WHERE account = $1";
            let kept = step.one(sql, &[number.into()], |row| row.must(0))?;
            kept.ok_or(StoreError::NotFound("account"))
        })
    }

    /// Keeps the customer that was made by a key; the first one stays.
    ///
    /// # Errors
    /// `Unavailable`.
    pub(crate) fn keep_stripe_customer(&self, key: String, customer: String) -> Result<(), StoreError> {
        let tenant = self.tenant;
        self.write(move |step| {
            let sql = "UPDATE stripe_customer SET customer = $3 WHERE tenant = $1 AND key = $2 AND customer IS NULL";
            step.run(sql, &[tenant.0.into(), (&key).into(), (&customer).into()]).map(drop)
        })
    }

    /// A payment stands otherwise at its gateway: it is asked about now. Was it waiting?
    ///
    /// # Errors
    /// `Unavailable`.
    pub(crate) fn wake_payment(&self, account: &str, charge: &str) -> Result<bool, StoreError> {
        let (tenant, now) = (self.tenant, self.now()?);
        let (account, charge) = (account.to_owned(), charge.to_owned());
        self.write(move |step| {
            let sql =
                "UPDATE payment SET due_at = $4 WHERE tenant = $1 AND charge = $3 AND state IN ('sent', 'pending')
                       AND account = (SELECT number FROM account WHERE tenant = $1 AND id = $2)";
            let with = [tenant.0.into(), (&account).into(), (&charge).into(), (&now).into()];
            Ok(step.run(sql, &with)? > 0)
        })
    }
}

impl Store {
    /// Which account a customer at Stripe is.
    ///
    /// # Errors
    /// `Unavailable`.
    pub(crate) fn of_stripe_customer(&self, customer: &str) -> Result<Option<(Tenant, String)>, StoreError> {
        let sql = "SELECT account.tenant, account.id FROM stripe_customer JOIN account ON number = account
                   WHERE customer = $1";
        self.read(Scope::Host, |books| {
            books.one(sql, &[customer.into()], |row| Ok((Tenant(row.int(0)?), row.must(1)?)))
        })
    }

    /// Puts down that a payment is taken back. It is posted when the payment is, and once, however often it is told.
    ///
    /// # Errors
    /// `NotFound` where no payment of that reference was asked for, `Unavailable`.
    pub(crate) fn taken_back(&self, (tenant, account): (Tenant, &str), back: Back) -> Result<(), StoreError> {
        let asked_at = self.books(tenant).now()?;
        let account = account.to_owned();
        self.write(Scope::Host, move |step| super::payments::taken_back(step, (tenant, &account), &back, &asked_at))
    }
}
