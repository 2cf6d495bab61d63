//! What became of charges: credit, or the ladder.

use super::bank_debits;
use crate::account::effect::{Effect, RechargeFailed, told};
use crate::account::event::Decline;
use crate::account::posting::{Arrival, add_to_day, purchased};
use crate::account::state::OpenCharge;
use crate::account::working::{Burst, Now, Working};
use crate::ledger::{Book, Kind};
use crate::problem::{Code, Problem};
use crate::recharge::{Attempts, breaks, next_rung};
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

/// A charge was paid: credit, forget earlier failures, go on with the burst.
pub(crate) fn paid(work: &mut Working<'_>, now: &Now<'_>, charge: &Id) -> Result<(), Problem> {
    if bank_debits::answer(work, now, charge, true)? {
        return Ok(());
    }
    let open = close(work, charge)?;
    work.state.attempts = Attempts::default();
    let description = format!("auto-recharge {} by {}", open.sequence, open.method);
    let (kind, name, counter) = (Kind::Recharge, "recharge", Book::Cash);
    purchased(work, now, charge, open.amount, Arrival { kind, name, description, counter, rules: paid_by(open.rule) })?;
    work.moment.seen.burst = Some(Burst { event: open.event, charges: open.sequence, sum: open.burst });
    // A burst that a limit has cut may end with nothing left to spend.
    work.moment.seen.unpaid = true;
    Ok(())
}

/// Takes the open charge, if it is this one.
fn close(work: &mut Working<'_>, charge: &Id) -> Result<OpenCharge, Problem> {
    work.state.open.take_if(|open| open.charge == *charge).ok_or_else(|| {
        let message = format!("the charge `{charge}` is not open");
        let help = "report each charge's result once; money received outside an open charge is a top-up";
        Problem::new(Code::ChargeNotOpen, message, help).under("charge")
    })
}

/// A charge was not paid: the burst ends, the ladder begins.
pub(crate) fn failed(work: &mut Working<'_>, now: &Now<'_>, charge: &Id, decline: Decline) -> Result<(), Problem> {
    if bank_debits::answer(work, now, charge, false)? {
        return Ok(());
    }
    let open = close(work, charge)?;
    if work.state.charged_by_day.iter().any(|day| day.date == open.time.date()) {
        add_to_day(&mut work.state.charged_by_day, open.time.date(), open.amount.negated())?;
    }
    let attempts = &mut work.state.attempts;
    attempts.failures = attempts.failures.saturating_add(1);
    attempts.failed_at = Some(work.state.balance);
    attempts.failed_time = Some(now.time);
    if decline == Decline::Hard {
        attempts.declined_method = Some(open.method.clone());
    }
    let (balance, failures) = (work.state.balance, work.state.attempts.failures);
    let next_rung = match (decline, work.recharge()?) {
        (Decline::Soft, Some((policy, recharge))) if !breaks(policy, failures) => {
            next_rung(&policy.ladder_percent, recharge.threshold, balance)?
        }
        _ => None,
    };
    work.effects.push(Effect::RechargeFailed(told!(
        work.notice(now, "recharge_failed", Rule::RechargeLadder),
        RechargeFailed { charge: open.charge, method: open.method, failures: work.state.attempts.failures, next_rung }
    )));
    work.moment.seen.unpaid = true;
    Ok(())
}
