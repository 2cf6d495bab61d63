//! Credit ends.

use crate::account::working::{Now, Working};
use crate::ledger::{Book, Entry, Kind, Side};
use crate::problem::Problem;
use crate::rule::Rule;
use crate::wallet::Burned;
use alloc::format;

/// Rule `credit.expiry`: what is left of a grant goes, by an entry. It is a debit like any other. The amount is
/// kept aside for usage of the grant's time that arrives late.
pub(crate) fn expire(work: &mut Working<'_>, now: &Now<'_>, place: usize) -> Result<(), Problem> {
    let zero = work.zero()?;
    let Some(grant) = work.state.grants.get_mut(place) else { return Ok(()) };
    let (amount, bound) = (grant.left, grant.is_bound());
    grant.left = zero;
    grant.lapsed = Some(amount);
    let burned = Burned { grant: grant.grant.clone(), amount };
    let book = if bound { Book::Scoped } else { Book::Customer };
    if !bound {
        work.state.balance = work.state.balance.minus(amount)?;
    }
    let postings = Side::of(&[(book, amount.negated())]).against(Book::Expired, book, zero)?;
    let description = format!("expiry of {}", now.event);
    let id = format!("{}/expiry", now.event);
    let entry = work.entry(id, now, Kind::Expiry, description, postings, &[Rule::CreditExpiry])?;
    work.entries.push(Entry { burned: alloc::vec![burned], ..entry });
    Ok(())
}
