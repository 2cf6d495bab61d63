//! Scheduled bank debits on an account: asked for, paid, failed, overdue.

use crate::account::effect::{ChargeRequest, Debit, Effect, Notice, told};
use crate::account::event::Payments;
use crate::account::posting::{Arrival, purchased};
use crate::account::working::{Now, Working};
use crate::ledger::{Book, Kind};
use crate::payment::OpenDebit;
use crate::problem::Problem;
use crate::recharge::charge_id;
use crate::rule::Rule;
use crate::text::Id;
use crate::time::business_days_after;
use alloc::format;

const RULES: &[Rule] = &[Rule::BankDebitSchedule, Rule::CreditGrant, Rule::OveragePaidFirst];

/// Its day has come: ask for it, and set the day of the next.
pub(crate) fn ask(work: &mut Working<'_>, now: &Now<'_>) -> Result<(), Problem> {
    let today = now.time.date();
    let schedule = work.state.settings.bank_debit.clone().filter(|debit| debit.enabled);
    work.state.debit_on = schedule.as_ref().map(|debit| today.next_monthly(debit.day_of_month));
    let (Some(schedule), Some(policy)) = (schedule, work.rulebook.parts().bank_debit.as_ref()) else { return Ok(()) };
    let amount = work.rulebook.payable(*schedule.amount)?;
    let charge = charge_id(&work.state.account, Rule::BankDebitSchedule, now.event, 1);
    let expected_by = business_days_after(today, policy.business_days);
    work.effects.push(Effect::ChargeRequest(told!(
        Notice {
            id: format!("{charge}/charge_request"),
            ..work.notice(now, "charge_request", Rule::BankDebitSchedule)
        },
        ChargeRequest {
            charge: charge.clone(),
            amount,
            method: schedule.method.clone(),
            sequence: 1,
            planned: 1,
            expected_by: Some(expected_by),
        }
    )));
    let (method, time, overdue) = (schedule.method, now.time, false);
    work.state.debits.push(OpenDebit { charge: charge.clone(), amount, method, time, expected_by, overdue });
    match work.payments {
        Payments::Report => {}
        Payments::Succeed => _ = answer(work, now, &charge, true)?,
        Payments::Decline => _ = answer(work, now, &charge, false)?,
    }
    Ok(())
}

/// The bank has answered; says whether the charge was a debit of this account.
pub(crate) fn answer(work: &mut Working<'_>, now: &Now<'_>, charge: &Id, paid: bool) -> Result<bool, Problem> {
    let Some(place) = work.state.debits.iter().position(|debit| debit.charge == *charge) else { return Ok(false) };
    let debit = work.state.debits.remove(place);
    if paid {
        let description = format!("bank debit by {}", debit.method);
        let (kind, name, counter) = (Kind::BankDebit, "bank_debit", Book::Cash);
        let arrival = Arrival { kind, name, description, counter, rules: RULES };
        purchased(work, now, charge, debit.amount, arrival)?;
    } else {
        let told = about(work, now, &debit, "debit_failed");
        work.effects.push(Effect::DebitFailed(told));
        // The deficit that it was to cover is there again.
        (work.moment.seen.retry, work.moment.seen.unpaid) = (true, true);
    }
    Ok(true)
}

/// No answer in time; told once.
pub(crate) fn overdue(work: &mut Working<'_>, now: &Now<'_>, place: usize) {
    let Some(debit) = work.state.debits.get_mut(place) else { return };
    debit.overdue = true;
    let debit = debit.clone();
    let told = about(work, now, &debit, "debit_overdue");
    work.effects.push(Effect::DebitOverdue(told));
}

fn about(work: &Working<'_>, now: &Now<'_>, debit: &OpenDebit, name: &str) -> Debit {
    told!(
        work.notice(now, name, Rule::BankDebitSchedule),
        Debit { charge: debit.charge.clone(), method: debit.method.clone(), amount: debit.amount }
    )
}
