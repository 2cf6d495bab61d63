//! Credit pays for a debit.

use crate::account::working::{Now, Working};
use crate::ledger::{Book, Kind, Side};
use crate::money::Money;
use crate::problem::Problem;
use crate::rule::Rule;
use crate::text::Id;
use crate::time::Instant;
use crate::wallet::{Burn, burn};
use alloc::format;

const REVIVED: &[Rule] = &[Rule::CreditLateUsage];

/// Rule `credit.burn_down` on the account: grants pay, the balance falls. Expired credit that pays for late usage
/// comes back first, by an entry of its own.
pub(crate) fn burn_credit(
    work: &mut Working<'_>,
    now: &Now<'_>,
    debit: &Id,
    amount: Money,
    product: Option<&Id>,
    (service, held): (Instant, bool),
) -> Result<Burn, Problem> {
    let burn = burn(&mut work.state.grants, amount, product, (service, now.time), held)?;
    for (revived, bound) in &burn.revived {
        let book = if *bound { Book::Scoped } else { Book::Customer };
        if !bound {
            work.state.balance = work.state.balance.plus(revived.amount)?;
        }
        let postings = Side::of(&[(book, revived.amount)]).against(Book::Expired, book, work.zero()?)?;
        let id = format!("{}/expiry_reversed/{debit}", revived.grant);
        let description = format!("expired credit back for late usage {debit}");
        let entry = work.entry(id, now, Kind::ExpiryReversed, description, postings, REVIVED)?;
        work.entries.push(entry);
    }
    work.state.balance = work.state.balance.minus(amount.minus(burn.bound)?)?;
    Ok(burn)
}
