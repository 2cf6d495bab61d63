//! Credit goes: refunds, payments that the bank takes back, adjustments and corrections by hand.

use super::credit::{Arrival, grant, start};
use super::event::{Adjustment, Cause, PaymentReversed, Refund};
use super::fold::{Fold, Now};
use super::usage::burn_credit;
use super::watch;
use crate::ledger::{Book, Entry, Kind, Side};
use crate::money::{Exact, Money};
use crate::problem::{Code, Problem};
use crate::rule::Rule;
use crate::text::Text;
use crate::wallet::{Burned, Source, purchased_left, take_back, unpurchase};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// A debit that is no usage: what it is called and posted against.
struct Debit {
    kind: Kind,
    name: &'static str,
    description: String,
    counter: Book,
    rules: &'static [Rule],
}

/// Rule `credit.refund`.
pub(super) fn refund(fold: &mut Fold<'_>, now: &Now<'_>, fact: &Refund) -> Result<(), Problem> {
    let amount = fold.rulebook.payable(*fact.amount).map_err(|problem| problem.under("amount"))?;
    let left = purchased_left(&fold.state.grants, fact.grant.as_ref(), fold.zero()?)?;
    if amount > left {
        let message = format!("the refund {amount} is above the purchased credit that is left, {left}");
        let help = "refund what is left; credit that was given or used cannot be refunded";
        return Err(Problem::new(Code::RefundAbovePurchased, message, help).under("amount"));
    }
    let burned = unpurchase(&mut fold.state.grants, amount, fact.grant.as_ref())?;
    let description = words(fact.reason.as_ref(), "refund");
    let (kind, name, counter, rules) = (Kind::Refund, "refund", Book::Cash, &[Rule::CreditRefund]);
    post(fold, now, Debit { kind, name, description, counter, rules }, amount, burned, None)
}

/// Rule `credit.reversal`.
pub(super) fn reverse(fold: &mut Fold<'_>, now: &Now<'_>, fact: &PaymentReversed) -> Result<(), Problem> {
    let amount = fold.rulebook.payable(*fact.amount).map_err(|problem| problem.under("amount"))?;
    let (burned, overage) = take_back(&mut fold.state.grants, amount, &fact.charge)?;
    let (kind, name, words) = match fact.cause {
        Cause::Chargeback => (Kind::Chargeback, "chargeback", "chargeback"),
        Cause::Returned => (Kind::DebitReturned, "debit_returned", "returned debit"),
    };
    let description = format!("{words} of {}", fact.charge);
    let (counter, rules) = (Book::Cash, &[Rule::CreditReversal]);
    post(fold, now, Debit { kind, name, description, counter, rules }, amount, burned, Some(overage))
}

/// Rules `credit.adjustment` and `credit.correction`. It may be as fine as the ledger, since it may mend a usage.
pub(super) fn adjust(fold: &mut Fold<'_>, now: &Now<'_>, fact: &Adjustment) -> Result<(), Problem> {
    if fact.amount.is_zero() {
        let problem = Problem::new(Code::AmountZero, "the adjustment is zero", "write an amount above or below zero");
        return Err(problem.under("amount"));
    }
    check_correction(fact)?;
    let amount = fold.rulebook.money(fact.amount).map_err(|problem| problem.under("amount"))?;
    let (kind, name, rules): (_, _, &[Rule]) = match fact.corrects {
        Some(_) => (Kind::Correction, "correction", &[Rule::CreditCorrection]),
        None => (Kind::Adjustment, "adjustment", &[Rule::CreditAdjustment]),
    };
    let (description, counter) = (String::from(&*fact.reason), Book::Adjustment);
    if amount.is_positive() {
        let made = grant(&fact.id, Source::Refund, amount, now.time, None);
        start(fold, now, made, Arrival { kind, name, description, counter, rules })?;
    } else {
        let (amount, before) = (amount.negated(), fold.state.balance);
        let burn = burn_credit(fold, now, &fact.id, amount, None, now.time)?;
        let debit = Debit { kind, name, description, counter, rules };
        entry(fold, now, debit, amount, burn.parts, Some(burn.overage))?;
        watch::balance(fold, now, before)?;
    }
    // The entry just posted, by either way.
    if let Some(last) = fold.entries.last_mut() {
        last.corrects.clone_from(&fact.corrects);
    }
    Ok(())
}

/// A correction has the other sign than what it corrects, and is not larger.
fn check_correction(fact: &Adjustment) -> Result<(), Problem> {
    let Some(corrected) = &fact.corrects else { return Ok(()) };
    let size = |amount: Exact| if amount.is_negative() { amount.negated() } else { amount };
    let opposite = fact.amount.is_negative() != corrected.amount.is_negative() && !corrected.amount.is_zero();
    if opposite && size(fact.amount) <= size(corrected.amount) {
        return Ok(());
    }
    let message = format!("`{}` does not correct an entry of `{}`", fact.amount, corrected.amount);
    let help = "write the other sign, and at most the entry's amount";
    Err(Problem::new(Code::CorrectionExceeds, message, help).under("amount"))
}

fn words(reason: Option<&Text>, otherwise: &str) -> String {
    reason.map_or_else(|| String::from(otherwise), |reason| String::from(&**reason))
}

/// Lowers the balance by credit that is taken already, posts it and watches the balance.
fn post(
    fold: &mut Fold<'_>,
    now: &Now<'_>,
    debit: Debit,
    amount: Money,
    burned: Vec<Burned>,
    overage: Option<Money>,
) -> Result<(), Problem> {
    let before = fold.state.balance;
    fold.state.balance = before.minus(amount)?;
    entry(fold, now, debit, amount, burned, overage)?;
    watch::balance(fold, now, before)
}

fn entry(
    fold: &mut Fold<'_>,
    now: &Now<'_>,
    debit: Debit,
    amount: Money,
    burned: Vec<Burned>,
    overage: Option<Money>,
) -> Result<(), Problem> {
    let side = Side::of(&[(Book::Customer, amount.negated())]);
    let postings = side.against(debit.counter, Book::Customer, fold.zero()?)?;
    let id = format!("{}/{}", now.event, debit.name);
    let entry = fold.entry(id, now, debit.kind, debit.description, postings, debit.rules)?;
    let overage = overage.filter(|overage| overage.is_positive());
    fold.entries.push(Entry { burned, overage, ..entry });
    Ok(())
}
