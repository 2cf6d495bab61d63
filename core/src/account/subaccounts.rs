//! Subaccounts on an account: made, changed, and their parts of the usage.

use super::event::SubaccountChanged;
use super::fold::{Fold, Now};
use super::state::State;
use crate::limit::{Part, Subaccount, SubaccountLimits};
use crate::money::{Money, NonNegative};
use crate::problem::{Code, Problem};
use crate::text::Id;
use crate::time::{Date, Instant};
use alloc::format;

/// Most subaccounts of an account.
const SUBACCOUNTS_MAX: usize = 100;

/// What stands in the change replaces what was.
pub(super) fn change(fold: &mut Fold<'_>, now: &Now<'_>, fact: &SubaccountChanged) -> Result<(), Problem> {
    if let Some(limits) = &fact.limits {
        for (limit, name) in [(limits.per_day, "per_day"), (limits.per_period, "per_period")] {
            if let Some(limit) = limit {
                fold.rulebook.payable(*limit).map_err(|problem| problem.under(name).under("limits"))?;
            }
        }
    }
    let known = find(fold, now.time.date(), &fact.subaccount)?;
    known.enabled = fact.enabled.unwrap_or(known.enabled);
    known.limits = fact.limits.unwrap_or(known.limits);
    Ok(())
}

/// Adds a usage to its subaccount's part.
pub(super) fn add_usage(
    fold: &mut Fold<'_>,
    now: &Now<'_>,
    subaccount: Option<&Id>,
    time: Instant,
    amount: Money,
) -> Result<(), Problem> {
    let Some(subaccount) = subaccount else { return Ok(()) };
    let (today, zero) = (now.time.date(), fold.zero()?);
    let known = find(fold, today, subaccount)?;
    if known.day != today {
        (known.day, known.used_today) = (today, zero);
    }
    if time.date() == today {
        known.used_today = known.used_today.plus(amount)?;
    }
    known.used_this_period = known.used_this_period.plus(amount)?;
    Ok(())
}

/// The subaccount, made where it is not known.
fn find<'f>(fold: &'f mut Fold<'_>, today: Date, subaccount: &Id) -> Result<&'f mut Subaccount, Problem> {
    let zero = fold.zero()?;
    let list = &mut fold.state.subaccounts;
    let place = list.iter().position(|known| known.subaccount == *subaccount).unwrap_or(list.len());
    if place == list.len() {
        if place >= SUBACCOUNTS_MAX {
            let message = format!("the account has {SUBACCOUNTS_MAX} subaccounts");
            let help = "use one of them, or open another account";
            return Err(Problem::new(Code::SubaccountsTooMany, message, help).under("subaccount"));
        }
        list.push(Subaccount {
            subaccount: subaccount.clone(),
            enabled: true,
            limits: SubaccountLimits::default(),
            day: today,
            used_today: zero,
            used_this_period: zero,
        });
    }
    list.get_mut(place).ok_or_else(|| crate::money::Refusal::Overflow.into())
}

/// What a request of this part has to be held against.
pub(super) fn part(fold: &Fold<'_>, subaccount: Option<&Id>, today: Date) -> Result<Part, Problem> {
    let Some(subaccount) = subaccount else { return Ok(Part::Main) };
    let Some(known) = fold.state.subaccounts.iter().find(|known| known.subaccount == *subaccount) else {
        return Ok(Part::Unknown);
    };
    let held = held_by(&fold.state, subaccount, fold.zero()?)?;
    let left = |limit: Option<NonNegative>, used: Money| -> Result<Option<Money>, Problem> {
        let Some(limit) = limit else { return Ok(None) };
        Ok(Some(fold.rulebook.money(*limit)?.minus(used)?.minus(held)?))
    };
    let day = left(known.limits.per_day, known.used_on(today, fold.zero()?))?;
    let period = left(known.limits.per_period, known.used_this_period)?;
    let least = [day, period].into_iter().flatten().min();
    Ok(Part::Known(known.enabled, least))
}

fn held_by(state: &State, subaccount: &Id, zero: Money) -> Result<Money, Problem> {
    let holds = state.holds.iter().filter(|hold| hold.subaccount.as_ref() == Some(subaccount));
    let mut sum = zero;
    for hold in holds {
        sum = sum.plus(hold.amount)?;
    }
    Ok(sum)
}
