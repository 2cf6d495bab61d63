//! An invoice that somebody wants paid now: the payment that collects it by itself is brought forward. It is one row a time that the
//! invoice is due, so that it is charged once, whoever asks how often.

use super::super::sql::{Sql, Text as _};
use super::super::{Books, StoreError};
use super::Asked;
use super::follow::{New, due_name, insert};
use crate::clock::ordered;

/// A payment of the invoice that is not over: nobody is charged beside it.
#[derive(Debug)]
pub(crate) struct OnItsWay(pub(crate) String);

/// The payment that collects an invoice, the last of it; and how many there were.
fn last(step: &dyn Sql, account: i64, invoice: &str) -> Result<(i64, String, Option<String>), StoreError> {
    let sql = "SELECT count(*) FROM payment WHERE account = $1 AND kind = 'invoice' AND invoice = $2";
    let many = step.one(sql, &[account.into(), invoice.into()], |row| row.int(0))?.unwrap_or_default();
    let charge = due_name(invoice, (many - 1).max(0));
    let sql = "SELECT state FROM payment WHERE account = $1 AND charge = $2";
    let state = step.one(sql, &[account.into(), (&charge).into()], |row| row.must(0))?;
    Ok((many, charge, state))
}

impl Books {
    /// Has what is owed of an invoice charged now, by this method.
    ///
    /// # Errors
    /// `NotFound`, `Unavailable`.
    pub(crate) fn pay_now(
        &self,
        account: &str,
        (invoice, owed): (String, String),
        method: String,
        at: &str,
    ) -> Result<Result<Asked, OnItsWay>, StoreError> {
        let (tenant, whose, at) = (self.tenant.0, account.to_owned(), ordered(at));
        let named = self.write(move |step| {
            let sql = "SELECT number, currency FROM account WHERE tenant = $1 AND id = $2";
            let found = step.one(sql, &[tenant.into(), (&whose).into()], |row| Ok((row.int(0)?, row.must(1)?)))?;
            let (number, currency): (i64, String) = found.ok_or(StoreError::NotFound("account"))?;
            let (many, mut charge, state) = last(step, number, &invoice)?;
            if matches!(state.as_deref(), None | Some("paid" | "failed" | "void")) {
                let new = New::due_again(invoice.clone(), owed.clone(), at.clone(), many);
                charge.clone_from(&new.charge);
                insert(step, (tenant, number), &New { currency, ..new })?;
            }
            // Whatever a gateway has been asked already goes on as it was asked.
            let sql = "UPDATE payment SET named = $3, amount = $4, due_at = $5
                       WHERE account = $1 AND charge = $2 AND state = 'wanted' AND named IS NULL";
            let what = [(&method).into(), (&owed).into(), (&at).into()];
            let brought = step.run(sql, &[&[number.into(), (&charge).into()], &what[..]].concat())?;
            Ok(if brought > 0 { Ok(charge) } else { Err(OnItsWay(charge)) })
        })?;
        match named {
            Ok(charge) => Ok(Ok(self.payment(account, &charge)?.ok_or(StoreError::NotFound("payment"))?)),
            Err(other) => Ok(Err(other)),
        }
    }
}
