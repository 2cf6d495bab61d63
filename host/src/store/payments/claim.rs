//! A payment in the hands of a host: claimed, noted, and let go of as it stands then.

use super::super::claim::{Claiming, gone, heard_since};
use super::super::key::Scope;
use super::super::notice;
use super::super::sql::Value;
use super::super::{Store, StoreError};
use super::{Asked, COLUMNS, Settled, asked};

/// How long a host has, in seconds, that is there and does not come to an end, such as one whose database was away. Another may ask
/// meanwhile: by the same key.
const HOST_S: i64 = 20;

impl Store {
    /// Claims payments about which something is to be done.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn claim_payments(&self, claim: &Claiming<'_>) -> Result<Vec<Asked>, StoreError> {
        let mut found = self.read(Scope::Host, |books| {
            let whose = match claim.whose() {
                // What is brought in from before may bring what came of its payments, too: nobody is asked while it comes, but for what
                // its owner asks for now.
                0 => "payment.due_at <= $1 AND clock IS NULL AND CAST($4 AS BIGINT) = 0
                           AND (account.rests_until IS NULL OR account.rests_until <= $2 OR payment.kind = 'top_up' OR payment.named IS NOT NULL)",
                _ => "payment.due_at <= $1 AND payment.tenant = $4",
            };
            let sql = format!(
                "{COLUMNS} {} JOIN account ON account.number = payment.account JOIN tenant ON tenant.number = payment.tenant
                 WHERE {whose} AND (payment.until <= $2 OR {}) ORDER BY payment.due_at LIMIT $3",
                books.dialect().by("payment_due"),
                gone("payment", "$5")
            );
            books.all(&sql, &claim.asks(), asked)
        })?;
        if found.is_empty() {
            return Ok(found);
        }
        // Hosts lock rows in one order, so that none waits for one that waits for it.
        found.sort_by(|one, other| (one.number, &one.charge).cmp(&(other.number, &other.charge)));
        let (host, clock) = (claim.host.to_owned(), claim.clock);
        self.write(Scope::Host, move |step| {
            let sql = format!(
                "UPDATE payment SET host = $3, until = $4, tries = tries + 1,
                        state = CASE WHEN state = 'wanted' THEN 'sent' ELSE state END
                 WHERE account = $1 AND charge = $2 AND (until <= $5 OR {}) AND due_at = $8
                       AND CASE WHEN named IS NULL THEN 0 ELSE 1 END = $7",
                gone("payment", "$6")
            );
            let mut claimed = Vec::new();
            for one in found.clone() {
                let whose = [one.number.into(), (&one.charge).into(), (&host).into()];
                let until =
                    [Value::Int(clock + HOST_S), clock.into(), heard_since(clock), Value::Int(one.by_hand.into())];
                // As it was found: what another host has ended meanwhile is due at another time, if at all.
                let found = [one.due_at.as_ref().into()];
                if step.run(&sql, &[&whose[..], &until, &found].concat())? > 0 {
                    claimed.push(one);
                }
            }
            Ok(claimed)
        })
    }

    /// Keeps what is known of a payment that a host has in hand; its state and claim stay as they are.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn note(&self, asked: &Asked, settled: Settled) -> Result<(), StoreError> {
        let (number, charge, attempt) = (asked.number, asked.charge.clone(), asked.attempt);
        self.write(Scope::Host, move |step| {
            let Settled { gateway, reference, reason, of, .. } = &settled;
            let (amount, method) = of.clone().unzip();
            let sql = "UPDATE payment SET gateway = coalesce($3, gateway), reference = coalesce($4, reference),
                              reason = coalesce($5, reason), amount = coalesce($6, amount), method = coalesce($7, method)
                       WHERE account = $1 AND charge = $2 AND state NOT IN ('paid', 'failed', 'void') AND attempt = $8";
            let told = [(*gateway).into(), reference.as_ref().into(), reason.as_ref().into()];
            let of = [amount.as_ref().into(), method.as_ref().into(), attempt.into()];
            step.run(sql, &[&[number.into(), (&charge).into()], &told[..], &of].concat()).map(drop)
        })
    }

    /// Keeps where an attempt stands; the host lets go of it. What is over stays as it is, and so does an attempt that another host
    /// has ended meanwhile. One that is still on its way or waits for a method, and that somebody has woken since it was claimed, is
    /// looked at again at once.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn settle(&self, asked: &Asked, settled: Settled) -> Result<(), StoreError> {
        let (tenant, number, charge) = (asked.tenant, asked.number, asked.charge.clone());
        let (attempt, seen) = (asked.attempt, asked.due_at.clone());
        self.write(Scope::Host, move |step| {
            let Settled { state, gateway, reference, reason, of, due_at, anew, told: notice } = &settled;
            let (amount, method) = of.clone().unzip();
            let sql = "UPDATE payment SET state = $3, gateway = coalesce($4, gateway), reference = coalesce($5, reference), reason = $6,
                              due_at = CASE WHEN due_at <> $12 AND ($3 IN ('sent', 'pending') OR $3 = 'wanted' AND CAST($7 AS TEXT) IS NULL)
                                         THEN due_at ELSE $7 END,
                              named = CASE WHEN $3 = 'wanted' THEN NULL ELSE named END,
                              until = 0, host = NULL, amount = coalesce($8, amount), method = coalesce($9, method),
                              attempt = attempt + $10
                       WHERE account = $1 AND charge = $2 AND state NOT IN ('paid', 'failed', 'void') AND attempt = $11";
            let told = [(*state).into(), (*gateway).into(), reference.as_ref().into(), reason.as_ref().into()];
            let rest = [due_at.as_ref().into(), amount.as_ref().into(), method.as_ref().into(), Value::Int((*anew).into()), attempt.into(), seen.as_ref().into()];
            let settled = step.run(sql, &[&[number.into(), (&charge).into()], &told[..], &rest].concat())?;
            match notice {
                Some(notice) if settled > 0 => notice::put(step, (tenant.0, number), notice),
                _ => Ok(()),
            }
        })
    }

    /// What the gateway calls the payment of an invoice.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn paid_by(&self, asked: &Asked) -> Result<Option<String>, StoreError> {
        let sql =
            "SELECT reference FROM payment WHERE account = $1 AND kind = 'invoice' AND invoice = $2 AND state = 'paid'
             ORDER BY asked_at DESC LIMIT 1";
        let found = self.read(Scope::Host, |books| {
            books.one(sql, &[asked.number.into(), asked.invoice.as_ref().into()], |row| row.text(0))
        })?;
        Ok(found.flatten())
    }
}
