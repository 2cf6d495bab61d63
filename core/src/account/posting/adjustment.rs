//! The balance is adjusted by hand, or an entry corrected.

use super::burn::burn_credit;
use super::debit::{Debit, debited};
use super::grant::{Arrival, arrived, grant};
use crate::account::event::Adjustment;
use crate::account::working::{Now, Working};
use crate::ledger::{Book, Entry, Kind};
use crate::money::Exact;
use crate::problem::{Code, Problem};
use crate::rule::Rule;
use crate::wallet::Source;
use alloc::format;
use alloc::string::String;

/// Rules `credit.adjustment` and `credit.correction`. It may be as fine as the ledger, since it may mend a usage.
pub(crate) fn adjust(work: &mut Working<'_>, now: &Now<'_>, fact: &Adjustment) -> Result<(), Problem> {
    if fact.amount.is_zero() {
        let problem = Problem::new(Code::AmountZero, "the adjustment is zero", "write an amount above or below zero");
        return Err(problem.under("amount"));
    }
    check_correction(fact)?;
    let amount = work.rulebook.money(fact.amount).map_err(|problem| problem.under("amount"))?;
    let (kind, name, rules): (_, _, &[Rule]) = match fact.corrects {
        Some(_) => (Kind::Correction, "correction", &[Rule::CreditCorrection]),
        None => (Kind::Adjustment, "adjustment", &[Rule::CreditAdjustment]),
    };
    let (description, counter) = (String::from(&*fact.reason), Book::Adjustment);
    if amount.is_positive() {
        let made = grant(&fact.id, Source::Refund, amount, now.time, None);
        let entry = arrived(work, now, made, Arrival { kind, name, description, counter, rules })?;
        work.entries.push(Entry { corrects: fact.corrects.clone(), ..entry });
    } else {
        let amount = amount.negated();
        let burn = burn_credit(work, now, &fact.id, amount, None, now.time)?;
        let debit = Debit { kind, name, description, counter, rules };
        let entry = debited(work, now, debit, amount, burn.parts, Some(burn.overage))?;
        work.entries.push(Entry { corrects: fact.corrects.clone(), ..entry });
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
