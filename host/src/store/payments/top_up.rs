//! A top-up that an owner asks for by hand: a payment like others, whose money is posted as the top-up that it is.

use super::super::read::number;
use super::super::sql::Text as _;
use super::super::{Books, StoreError};
use super::follow::{New, insert};
use super::{Asked, COLUMNS, asked};
use crate::clock::ordered;
use crate::engine::hex;
use crate::text::short;
use sha2::{Digest as _, Sha256};

/// The kind of such a payment.
pub(crate) const KIND: &str = "top_up";

/// What its name begins with.
const WORD: &str = "topup";

/// Is that the name of such a payment, and so of the event that posts it?
pub(super) fn is_name(id: &str) -> bool {
    id.strip_prefix(WORD).is_some_and(|rest| rest.starts_with('.'))
}

/// What an owner asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TopUp {
    /// The caller's name for it.
    pub(crate) id: String,
    /// How much.
    pub(crate) amount: String,
    /// Of which payment method; none: the account's default.
    pub(crate) method: Option<String>,
}

impl TopUp {
    /// The payment's name, and the event's that posts it.
    pub(crate) fn charge(&self) -> String {
        short(WORD, &self.id)
    }

    /// Is that what was asked for under this name?
    fn is(&self, asked: &Asked) -> Result<(), StoreError> {
        let method = self.method.as_ref().unwrap_or(&asked.method);
        if (&*asked.kind, &asked.amount, &asked.method) == (KIND, &self.amount, method) {
            return Ok(());
        }
        let digest = |amount: &str, method: &str| hex(&Sha256::digest(format!("{amount}\0{method}")));
        let (kept, sent) = (digest(&asked.amount, &asked.method), digest(&self.amount, method));
        let (what, id, path, in_call) = ("charge", self.id.clone(), "/id".to_owned(), false);
        Err(StoreError::Conflict { what, id, path, in_call, kept, sent })
    }
}

impl Books {
    /// A payment of an account.
    ///
    /// # Errors
    /// `NotFound`, `Unavailable`.
    pub fn payment(&self, account: &str, charge: &str) -> Result<Option<Asked>, StoreError> {
        self.read(|books| {
            let (number, _) = number(books, self.tenant, account)?;
            let sql = format!(
                "{COLUMNS} JOIN account ON account.number = payment.account WHERE payment.account = $1 AND charge = $2"
            );
            books.one(&sql, &[number.into(), charge.into()], asked)
        })
    }

    /// The charge that was asked for under this name before.
    ///
    /// # Errors
    /// `NotFound`, `Conflict` where it was another, `Unavailable`.
    pub(crate) fn top_up_asked(&self, account: &str, wanted: &TopUp) -> Result<Option<Asked>, StoreError> {
        let found = self.payment(account, &wanted.charge())?;
        found.map(|asked| wanted.is(&asked).map(|()| asked)).transpose()
    }

    /// Puts it down; whoever charges finds it there. Where it is there already, that one.
    ///
    /// # Errors
    /// `NotFound`, `Conflict`, `Unavailable`.
    pub(crate) fn ask_for_top_up(&self, account: &str, wanted: TopUp, at: &str) -> Result<Asked, StoreError> {
        let (tenant, charge) = (self.tenant, wanted.charge());
        let (whose, asked_at) = (account.to_owned(), ordered(at));
        let (amount, method) = (wanted.amount.clone(), wanted.method.clone().unwrap_or_default());
        self.write(move |step| {
            let sql = "SELECT number, currency FROM account WHERE tenant = $1 AND id = $2";
            let found = step.one(sql, &[tenant.0.into(), (&whose).into()], |row| Ok((row.int(0)?, row.must(1)?)))?;
            let (number, currency) = found.ok_or(StoreError::NotFound("account"))?;
            let (charge, amount, method, asked_at) = (charge.clone(), amount.clone(), method.clone(), asked_at.clone());
            let new = New { charge, kind: KIND, amount, currency, method, invoice: None, asked_at };
            insert(step, (tenant.0, number), &new)
        })?;
        self.top_up_asked(account, &wanted)?.ok_or(StoreError::NotFound("payment"))
    }
}
