//! Money goes back to the payer: refunds, and payments that the bank takes back.

use super::debit::{Debit, pay_back};
use crate::account::event::{Cause, PaymentReversed, Refund};
use crate::account::working::{Now, Working};
use crate::ledger::{Book, Kind};
use crate::problem::{Code, Problem};
use crate::rule::Rule;
use crate::text::Text;
use crate::wallet::{purchased_left, take_back, unpurchase};
use alloc::format;
use alloc::string::String;

/// Rule `credit.refund`.
pub(crate) fn refund(work: &mut Working<'_>, now: &Now<'_>, fact: &Refund) -> Result<(), Problem> {
    let amount = work.rulebook.payable(*fact.amount).map_err(|problem| problem.under("amount"))?;
    let left = purchased_left(&work.state.grants, fact.grant.as_ref(), work.zero()?)?;
    if amount > left {
        let message = format!("the refund {amount} is above the purchased credit that is left, {left}");
        let help = "refund what is left; credit that was given or used cannot be refunded";
        return Err(Problem::new(Code::RefundAbovePurchased, message, help).under("amount"));
    }
    let burned = unpurchase(&mut work.state.grants, amount, fact.grant.as_ref())?;
    let description = words(fact.reason.as_ref(), "refund");
    let (kind, name, counter, rules) = (Kind::Refund, "refund", Book::Cash, &[Rule::CreditRefund]);
    pay_back(work, now, Debit { kind, name, description, counter, rules }, amount, burned, None)
}

/// Rule `credit.reversal`.
pub(crate) fn reverse(work: &mut Working<'_>, now: &Now<'_>, fact: &PaymentReversed) -> Result<(), Problem> {
    let amount = work.rulebook.payable(*fact.amount).map_err(|problem| problem.under("amount"))?;
    let (burned, overage) = take_back(&mut work.state.grants, amount, &fact.charge)?;
    let (kind, name, words) = match fact.cause {
        Cause::Chargeback => (Kind::Chargeback, "chargeback", "chargeback"),
        Cause::Returned => (Kind::DebitReturned, "debit_returned", "returned debit"),
    };
    let description = format!("{words} of {}", fact.charge);
    let (counter, rules) = (Book::Cash, &[Rule::CreditReversal]);
    pay_back(work, now, Debit { kind, name, description, counter, rules }, amount, burned, Some(overage))
}

fn words(reason: Option<&Text>, otherwise: &str) -> String {
    reason.map_or_else(|| String::from(otherwise), |reason| String::from(&**reason))
}
