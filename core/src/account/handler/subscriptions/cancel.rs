//! Rule `plan.cancellation`: a subscription ends, or goes on after all.

use super::charge::charge_part;
use super::give_up::{Given, give_up};
use super::known::{find, plan, remove, set};
use super::late::{named, not_before, not_overtaken, open_at};
use crate::account::event::{Cancellation, SubscriptionCancelled, SubscriptionResumed};
use crate::account::working::{Now, Working};
use crate::catalog::Charged;
use crate::problem::{Code, Problem};
use crate::time::Instant;
use alloc::format;

/// It ends now, or when what is open does: the trial, in which nothing is owed; the cycle; the commitment.
pub(crate) fn cancel(work: &mut Working<'_>, now: &Now<'_>, fact: &SubscriptionCancelled) -> Result<(), Problem> {
    let at = named(work, now, fact.time)?;
    let (place, known) = find(work, &fact.subscription)?;
    not_before(&known, at)?;
    let at_once = matches!(fact.how, Cancellation::Now | Cancellation::NowWithCredit);
    if !at_once {
        not_overtaken(&known, at)?;
    }
    let trial = known.trial_at(at);
    let open = open_at(work, plan(work, &known.plan)?, &known, at)?;
    let committed = known.committed_until.filter(|until| *until > at && trial.is_none());
    if let Some(until) = committed
        && (fact.how != Cancellation::CommitmentEnd)
        && (fact.how != Cancellation::CycleEnd || until > open.until)
    {
        let message = format!("the subscription is committed until {until}");
        return Err(Problem::new(Code::SubscriptionEnding, message, "end it with `commitment_end`").under("how"));
    }
    let ends = match fact.how {
        Cancellation::Now | Cancellation::NowWithCredit => at,
        _ if trial.is_some() => trial.unwrap_or(at),
        Cancellation::CycleEnd => open.until,
        Cancellation::CommitmentEnd => committed.unwrap_or(open.until),
    };
    let since = if ends == at { Given::Up } else { Given::After(at) };
    let given = if fact.how == Cancellation::Now && trial.is_none() { Given::Begun } else { since };
    if ends > now.time {
        set(work, place, |known| (known.ends, known.changed_at) = (Some(ends), Some(at)));
        return if at < now.time { give_up(work, now, &known, (ends, given), None) } else { Ok(()) };
    }
    give_up(work, now, &known, (ends, given), None)?;
    remove(work, place);
    Ok(())
}

/// What is scheduled is taken back.
pub(crate) fn resume(work: &mut Working<'_>, now: &Now<'_>, fact: &SubscriptionResumed) -> Result<(), Problem> {
    let at = named(work, now, fact.time)?;
    let (place, known) = find(work, &fact.subscription)?;
    not_before(&known, at)?;
    not_overtaken(&known, at)?;
    if known.ends.is_none() && known.next.is_none() {
        let message = format!("nothing is scheduled for `{}`", fact.subscription);
        let help = "an end or a change that has come is not taken back: subscribe, or change it again";
        return Err(Problem::new(Code::SubscriptionNotEnding, message, help).under("subscription"));
    }
    go_on(work, now, place)?;
    set(work, place, |known| known.changed_at = Some(at));
    Ok(())
}

/// It goes on as it is; what was not charged of the open cycle because it was to end is charged.
pub(super) fn go_on(work: &mut Working<'_>, now: &Now<'_>, place: usize) -> Result<(), Problem> {
    let Some(known) = work.state.subscriptions.get(place).cloned() else { return Ok(()) };
    set(work, place, |known| (known.ends, known.next, known.changed_at) = (None, None, Some(now.time)));
    let plan = plan(work, &known.plan)?;
    let charged = work.state.charged.iter().rev().find(|fee| fee.subscription == known.subscription);
    let until: Option<Instant> = charged.map(|fee| fee.until).filter(|until| known.ends == Some(*until));
    match until.filter(|until| *until < known.cycle_until && plan.charged == Charged::InAdvance) {
        Some(until) => charge_part(work, now, place, until),
        None => Ok(()),
    }
}
