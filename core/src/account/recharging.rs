//! Auto-recharge on an account: one charge on its way at a time, so that a failure stops the burst and money on
//! its way is counted by itself. Decide, ask, hear the result, go on.

use super::credit::{self, Arrival};
use super::effect::{Blocked, ChargeRequest, Effect, Reason, RechargeFailed};
use super::event::{Decline, Payments};
use super::fold::{Fold, Now, effect_id};
use super::state::{Held, OpenCharge, State};
use super::usage::add_to_day;
use super::{debiting, service};
use crate::ledger::{Book, Kind};
use crate::money::Money;
use crate::problem::{Code, Problem};
use crate::recharge::{Aim, Attempts, Pause, Plan, Recharge, Spent, breaks, charge_id, next_rung, plan, wanted};
use crate::rule::Rule;
use crate::text::Id;
use alloc::format;

/// The rules of a charge that was paid, by the one that made its amount.
const fn paid_by(rule: Rule) -> &'static [Rule] {
    match rule {
        Rule::RechargeCombine => &[Rule::RechargeCombine, Rule::CreditGrant, Rule::OveragePaidFirst],
        Rule::RechargeTarget => &[Rule::RechargeTarget, Rule::CreditGrant, Rule::OveragePaidFirst],
        _ => &[Rule::RechargeRepeat, Rule::CreditGrant, Rule::OveragePaidFirst],
    }
}

/// A row of charges for one triggering event.
struct Burst {
    event: Id,
    charges: u32,
    sum: Money,
}

/// A debit, or a setting that has become another, may trigger.
pub(super) fn start(fold: &mut Fold<'_>, now: &Now<'_>) -> Result<(), Problem> {
    let burst = Burst { event: now.event.clone(), charges: 0, sum: fold.zero()? };
    decide(fold, now, burst)
}

/// Time lets attempts through that waited for it: held back by a limit or by spacing. The ladder waits for a debit.
pub(super) fn after_time(fold: &mut Fold<'_>, now: &Now<'_>) -> Result<(), Problem> {
    let waits = |held: Held| held.limit.is_some() || held.pause == Some(Pause::Spacing);
    if fold.state.held.is_some_and(waits) { start(fold, now) } else { Ok(()) }
}

/// Credit has arrived: where the balance no longer calls for a charge, what was held back is worth telling anew.
pub(super) fn after_credit(fold: &mut Fold<'_>) -> Result<(), Problem> {
    if fold.state.held.is_some() {
        let expected = fold.state.balance.plus(debiting::on_its_way(fold)?)?;
        let calls = fold.recharge()?.is_some_and(|(policy, recharge)| wanted(policy, recharge, expected, 0));
        fold.state.held.take_if(|_| !calls);
    }
    Ok(())
}

/// A charge was paid: credit, forget earlier failures, go on with the burst.
pub(super) fn paid(fold: &mut Fold<'_>, now: &Now<'_>, charge: &Id) -> Result<(), Problem> {
    if debiting::answer(fold, now, charge, true)? {
        return Ok(());
    }
    let open = close(fold, charge)?;
    fold.state.attempts = Attempts::default();
    let description = format!("auto-recharge {} by {}", open.sequence, open.method);
    let (kind, name, counter) = (Kind::Recharge, "recharge", Book::Cash);
    credit::purchased(
        fold,
        now,
        charge,
        open.amount,
        Arrival { kind, name, description, counter, rules: paid_by(open.rule) },
    )?;
    decide(fold, now, Burst { event: open.event, charges: open.sequence, sum: open.burst })?;
    // A burst that a limit has cut may end with nothing left to spend.
    service::after_debit(fold, now)
}

/// Takes the open charge, if it is this one.
fn close(fold: &mut Fold<'_>, charge: &Id) -> Result<OpenCharge, Problem> {
    fold.state.open.take_if(|open| open.charge == *charge).ok_or_else(|| {
        let message = format!("the charge `{charge}` is not open");
        let help = "report each charge's result once; money received outside an open charge is a top-up";
        Problem::new(Code::ChargeNotOpen, message, help).under("charge")
    })
}

/// A charge was not paid: the burst ends, the ladder begins.
pub(super) fn failed(fold: &mut Fold<'_>, now: &Now<'_>, charge: &Id, decline: Decline) -> Result<(), Problem> {
    if debiting::answer(fold, now, charge, false)? {
        // The deficit that it was to cover is there again.
        start(fold, now)?;
        return service::after_debit(fold, now);
    }
    let open = close(fold, charge)?;
    if fold.state.charged_by_day.iter().any(|day| day.date == open.time.date()) {
        add_to_day(&mut fold.state.charged_by_day, open.time.date(), open.amount.negated())?;
    }
    let attempts = &mut fold.state.attempts;
    attempts.failures = attempts.failures.saturating_add(1);
    attempts.failed_at = Some(fold.state.balance);
    attempts.failed_time = Some(now.time);
    if decline == Decline::Hard {
        attempts.declined_method = Some(open.method.clone());
    }
    let (balance, failures) = (fold.state.balance, fold.state.attempts.failures);
    let next_rung = match (decline, fold.recharge()?) {
        (Decline::Soft, Some((policy, recharge))) if !breaks(policy, failures) => {
            next_rung(&policy.ladder_percent, recharge.threshold, balance)?
        }
        _ => None,
    };
    fold.effects.push(Effect::RechargeFailed(RechargeFailed {
        id: effect_id(now, "recharge_failed"),
        event: now.event.clone(),
        time: now.time,
        charge: open.charge,
        method: open.method,
        failures: fold.state.attempts.failures,
        next_rung,
        balance: fold.state.balance,
        rule: Rule::RechargeLadder,
        to: fold.addresses(),
    }));
    service::after_debit(fold, now)
}

/// In a preview, or with the simulated gateway, every charge is answered where it is asked for.
pub(super) fn answer_charges(fold: &mut Fold<'_>, now: &Now<'_>) -> Result<(), Problem> {
    // Bounded: a failure ends the burst, and the rulebook bounds the charges of one.
    while let Some(charge) = fold.state.open.as_ref().map(|open| open.charge.clone()) {
        let answer = match fold.payments {
            Payments::Report => return Ok(()),
            Payments::Succeed => "paid",
            Payments::Decline => "declined",
        };
        let event = Id::made(format!("{charge}:{answer}"));
        let now = Now { event: &event, time: now.time };
        match fold.payments {
            Payments::Succeed => paid(fold, &now, &charge)?,
            _ => failed(fold, &now, &charge, Decline::Soft)?,
        }
    }
    Ok(())
}

/// The method that a recharge charges: the setting's own, else the account's default.
pub(super) fn method_in_force(state: &State) -> Option<&Id> {
    let own = state.settings.recharge.as_ref().and_then(|recharge| recharge.method.as_ref());
    own.or(state.default_method.as_ref())
}

/// Rule `recharge.method`: another method in force starts the ladder anew.
pub(super) fn forget_failures_of(fold: &mut Fold<'_>, old: Option<&Id>) {
    if method_in_force(&fold.state) != old {
        fold.state.attempts = Attempts::default();
    }
}

/// The default has changed: where that puts another method in force, it is tried at once.
pub(super) fn method_changed(fold: &mut Fold<'_>, now: &Now<'_>, old: Option<&Id>) -> Result<(), Problem> {
    if method_in_force(&fold.state) == old || fold.recharge()?.is_none() {
        return Ok(());
    }
    fold.state.attempts = Attempts::default();
    fold.state.held = None;
    start(fold, now)
}

/// Plan, pauses, limits, in this order; then ask for one charge, or say once why not.
fn decide(fold: &mut Fold<'_>, now: &Now<'_>, burst: Burst) -> Result<(), Problem> {
    if fold.state.open.is_some() {
        return Ok(());
    }
    // Money on its way from a bank counts: no second charge for the same deficit.
    let expected = fold.state.balance.plus(debiting::on_its_way(fold)?)?;
    let Some((policy, recharge)) = fold.recharge()? else { return Ok(()) };
    if !wanted(policy, recharge, expected, burst.charges) {
        fold.state.held = None;
        return Ok(());
    }
    let recharge = recharge.clone();
    let plan = plan(policy, &recharge, expected, &spent(fold, now, &burst)?)?;
    let Some(method) = method_in_force(&fold.state).cloned() else {
        return pause(fold, now, Pause::NoMethod);
    };
    match fold.state.attempts.pause(policy, recharge.threshold, &method, fold.state.balance, now.time)? {
        // The notice of the failure has named the rung.
        Some(Pause::NextRung) => return Ok(()),
        Some(reason) => return pause(fold, now, reason),
        None => {}
    }
    if let (0, Some(limit)) = (plan.charges, plan.cut_by) {
        hold(fold, now, Held { limit: Some(limit), pause: None }, Reason::Limit(limit), Rule::RechargeLimits);
        return Ok(());
    }
    ask(fold, now, &burst, &plan, &recharge, method)
}

fn pause(fold: &mut Fold<'_>, now: &Now<'_>, pause: Pause) -> Result<(), Problem> {
    let rule = if pause == Pause::NoMethod { Rule::RechargeMethod } else { Rule::RechargePause };
    hold(fold, now, Held { limit: None, pause: Some(pause) }, Reason::Pause(pause), rule);
    Ok(())
}

fn spent(fold: &Fold<'_>, now: &Now<'_>, burst: &Burst) -> Result<Spent, Problem> {
    let today = now.time.date();
    let (mut day, mut month) = (fold.zero()?, fold.zero()?);
    for charged in fold.state.charged_by_day.iter().filter(|charged| charged.date.month() == today.month()) {
        month = month.plus(charged.amount)?;
        if charged.date == today {
            day = charged.amount;
        }
    }
    Ok(Spent { charges: burst.charges, trigger: burst.sum, day, month })
}

fn ask(
    fold: &mut Fold<'_>,
    now: &Now<'_>,
    burst: &Burst,
    plan: &Plan,
    recharge: &Recharge,
    method: Id,
) -> Result<(), Problem> {
    let (amount, sequence) = (plan.next, burst.charges.saturating_add(1));
    let charge = charge_id(&fold.state.account, Rule::RechargeRepeat, &burst.event, sequence);
    let month = now.time.date().month();
    fold.state.charged_by_day.retain(|day| day.date.month() == month);
    add_to_day(&mut fold.state.charged_by_day, now.time.date(), amount)?;
    let rule = match recharge.aim {
        Aim::Steps(_, false) => Rule::RechargeRepeat,
        Aim::Steps(_, true) => Rule::RechargeCombine,
        Aim::Balance(_) => Rule::RechargeTarget,
    };
    fold.effects.push(Effect::ChargeRequest(ChargeRequest {
        id: format!("{charge}/charge_request"),
        event: now.event.clone(),
        time: now.time,
        charge: charge.clone(),
        amount,
        method: method.clone(),
        sequence,
        planned: u32::try_from(plan.charges).unwrap_or(u32::MAX).saturating_add(burst.charges),
        expected_by: None,
        balance: fold.state.balance,
        rule,
        to: fold.addresses(),
    }));
    let event = burst.event.clone();
    let sum = burst.sum.plus(amount)?;
    fold.state.open = Some(OpenCharge { charge, amount, method, event, sequence, burst: sum, time: now.time, rule });
    Ok(())
}

/// Says why no charge is made, once for each reason as long as the balance calls for one.
fn hold(fold: &mut Fold<'_>, now: &Now<'_>, held: Held, reason: Reason, rule: Rule) {
    if fold.state.held.replace(held) == Some(held) {
        return;
    }
    fold.effects.push(Effect::RechargeBlocked(Blocked {
        id: effect_id(now, "recharge_blocked"),
        event: now.event.clone(),
        time: now.time,
        reason,
        balance: fold.state.balance,
        rule,
        to: fold.addresses(),
    }));
}
