//! Rules `authorize.decision` and `authorize.affordable` on an account.

use super::event::Payments;
use super::fold::Fold;
use super::spending::{budget_left, held, spendable};
use super::state::{Service, State};
use super::{subaccounts, timeline};
use crate::catalog::{Rate, Rulebook};
use crate::limit::{Decision, Facts, decide};
use crate::money::{Mode, Money, NonNegative, Refusal, Rounding};
use crate::problem::Problem;
use crate::rating::{self, Direction};
use crate::text::{Digits, Id};
use crate::time::{Date, Instant};
use crate::wallet::Grant;

/// A usage that is about to happen.
pub(crate) struct Asked<'a> {
    pub(crate) subaccount: Option<&'a Id>,
    pub(crate) product: &'a Id,
    pub(crate) destination: Option<&'a Digits>,
    pub(crate) direction: Direction,
    pub(crate) quantity: Option<NonNegative>,
    pub(crate) unit: Option<&'a Id>,
}

/// The account as it is at this moment, what was due since its last event included.
///
/// # Errors
/// As applying `time_passed`.
pub(crate) fn at<'r>(rulebook: &'r Rulebook<'r>, state: State, as_of: Instant) -> Result<Fold<'r>, Problem> {
    let mut fold = Fold::new(rulebook, Payments::Report, state);
    timeline::advance(&mut fold, as_of)?;
    Ok(fold)
}

/// May it go ahead? Answers the rate and the estimate, too.
pub(crate) fn ask<'r>(
    fold: &Fold<'r>,
    asked: &Asked<'_>,
    today: Date,
    holds_full: bool,
) -> Result<(Decision, &'r Rate, Option<Money>), Problem> {
    let rate = rating::rate_for(fold.rulebook, asked.product, asked.destination, asked.unit)?;
    let amount = |quantity| rating::amount(fold.rulebook, rate, quantity).map(|(_, amount)| amount);
    let estimate = asked.quantity.map(amount).transpose()?;
    let free = fold.rulebook.parts().service.is_some_and(|service| service.inbound_at_zero);
    let facts = Facts {
        suspended: fold.state.service == Service::Suspended,
        spendable: spendable(fold)?,
        bound: bound_credit(fold, |grant| grant.pays_for(Some(asked.product)))?,
        budget_left: budget_left(fold, today)?,
        held: held(fold)?,
        part: subaccounts::part(fold, asked.subaccount, today)?,
        holds_full,
        without_credit: free && asked.direction == Direction::Inbound,
    };
    // Without a quantity the question is whether anything may be used at all: what costs nothing may.
    let least = if rate.price.is_zero() { Some(fold.zero()?) } else { None };
    Ok((decide(&facts, estimate.or(least))?, rate, estimate))
}

/// Credit that is left in such grants, of those that are bound to products.
pub(super) fn bound_credit(fold: &Fold<'_>, such: impl Fn(&Grant) -> bool) -> Result<Money, Refusal> {
    let grants = fold.state.grants.iter().filter(|grant| grant.is_bound() && !grant.scheduled && such(grant));
    grants.map(|grant| grant.left).try_fold(fold.zero()?, Money::plus)
}

/// The most that `available` pays at this rate, rounded down to so many places. None: the price is zero, or the
/// quantity is beyond every bound.
pub(crate) fn affordable(available: Money, rate: &Rate, places: u8) -> Option<Money> {
    Rounding { scale: places, mode: Mode::Floor }.quotient(available.exact(), *rate.price).ok()
}
