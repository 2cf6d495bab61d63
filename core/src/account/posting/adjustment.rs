//! Rule `credit.adjustment`: the balance is adjusted by hand, or a product charged for.

use super::adjusted::{give, take};
use super::burn::burn_credit;
use super::correction::correct;
use super::{invoice_items, paid_by};
use crate::account::event::Adjustment;
use crate::account::working::{Now, Working};
use crate::money::Money;
use crate::problem::{Code, Problem};
use crate::text::Id;
use alloc::format;

/// Rules `credit.adjustment` and `credit.correction`. It may be as fine as the ledger, since it may mend a usage.
pub(crate) fn adjust(work: &mut Working<'_>, now: &Now<'_>, fact: &Adjustment) -> Result<(), Problem> {
    if fact.amount.is_zero() {
        let problem = Problem::new(Code::AmountZero, "the adjustment is zero", "write an amount above or below zero");
        return Err(problem.under("amount"));
    }
    let amount = work.rulebook.money(fact.amount).map_err(|problem| problem.under("amount"))?;
    if let Some(product) = &fact.product {
        return charge(work, now, fact, product, amount);
    }
    if let Some(corrected) = &fact.corrects {
        return correct(work, now, fact, corrected, amount);
    }
    if amount.is_positive() {
        return give(work, now, fact, amount);
    }
    let burn = burn_credit(work, now, &fact.id, amount.negated(), None, (now.time, false))?;
    take(work, now, fact, (amount.negated(), work.zero()?), (burn.parts, burn.overage))
}

/// A charge for a product by hand: credit of it pays first, and the next invoice shows it as a line.
fn charge(
    work: &mut Working<'_>,
    now: &Now<'_>,
    fact: &Adjustment,
    product: &Id,
    amount: Money,
) -> Result<(), Problem> {
    if amount.is_positive() || fact.corrects.is_some() {
        let message = format!("the adjustment charges nothing for `{product}`");
        let help = "leave `product` out; what was charged is given back by a credit note or a correction";
        return Err(Problem::new(Code::AdjustmentProduct, message, help).under("product"));
    }
    let charged = amount.negated();
    let burn = burn_credit(work, now, &fact.id, charged, Some(product), (now.time, false))?;
    paid_by::note(work, &burn.parts)?;
    take(work, now, fact, (charged.minus(burn.bound)?, burn.bound), (burn.parts, burn.overage))?;
    Ok(invoice_items::charge(work, product, charged)?)
}
