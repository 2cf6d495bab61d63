//! What a moved balance brings about, at the end of a moment and in this order: alerts, limits of the day and the
//! period, service restored, auto-recharge, service suspended.
//!
//! A moment is all that happens at one time. What follows looks at the balance before it and after it, never within, so
//! that a usage and a top-up of one time do not charge anybody by the order in which they are told. Money that was paid
//! back is no reason to charge.

mod auto_recharge;
mod balance_alerts;
mod spend_limits;
mod suspension;

use super::working::{Burst, Now, Working};
use crate::problem::Problem;

/// What the moment so far brings about; the next look begins here.
pub(super) fn react(work: &mut Working<'_>, now: &Now<'_>) -> Result<(), Problem> {
    let moment = work.look()?;
    // Of one scale, and compared for every event.
    let (before, after) = (moment.balance.units(), work.state.balance.units());
    if after != before && !work.quiet {
        balance_alerts::balance(work, now, moment.balance)?;
    }
    if moment.usage && !work.quiet {
        spend_limits::tell_daily(work, now)?;
        spend_limits::tell_thresholds(work, now, moment.used)?;
    }
    if moment.purchase {
        auto_recharge::after_purchase(work)?;
    }
    if after > before {
        auto_recharge::after_credit(work)?;
    }
    suspension::after_credit(work, now)?;
    let spent = after.saturating_add(moment.paid_back.units()) < before;
    if let Some(burst) = moment.burst {
        auto_recharge::decide(work, now, burst)?;
    } else if (moment.retry || spent) && work.recharge()?.is_some() {
        let burst = Burst { event: work.named(now), charges: 0, sum: work.zero()? };
        auto_recharge::decide(work, now, burst)?;
    }
    if moment.unpaid || after < before { suspension::after_debit(work, now) } else { Ok(()) }
}

/// The thresholds of the period's usage, before the period is invoiced.
pub(super) fn usage_alerts(work: &mut Working<'_>, now: &Now<'_>) -> Result<(), Problem> {
    if !work.quiet {
        spend_limits::tell_thresholds(work, now, work.moment.seen.used)?;
    }
    work.moment.seen.used = work.zero()?;
    Ok(())
}
