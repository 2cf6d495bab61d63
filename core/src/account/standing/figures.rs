//! Sums over what an account has, owes and holds.

use crate::account::state::State;
use crate::account::working::Working;
use crate::money::{Money, Refusal};
use crate::problem::Problem;
use crate::text::Id;
use crate::time::Date;
use crate::wallet::Grant;

/// Usage of a UTC day.
pub(in crate::account) fn used_on(state: &State, day: Date, zero: Money) -> Money {
    let found = state.usage_by_day.binary_search_by_key(&day, |kept| kept.date).ok();
    found.and_then(|place| state.usage_by_day.get(place)).map_or(zero, |kept| kept.amount)
}

/// What is left of the day's budget, where one is set; below zero when more was used.
pub(in crate::account) fn budget_left(work: &Working<'_>, day: Date) -> Result<Option<Money>, Problem> {
    let spend = work.state.settings.spend.as_ref().filter(|spend| spend.enabled);
    let Some(budget) = spend.and_then(|spend| spend.daily_budget) else { return Ok(None) };
    let used = used_on(&work.state, day, work.zero()?);
    Ok(Some(work.rulebook.money(*budget)?.minus(used)?))
}

/// The credit line: the account's own, else the rulebook's, else none.
pub(crate) fn line(work: &Working<'_>) -> Result<Money, Problem> {
    let policy = work.rulebook.parts().overage.as_ref();
    match work.state.settings.overage_protection.or(policy.map(|policy| policy.protection)) {
        Some(line) => work.rulebook.money(*line),
        None => Ok(work.zero()?),
    }
}

/// What is billed and not paid.
pub(crate) fn owed(work: &Working<'_>) -> Result<Money, Refusal> {
    work.state.due.iter().try_fold(work.zero()?, |sum, due| sum.plus(due.amount))
}

/// What open holds reserve.
pub(in crate::account) fn held(work: &Working<'_>) -> Result<Money, Refusal> {
    work.state.holds.iter().try_fold(work.zero()?, |sum, hold| sum.plus(hold.amount))
}

pub(in crate::account) fn pending(work: &Working<'_>) -> Result<Money, Refusal> {
    let debits = work.state.on_its_way()?;
    work.state.open.as_ref().map_or(Ok(debits), |open| debits.plus(open.amount))
}

/// Credit that is left in such grants, of those that are bound to products.
pub(in crate::account) fn bound_credit(work: &Working<'_>, such: impl Fn(&Grant) -> bool) -> Result<Money, Refusal> {
    let grants = work.state.grants.iter().filter(|grant| grant.is_bound() && !grant.scheduled && such(grant));
    grants.map(|grant| grant.left).try_fold(work.zero()?, Money::plus)
}

/// Rule `overage.protection`: the balance, and what is left of the credit line. What is billed and not paid uses the
/// line, but never credit that is paid for.
pub(crate) fn spendable(work: &Working<'_>) -> Result<Money, Problem> {
    spendable_of(work, work.state.balance)
}

/// The same of another balance than the present one.
pub(crate) fn spendable_of(work: &Working<'_>, balance: Money) -> Result<Money, Problem> {
    let line_left = line(work)?.minus(owed(work)?)?.max(work.zero()?);
    Ok(balance.plus(line_left)?)
}

/// What a usage of a product can spend beside open holds: balance, credit line, and credit bound to it.
pub(crate) fn can_spend(work: &Working<'_>, product: &Id) -> Result<Money, Problem> {
    let bound = bound_credit(work, |grant| grant.pays_for(Some(product)))?;
    Ok(spendable(work)?.plus(bound)?.minus(held(work)?)?)
}
