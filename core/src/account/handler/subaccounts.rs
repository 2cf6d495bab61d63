//! Subaccounts: made and changed.

use crate::account::event::SubaccountChanged;
use crate::account::posting::find_subaccount;
use crate::account::working::Working;
use crate::problem::Problem;

/// What stands in the change replaces what was.
pub(crate) fn change(work: &mut Working<'_>, fact: &SubaccountChanged) -> Result<(), Problem> {
    if let Some(limits) = &fact.limits {
        for (limit, name) in [(limits.per_day, "per_day"), (limits.per_period, "per_period")] {
            if let Some(limit) = limit {
                work.rulebook.payable(*limit).map_err(|problem| problem.under(name).under("limits"))?;
            }
        }
    }
    let known = find_subaccount(work, &fact.subaccount)?;
    known.enabled = fact.enabled.unwrap_or(known.enabled);
    known.limits = fact.limits.unwrap_or(known.limits);
    Ok(())
}
