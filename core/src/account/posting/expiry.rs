//! Rule `credit.expiry`: credit ends, but for what open holds were granted against.

use crate::account::working::{Now, Working};
use crate::ledger::{Book, Kind, Side};
use crate::money::{Money, Refusal};
use crate::problem::Problem;
use crate::rule::Rule;
use crate::text::Id;
use crate::wallet::Burned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// What is left of a grant goes, by an entry. It is a debit like any other. The amount is kept aside for usage of the
/// grant's time that arrives late. What a hold was granted against stays until the hold ends.
pub(crate) fn expire(work: &mut Working<'_>, now: &Now<'_>, place: usize) -> Result<(), Problem> {
    let kept = kept_by_holds(work)?.get(place).copied().unwrap_or(work.zero()?);
    end(work, now, place, kept, format!("{}/expiry", now.event))
}

/// A hold has ended: what it has kept from ending ends.
pub(crate) fn end_unheld(work: &mut Working<'_>, now: &Now<'_>) -> Result<(), Problem> {
    let is_over = |grant: &crate::wallet::Grant| grant.expired.is_some() && grant.left.is_positive();
    if !work.state.grants.iter().any(is_over) {
        return Ok(());
    }
    for (place, kept) in kept_by_holds(work)?.into_iter().enumerate() {
        let Some(grant) = work.state.grants.get(place).filter(|grant| is_over(grant)) else { continue };
        if grant.left > kept {
            let id = format!("{}/expiry/{}", grant.grant, now.event);
            end(work, now, place, kept, id)?;
        }
    }
    Ok(())
}

fn end(work: &mut Working<'_>, now: &Now<'_>, place: usize, kept: Money, id: String) -> Result<(), Problem> {
    let zero = work.zero()?;
    let Some(grant) = work.state.grants.get_mut(place) else { return Ok(()) };
    let (amount, bound) = (grant.left.minus(kept)?, grant.is_bound());
    grant.left = kept;
    grant.expired = Some(grant.expired.unwrap_or(zero).plus(amount)?);
    let name: Id = grant.grant.clone();
    let burned = Burned::of(grant, amount);
    let book = if bound { Book::Scoped } else { Book::Customer };
    if !bound {
        work.state.balance = work.state.balance.minus(amount)?;
    }
    if amount.is_zero() && kept.is_positive() {
        return Ok(());
    }
    let postings = Side::of(&[(book, amount.negated())]).against(Book::Expired, book, zero)?;
    let mut entry = work.entry(id, now, Kind::Expiry, format!("expiry of {name}"), postings, &[Rule::CreditExpiry])?;
    entry.burned = alloc::vec![burned];
    work.entries.push(entry);
    Ok(())
}

/// What open holds will burn of each grant, in their order.
fn kept_by_holds(work: &Working<'_>) -> Result<Vec<Money>, Refusal> {
    let zero = work.zero()?;
    let mut kept: Vec<Money> = work.state.grants.iter().map(|_| zero).collect();
    for hold in &work.state.holds {
        let mut rest = hold.amount;
        for (grant, kept) in work.state.grants.iter().zip(&mut kept) {
            let usable = !grant.scheduled && grant.pays_for(Some(&hold.product));
            let then = hold.from.is_none_or(|from| grant.from <= from && grant.until.is_none_or(|until| from < until));
            if usable && then {
                let part = rest.min(grant.left.minus(*kept)?);
                (*kept, rest) = (kept.plus(part)?, rest.minus(part)?);
            }
        }
    }
    Ok(kept)
}
