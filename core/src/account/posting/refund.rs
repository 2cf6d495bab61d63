//! Rule `credit.refund`: money goes back to the payer.

use super::debit::{Debit, pay_back};
use super::original;
use crate::account::event::Refund;
use crate::account::standing::{held, owed};
use crate::account::working::{Now, Working};
use crate::ledger::{Book, Kind};
use crate::money::Money;
use crate::problem::{Code, Problem};
use crate::rule::Rule;
use crate::wallet::{Burned, purchased_left, unpurchase};
use alloc::format;
use alloc::string::String;

/// Purchased credit that is left goes back, but for what open holds were granted against and what is due on invoices.
pub(crate) fn refund(work: &mut Working<'_>, now: &Now<'_>, fact: &Refund) -> Result<(), Problem> {
    let amount = work.rulebook.payable(*fact.amount).map_err(|problem| problem.under("amount"))?;
    let left = refundable(work, fact)?;
    if amount > left {
        let message = format!("the refund {amount} is above the purchased credit that is left, {left}");
        let help = "refund what is left; credit that was given, used, held or is due on invoices cannot be refunded";
        return Err(Problem::new(Code::RefundAbovePurchased, message, help).under("amount"));
    }
    let burned = unpurchase(&mut work.state.grants, amount, fact.grant.as_ref())?;
    for part in &burned {
        note_payment(work, now, part)?;
    }
    let description = fact.reason.as_ref().map_or_else(|| String::from("refund"), |reason| String::from(&**reason));
    let (kind, name, counter, rules) = (Kind::Refund, "refund", Book::Cash, &[Rule::CreditRefund]);
    pay_back(work, now, Debit { kind, name, description, counter, rules }, amount, burned, None)
}

fn refundable(work: &Working<'_>, fact: &Refund) -> Result<Money, Problem> {
    let zero = work.zero()?;
    let left = purchased_left(&work.state.grants, fact.grant.as_ref(), zero)?;
    let free = work.state.balance.minus(held(work)?)?.minus(owed(work)?)?;
    Ok(left.min(free).max(zero))
}

/// The bank cannot take back what was refunded of a payment.
fn note_payment(work: &mut Working<'_>, now: &Now<'_>, part: &Burned) -> Result<(), Problem> {
    let days = work.rulebook.corrections().payment_days;
    let until = now.time.plus_days(days);
    original::note(work, (&original::payment(&part.grant), until), None, part.amount)
}
