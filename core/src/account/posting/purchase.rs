//! Credit that was paid for.

use super::grant::{Arrival, arrive, grant};
use crate::account::working::{Now, Working};
use crate::money::Money;
use crate::problem::Problem;
use crate::text::Id;
use crate::wallet::Source;

/// Credit that was paid for, at the rulebook's validity.
pub(crate) fn purchased(
    work: &mut Working<'_>,
    now: &Now<'_>,
    id: &Id,
    amount: Money,
    arrival: Arrival,
) -> Result<(), Problem> {
    let days = work.rulebook.parts().top_up.as_ref().and_then(|policy| policy.valid_days);
    let grant = grant(id, Source::Purchased, amount, now.time, days.map(|days| now.time.plus_days(days)));
    arrive(work, now, grant, arrival)?;
    work.moment.seen.purchase = true;
    Ok(())
}
