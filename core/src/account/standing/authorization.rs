//! Rule `authorize.decision` on an account.

use super::asked::{Ahead, Asked};
use super::figures::{bound_credit, budget_left, held, spendable};
use crate::account::state::{Service, State};
use crate::account::working::Working;
use crate::catalog::Rate;
use crate::limit::{Decision, Facts, Part, decide};
use crate::money::{Money, NonNegative, Refusal};
use crate::problem::Problem;
use crate::rating::{self, Direction};
use crate::text::Id;
use crate::time::Date;
use core::cmp::Ordering;

/// A usage that has not happened, and what it is held against.
pub(crate) struct Question<'q, 'r> {
    pub(super) work: &'q Working<'r>,
    pub(super) asked: &'q Asked<'q>,
    pub(crate) rate: &'r Rate,
    pub(super) ahead: Ahead,
    facts: Facts,
}

/// What every usage of an account is held against on a day, whatever it is of.
pub(crate) struct Against {
    today: Date,
    facts: Facts,
}

impl Against {
    pub(crate) fn new(work: &Working<'_>, today: Date, holds_full: bool) -> Result<Self, Problem> {
        let facts = Facts {
            suspended: work.state.service != Service::Active,
            spendable: spendable(work)?,
            bound: work.zero()?,
            budget_left: budget_left(work, today)?,
            held: held(work)?,
            part: Part::Main,
            holds_full,
            without_credit: false,
        };
        Ok(Self { today, facts })
    }
}

impl<'q, 'r> Question<'q, 'r> {
    pub(crate) fn new(work: &'q Working<'r>, asked: &'q Asked<'q>, against: &Against) -> Result<Self, Problem> {
        let rate = rating::rate_for(work.rulebook, &asked.wanted(), asked.unit)?;
        let bound = bound_credit(work, |grant| grant.pays_for(Some(asked.product)))?;
        let facts = Facts { bound, part: part(work, asked.subaccount, against.today)?, ..against.facts };
        Ok(Self { work, asked, rate, ahead: asked.ahead(work, rate)?, facts })
    }

    /// What so much of it would cost.
    pub(crate) fn cost(&self, quantity: NonNegative) -> Result<Money, Problem> {
        self.asked.cost(self.work, self.rate, quantity, &self.ahead)
    }

    /// May so much of it go ahead, that costs this?
    pub(crate) fn decide(&self, quantity: NonNegative, cost: Money) -> Result<Decision, Problem> {
        let facts = Facts { without_credit: self.needs_no_credit(quantity)?, ..self.facts };
        Ok(decide(&facts, cost)?)
    }

    /// Inbound usage where the rulebook says so, and what is within an allowance that says so.
    pub(super) fn needs_no_credit(&self, quantity: NonNegative) -> Result<bool, Refusal> {
        let rulebook = self.work.rulebook;
        if rulebook.parts().service.is_some_and(|service| service.inbound_at_zero)
            && self.asked.direction == Direction::Inbound
        {
            return Ok(true);
        }
        for remaining in &self.ahead.left {
            let Some(allowance) = rulebook.allowance(&remaining.allowance) else { continue };
            let enough = match remaining.left {
                None => true,
                Some(left) => {
                    let reach = rating::reach(allowance, *left)?;
                    *quantity <= reach && reach.signum() == Ordering::Greater
                }
            };
            if enough && allowance.without_credit && allowance.covers(&self.asked.wanted()) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// What a request of this part has to be held against.
fn part(work: &Working<'_>, subaccount: Option<&Id>, today: Date) -> Result<Part, Problem> {
    let Some(subaccount) = subaccount else { return Ok(Part::Main) };
    let Some(known) = work.state.subaccounts.iter().find(|known| known.subaccount == *subaccount) else {
        return Ok(Part::Unknown);
    };
    let held = held_by(&work.state, subaccount, work.zero()?)?;
    let left = |limit: Option<NonNegative>, used: Money| -> Result<Option<Money>, Problem> {
        let Some(limit) = limit else { return Ok(None) };
        Ok(Some(work.rulebook.money(*limit)?.minus(used)?.minus(held)?))
    };
    let day = left(known.limits.per_day, known.used_on(today, work.zero()?))?;
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
