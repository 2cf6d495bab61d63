//! A plan is taken.

use super::catch_up::catch_up;
use super::charge::charge_ahead;
use super::known::plan;
use super::late::named;
use crate::account::event::Subscribed;
use crate::account::posting::give;
use crate::account::working::{Now, Working};
use crate::catalog::Plan;
use crate::plan::{Subscription, anniversary, whole};
use crate::problem::{Code, Problem};
use crate::text::Id;
use crate::time::Instant;
use alloc::format;

/// Most subscriptions of an account.
const SUBSCRIPTIONS_MAX: usize = 200;

/// Most products of which a trial is remembered; after so many there is none any more.
const TRIALS_MAX: usize = 64;

/// A plan is taken: charged from then, or from the end of its trial.
pub(crate) fn subscribe(work: &mut Working<'_>, now: &Now<'_>, fact: &Subscribed) -> Result<(), Problem> {
    let at = named(work, now, fact.time)?;
    let plan = plan(work, &fact.plan)?;
    let list = &work.state.subscriptions;
    let Err(place) = list.binary_search_by(|known| known.subscription.cmp(&fact.subscription)) else {
        let message = format!("the account has a subscription `{}`", fact.subscription);
        let help = "give each subscription a name of its own, or change the one there is";
        return Err(Problem::new(Code::SubscriptionDuplicate, message, help).under("subscription"));
    };
    if list.len() >= SUBSCRIPTIONS_MAX {
        let message = format!("the account has {SUBSCRIPTIONS_MAX} subscriptions");
        let help = "take several units of a plan in one subscription";
        return Err(Problem::new(Code::SubscriptionsTooMany, message, help).under("subscription"));
    }
    let (cycle_from, cycle_until) = whole(work.rulebook, plan, at)?;
    let trial_until = trial(work, plan, fact.trial_days, at)?;
    let committed = Some(plan.commitment_months).filter(|months| *months > 0);
    let subscription = Subscription {
        subscription: fact.subscription.clone(),
        plan: fact.plan.clone(),
        quantity: fact.quantity,
        subaccount: fact.subaccount.clone(),
        from: at,
        cycle_from,
        cycle_until,
        charged_from: at,
        paid: work.zero()?,
        trial_until,
        trial_ended: None,
        changed_at: None,
        committed_until: committed.map(|months| anniversary(work.rulebook, at, months)).transpose()?,
        ends: None,
        next: None,
    };
    work.state.subscriptions.insert(place, subscription);
    give(work, &fact.subscription, plan, (at, None))?;
    if trial_until.is_none() {
        charge_ahead(work, now, place, at)?;
    }
    catch_up(work, now, &fact.subscription)
}

/// Rule `plan.trial`: so many days by the calendar. The plan's own is had once a product; days that the event names are a
/// decision about this subscription.
fn trial(work: &mut Working<'_>, plan: &Plan, days: Option<u32>, at: Instant) -> Result<Option<Instant>, Problem> {
    let trials = &work.state.trials;
    let had = trials.len() >= TRIALS_MAX || trials.binary_search(&plan.product).is_ok();
    let days = days.unwrap_or(if had { 0 } else { plan.trial_days });
    if days == 0 {
        return Ok(None);
    }
    note_trial(work, &plan.product);
    work.rulebook.days_on(at, days).map(Some)
}

/// Keeps in mind that the account has had a trial of this product.
pub(super) fn note_trial(work: &mut Working<'_>, product: &Id) {
    let trials = &mut work.state.trials;
    if let (Err(place), true) = (trials.binary_search(product), trials.len() < TRIALS_MAX) {
        trials.insert(place, product.clone());
    }
}
