//! The subscription and the plan that an event names.

use crate::account::posting::take;
use crate::account::working::Working;
use crate::catalog::Plan;
use crate::plan::Subscription;
use crate::problem::{Code, Problem};
use crate::text::Id;
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
