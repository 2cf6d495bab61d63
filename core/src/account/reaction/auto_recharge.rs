//! Auto-recharge on an account: one charge on its way at a time, so that a failure stops the burst and money on
//! its way is counted by itself. Decide, ask, hear the result, go on.

use crate::account::effect::{Blocked, ChargeRequest, Effect, Notice, Reason, told};
use crate::account::posting::add_to_day;
use crate::account::state::{BlockedBy, OpenCharge};
use crate::account::working::{Burst, Now, Working};
use crate::problem::Problem;
use crate::recharge::{Aim, Pause, Plan, Recharge, Spent, charge_id, plan, wanted};
use crate::rule::Rule;
use crate::text::Id;
use alloc::format;

/// Purchased credit that brings the balance to the recharge threshold starts the ladder anew. The breaker and a hard
/// decline stay: they are about the method, not the balance.
pub(crate) fn after_purchase(work: &mut Working<'_>) -> Result<(), Problem> {
    let threshold = match &work.state.settings.recharge {
        Some(recharge) => recharge.in_money(work.rulebook)?.threshold,
        None => return Ok(()),
    };
    if work.state.balance >= threshold {
        work.state.attempts.failed_at = None;
    }
    Ok(())
}

/// Credit has arrived: where the balance no longer calls for a charge, what was held back is worth telling anew.
pub(crate) fn after_credit(work: &mut Working<'_>) -> Result<(), Problem> {
    if work.state.recharge_blocked.is_some() {
        let expected = work.state.balance.plus(work.state.on_its_way()?)?;
        let calls = work.recharge()?.is_some_and(|(policy, recharge)| wanted(policy, recharge, expected, 0));
        work.state.recharge_blocked.take_if(|_| !calls);
    }
    Ok(())
}

/// Plan, pauses, limits, in this order; then ask for one charge, or say once why not.
pub(crate) fn decide(work: &mut Working<'_>, now: &Now<'_>, burst: Burst) -> Result<(), Problem> {
    if work.state.open.is_some() {
        return Ok(());
    }
    if work.recharge()?.is_none() {
        return Ok(());
    }
    // Money on its way from a bank counts: no second charge for the same deficit.
    let expected = work.state.balance.plus(work.state.on_its_way()?)?;
    let Some((policy, recharge)) = work.recharge()? else { return Ok(()) };
    if !wanted(policy, recharge, expected, burst.charges) {
        work.state.recharge_blocked = None;
        return Ok(());
    }
    let recharge = recharge.clone();
    let plan = plan(policy, &recharge, expected, &spent(work, now, &burst)?)?;
    let Some(method) = work.state.method_in_force().cloned() else {
        return pause(work, now, Pause::NoMethod);
    };
    match work.state.attempts.pause(policy, recharge.threshold, &method, work.state.balance, now.time)? {
        // The notice of the failure has named the rung.
        Some(Pause::NextRung) => return Ok(()),
        Some(reason) => return pause(work, now, reason),
        None => {}
    }
    if let (0, Some(limit)) = (plan.charges, plan.cut_by) {
        block(work, now, BlockedBy { limit: Some(limit), pause: None }, Reason::Limit(limit), Rule::RechargeLimits);
        return Ok(());
    }
    ask(work, now, &burst, &plan, &recharge, method)
}

fn pause(work: &mut Working<'_>, now: &Now<'_>, pause: Pause) -> Result<(), Problem> {
    let rule = if pause == Pause::NoMethod { Rule::RechargeMethod } else { Rule::RechargePause };
    block(work, now, BlockedBy { limit: None, pause: Some(pause) }, Reason::Pause(pause), rule);
    Ok(())
}

fn spent(work: &Working<'_>, now: &Now<'_>, burst: &Burst) -> Result<Spent, Problem> {
    let today = now.time.date();
    let (mut day, mut month) = (work.zero()?, work.zero()?);
    let first = today.month().first_day();
    for charged in work.state.charged_by_day.iter().filter(|charged| first <= charged.date && charged.date <= today) {
        month = month.plus(charged.amount)?;
        if charged.date == today {
            day = charged.amount;
        }
    }
    Ok(Spent { charges: burst.charges, trigger: burst.sum, day, month })
}

fn ask(
    work: &mut Working<'_>,
    now: &Now<'_>,
    burst: &Burst,
    plan: &Plan,
    recharge: &Recharge,
    method: Id,
) -> Result<(), Problem> {
    let (amount, sequence) = (plan.next, burst.charges.saturating_add(1));
    let charge = charge_id(&work.state.account, Rule::RechargeRepeat, &burst.event, sequence);
    let month = now.time.date().month();
    work.state.charged_by_day.retain(|day| day.date.month() == month);
    add_to_day(&mut work.state.charged_by_day, now.time.date(), amount)?;
    let rule = match recharge.aim {
        Aim::Steps(_, false) => Rule::RechargeRepeat,
        Aim::Steps(_, true) => Rule::RechargeCombine,
        Aim::Balance(_) => Rule::RechargeTarget,
    };
    work.effects.push(Effect::ChargeRequest(told!(
        Notice { id: format!("{charge}/charge_request"), ..work.notice(now, "charge_request", rule) },
        ChargeRequest {
            charge: charge.clone(),
            amount,
            method: method.clone(),
            sequence,
            planned: u32::try_from(plan.charges).unwrap_or(u32::MAX).saturating_add(burst.charges),
            expected_by: None,
        }
    )));
    let event = burst.event.clone();
    let sum = burst.sum.plus(amount)?;
    work.state.open = Some(OpenCharge { charge, amount, method, event, sequence, burst: sum, time: now.time, rule });
    Ok(())
}

/// Says why no charge is made, once for each reason as long as the balance calls for one.
fn block(work: &mut Working<'_>, now: &Now<'_>, by: BlockedBy, reason: Reason, rule: Rule) {
    if work.state.recharge_blocked.replace(by) == Some(by) {
        return;
    }
    work.effects.push(Effect::RechargeBlocked(told!(work.notice(now, "recharge_blocked", rule), Blocked { reason })));
}
