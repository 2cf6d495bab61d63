//! Rule `plan.fee`: what a cycle comes to, ahead or when it ends.

use super::known::{plan, set};
use super::used::used;
use crate::account::posting::{Charge, GivenUp, post_fee};
use crate::account::working::{Now, Working};
use crate::catalog::{Charged, Plan};
use crate::money::Ratio;
use crate::plan::{Part, Subscription, fee};
use crate::problem::Problem;
use crate::time::Instant;

/// Charges the open cycle from here to its end, where the plan is paid in advance.
pub(super) fn charge_ahead(work: &mut Working<'_>, now: &Now<'_>, place: usize, from: Instant) -> Result<(), Problem> {
    let zero = work.zero()?;
    set(work, place, |known| known.paid = zero);
    let Some(known) = work.state.subscriptions.get(place).cloned() else { return Ok(()) };
    if plan(work, &known.plan)?.charged == Charged::InArrears { Ok(()) } else { charge_part(work, now, place, from) }
}

/// Charges from here to where the open cycle or the subscription ends.
pub(super) fn charge_part(work: &mut Working<'_>, now: &Now<'_>, place: usize, from: Instant) -> Result<(), Problem> {
    let Some(known) = work.state.subscriptions.get(place).cloned() else { return Ok(()) };
    let (plan, until) = (plan(work, &known.plan)?, known.paid_until());
    let fee = fee(work.rulebook, &Part { plan, quantity: known.quantity, from, until, cycle: known.cycle() })?;
    let paid = known.paid.plus(fee.amount)?;
    set(work, place, |known| known.paid = paid);
    post_fee(
        work,
        now,
        &Charge { plan, subscription: &known, fee, from, until, credited: None, used: None, late: from < now.time },
    )
}

/// In arrears: what the open cycle has come to until here.
pub(super) fn charge_used(work: &mut Working<'_>, now: &Now<'_>, place: usize, at: Instant) -> Result<(), Problem> {
    let Some(known) = work.state.subscriptions.get(place).cloned() else { return Ok(()) };
    let plan = plan(work, &known.plan)?;
    if known.trial_until.is_some() || plan.charged == Charged::InAdvance {
        return Ok(());
    }
    charge_arrears(work, now, (&known, plan), at, None)
}

pub(super) fn charge_arrears(
    work: &mut Working<'_>,
    now: &Now<'_>,
    (known, plan): (&Subscription, &Plan),
    at: Instant,
    given: Option<&GivenUp>,
) -> Result<(), Problem> {
    let (from, until) = (known.charged_from, at.min(known.cycle_until));
    let of =
        |from, until| fee(work.rulebook, &Part { plan, quantity: known.quantity, from, until, cycle: known.cycle() });
    let mut fee = of(from, until)?;
    let used = given.map(|given| used(work, given, plan, (from, known.paid_until(), at), &of)).transpose()?;
    let used = used.filter(|used| used.is_positive());
    if let Some(used) = used {
        (fee.amount, fee.exact) = (fee.amount.plus(used)?, fee.exact.plus(Ratio::of(used.exact()))?);
    }
    post_fee(
        work,
        now,
        &Charge { plan, subscription: known, fee, from, until, credited: None, used, late: at < now.time },
    )
}
