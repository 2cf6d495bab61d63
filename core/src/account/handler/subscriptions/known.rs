//! The subscription and the plan that an event names.

use crate::account::posting::take;
use crate::account::working::Working;
use crate::catalog::Plan;
use crate::plan::{Cycle, Subscription, cycle_after, cycle_at};
use crate::problem::{Code, Problem};
use crate::text::Id;
use crate::time::Instant;
use alloc::format;

pub(super) fn plan<'r>(work: &Working<'r>, id: &Id) -> Result<&'r Plan, Problem> {
    work.rulebook.plan(id).ok_or_else(|| {
        let message = format!("the rulebook has no plan `{id}`");
        Problem::new(Code::PlanUnknown, message, "name a plan of the rulebook").under("plan")
    })
}

/// The subscription and its place.
pub(super) fn find(work: &Working<'_>, id: &Id) -> Result<(usize, Subscription), Problem> {
    let list = &work.state.subscriptions;
    let place = list.binary_search_by(|known| known.subscription.cmp(id)).ok();
    place.and_then(|place| list.get(place).map(|known| (place, known.clone()))).ok_or_else(|| {
        let message = format!("the account has no subscription `{id}`");
        Problem::new(Code::SubscriptionUnknown, message, "name one that is taken and has not ended")
            .under("subscription")
    })
}

pub(super) fn set(work: &mut Working<'_>, place: usize, change: impl FnOnce(&mut Subscription)) {
    if let Some(known) = work.state.subscriptions.get_mut(place) {
        change(known);
    }
}

/// It is gone, with what it gave; nothing more is credited of its fees, whatever is called so next.
pub(super) fn remove(work: &mut Working<'_>, place: usize) {
    let gone = work.state.subscriptions.remove(place);
    let fees = work.state.charged.iter_mut().filter(|fee| fee.subscription == gone.subscription);
    fees.for_each(|fee| fee.ended = Some(fee.from));
    take(work, &gone.subscription);
}

/// The cycle that was open at this moment.
pub(super) fn open_at(work: &Working<'_>, plan: &Plan, known: &Subscription, at: Instant) -> Result<Cycle, Problem> {
    let is_trial = known.trial_at(at).is_some_and(|until| at < until);
    if is_trial && at < known.cycle_from && plan.cadence().counts_from_start() {
        // Its end has begun them anew.
        return cycle_after(work.rulebook, plan, known.changed_at.unwrap_or(known.from), at);
    }
    cycle_at(work.rulebook, plan, known.cycle(), at)
}
