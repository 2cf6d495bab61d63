//! Subaccounts and their parts of the usage.

use crate::account::working::{Now, Working};
use crate::limit::{Subaccount, SubaccountLimits};
use crate::money::Money;
use crate::problem::{Code, Problem};
use crate::text::Id;
use crate::time::Instant;
use alloc::format;

/// Most subaccounts of an account.
const SUBACCOUNTS_MAX: usize = 100;

/// Adds a usage to its subaccount's part.
pub(crate) fn add_usage(
    work: &mut Working<'_>,
    now: &Now<'_>,
    subaccount: Option<&Id>,
    time: Instant,
    amount: Money,
) -> Result<(), Problem> {
    let Some(subaccount) = subaccount else { return Ok(()) };
    let (today, zero) = (now.time.date(), work.zero()?);
    let known = find_subaccount(work, subaccount)?;
    if time.date() == today {
        let used = known.used_on(today, zero).plus(amount)?;
        (known.day, known.used_today) = (Some(today), Some(used));
    }
    known.used_this_period = known.used_this_period.plus(amount)?;
    Ok(())
}

/// The subaccount, made where it is not known.
pub(crate) fn find_subaccount<'f>(work: &'f mut Working<'_>, subaccount: &Id) -> Result<&'f mut Subaccount, Problem> {
    let zero = work.zero()?;
    let list = &mut work.state.subaccounts;
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
            day: None,
            used_today: None,
            used_this_period: zero,
        });
    }
    list.get_mut(place).ok_or_else(|| crate::money::Refusal::Impossible.into())
}
