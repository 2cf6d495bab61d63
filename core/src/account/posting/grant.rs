//! Credit arrives: what every arrival posts, and its place in the burn order.

use super::put_back::pay_overage;
use crate::account::working::{Now, Working};
use crate::catalog::priority;
use crate::ledger::{Book, Entry, Kind, Side};
use crate::money::Money;
use crate::problem::{Code, Problem};
use crate::rule::Rule;
use crate::text::Id;
use crate::time::Instant;
use crate::wallet::{Burned, Grant, Source};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// Most grants that credit can be given in; purchased credit is always taken.
const GRANTS_MAX: usize = 64;

const GIVEN: &[Rule] = &[Rule::CreditGrant, Rule::OveragePaidFirst];

/// What is posted about credit that arrives.
pub(crate) struct Arrival {
    pub(crate) kind: Kind,
    pub(crate) name: &'static str,
    pub(crate) description: String,
    pub(crate) counter: Book,
    pub(crate) rules: &'static [Rule],
}

/// A grant of the usual priority, unbound.
pub(crate) fn grant(id: &Id, source: Source, amount: Money, from: Instant, until: Option<Instant>) -> Grant {
    Grant {
        grant: id.clone(),
        source,
        amount,
        left: amount,
        from,
        until,
        priority: priority(),
        products: Vec::new(),
        scheduled: false,
        reason: None,
        expired: None,
    }
}

/// Credit arrives, and is posted.
pub(crate) fn arrive(work: &mut Working<'_>, now: &Now<'_>, grant: Grant, arrival: Arrival) -> Result<(), Problem> {
    let entry = arrived(work, now, grant, arrival)?;
    work.entries.push(entry);
    Ok(())
}

/// Rule `overage.paid_first`: credit pays overage, then adds; the entry, which is still to be pushed, shows both.
pub(crate) fn arrived(
    work: &mut Working<'_>,
    now: &Now<'_>,
    mut grant: Grant,
    arrival: Arrival,
) -> Result<Entry, Problem> {
    let (before, zero) = (work.state.balance, work.zero()?);
    let amount = grant.amount;
    let book = if grant.is_bound() { Book::Scoped } else { Book::Customer };
    let overage = if grant.is_bound() { zero } else { work.overage()?.min(amount) };
    grant.left = amount.minus(overage)?;
    pay_overage(work, now, &Burned::of(&grant, overage), overage)?;
    if !grant.is_bound() {
        work.state.balance = before.plus(amount)?;
    }
    work.state.lifetime_credits = work.state.lifetime_credits.plus(amount)?;
    let id = format!("{}/{}", grant.grant, arrival.name);
    if grant.left.is_positive() {
        insert(work, grant);
    }
    let postings = Side::of(&[(book, amount)]).against(arrival.counter, book, zero)?;
    let mut entry = work.entry(id, now, arrival.kind, arrival.description, postings, arrival.rules)?;
    let overage = Some(overage).filter(|overage| overage.is_positive());
    entry.overage = overage;
    Ok(entry)
}

/// At its place in the burn order. Where there are very many, purchased credit joins a grant that is like it but for
/// its name, so that the state stays small.
pub(crate) fn insert(work: &mut Working<'_>, grant: Grant) {
    let grants = &mut work.state.grants;
    if grants.len() >= GRANTS_MAX
        && let Some(like) =
            grants.iter_mut().rev().find(|like| like.is_like(&grant) && like.source == Source::Purchased)
        && let (Ok(amount), Ok(left)) = (like.amount.plus(grant.amount), like.left.plus(grant.left))
    {
        (like.amount, like.left) = (amount, left);
        Grant::sort(grants);
        return;
    }
    let place = grants.partition_point(|earlier| earlier.burns_before(&grant));
    grants.insert(place, grant);
}

/// The entry of a given grant that begins.
pub(crate) fn post_given(work: &mut Working<'_>, now: &Now<'_>, mut grant: Grant) -> Result<(), Problem> {
    grant.scheduled = false;
    let source = match grant.source {
        Source::Promotional => "promotional",
        Source::Trial => "trial",
        Source::Refund => "refunded",
        Source::Coupon => "coupon",
        Source::Purchased => "purchased",
    };
    let reason = grant.reason.take();
    let description = reason.map_or_else(|| format!("{source} credit"), |reason| String::from(&*reason));
    let (kind, name, counter) = (Kind::Grant, "grant", Book::Promotion);
    arrive(work, now, grant, Arrival { kind, name, description, counter, rules: GIVEN })
}

/// Is there room for another grant?
pub(crate) fn room(work: &Working<'_>) -> Result<(), Problem> {
    if work.state.grants.iter().filter(|grant| grant.expired.is_none()).count() < GRANTS_MAX {
        return Ok(());
    }
    let message = format!("the account has {GRANTS_MAX} grants that are not used up");
    Err(Problem::new(Code::GrantsTooMany, message, "give fewer, larger grants"))
}
