//! Scheduled bank debits on an account: asked for, paid, failed, overdue.

use super::credit::{self, Arrival};
use super::effect::{ChargeRequest, Debit, Effect};
use super::event::{Decline, Payments};
use super::fold::{Fold, Now, effect_id};
use super::recharging;
use crate::ledger::{Book, Kind};
use crate::money::{Money, Refusal};
use crate::payment::OpenDebit;
use crate::problem::Problem;
use crate::recharge::charge_id;
use crate::rule::Rule;
use crate::text::Id;
use crate::time::business_days_after;
use alloc::format;

const RULES: &[Rule] = &[Rule::BankDebitSchedule, Rule::CreditGrant, Rule::OveragePaidFirst];

/// Its day has come: ask for it, and set the day of the next.
pub(super) fn ask(fold: &mut Fold<'_>, now: &Now<'_>) -> Result<(), Problem> {
    let today = now.time.date();
    let schedule = fold.state.settings.bank_debit.clone().filter(|debit| debit.enabled);
    fold.state.debit_on = schedule.as_ref().map(|debit| today.next_monthly(debit.day_of_month));
    let (Some(schedule), Some(policy)) = (schedule, fold.rulebook.parts().bank_debit.as_ref()) else { return Ok(()) };
    let amount = fold.rulebook.payable(*schedule.amount)?;
    let charge = charge_id(&fold.state.account, Rule::BankDebitSchedule, now.event, 1);
    let expected_by = business_days_after(today, policy.business_days);
    fold.effects.push(Effect::ChargeRequest(ChargeRequest {
        id: format!("{charge}/charge_request"),
        event: now.event.clone(),
        time: now.time,
        charge: charge.clone(),
        amount,
        method: schedule.method.clone(),
        sequence: 1,
        planned: 1,
        expected_by: Some(expected_by),
        balance: fold.state.balance,
        rule: Rule::BankDebitSchedule,
        to: fold.addresses(),
    }));
    let (method, time, overdue) = (schedule.method, now.time, false);
    fold.state.debits.push(OpenDebit { charge: charge.clone(), amount, method, time, expected_by, overdue });
    match fold.payments {
        Payments::Report => Ok(()),
        Payments::Succeed => recharging::paid(fold, now, &charge),
        Payments::Decline => recharging::failed(fold, now, &charge, Decline::Soft),
    }
}

/// The bank has answered; says whether the charge was a debit of this account.
pub(super) fn answer(fold: &mut Fold<'_>, now: &Now<'_>, charge: &Id, paid: bool) -> Result<bool, Problem> {
    let Some(place) = fold.state.debits.iter().position(|debit| debit.charge == *charge) else { return Ok(false) };
    let debit = fold.state.debits.remove(place);
    if paid {
        let description = format!("bank debit by {}", debit.method);
        let (kind, name, counter) = (Kind::BankDebit, "bank_debit", Book::Cash);
        let arrival = Arrival { kind, name, description, counter, rules: RULES };
        credit::purchased(fold, now, charge, debit.amount, arrival)?;
        credit::after_purchase(fold)?;
    } else {
        let told = told(fold, now, &debit, "debit_failed");
        fold.effects.push(Effect::DebitFailed(told));
    }
    Ok(true)
}

/// No answer in time; told once.
pub(super) fn overdue(fold: &mut Fold<'_>, now: &Now<'_>, place: usize) {
    let Some(debit) = fold.state.debits.get_mut(place) else { return };
    debit.overdue = true;
    let debit = debit.clone();
    let told = told(fold, now, &debit, "debit_overdue");
    fold.effects.push(Effect::DebitOverdue(told));
}

fn told(fold: &Fold<'_>, now: &Now<'_>, debit: &OpenDebit, name: &str) -> Debit {
    Debit {
        id: effect_id(now, name),
        event: now.event.clone(),
        time: now.time,
        charge: debit.charge.clone(),
        method: debit.method.clone(),
        amount: debit.amount,
        balance: fold.state.balance,
        rule: Rule::BankDebitSchedule,
        to: fold.addresses(),
    }
}

/// Money on its way from banks.
pub(super) fn on_its_way(fold: &Fold<'_>) -> Result<Money, Refusal> {
    fold.state.debits.iter().try_fold(fold.zero()?, |sum, debit| sum.plus(debit.amount))
}
