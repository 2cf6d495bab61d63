//! Why a usage may go ahead or not: its price, what is available, every reason with its figures, and what would fit.

use super::entry::word;
use super::step::{Explained, Step};
use crate::account::{Overview, Service, Working, line, owed};
use crate::catalog::Rate;
use crate::limit::{Denial, Subaccount};
use crate::money::{Exact, Money, NonNegative};
use crate::problem::Problem;
use crate::rating;
use crate::rule::Rule;
use crate::text::Id;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

/// A decision and what was asked.
pub(crate) struct Decided<'a> {
    pub(crate) id: Option<&'a Id>,
    pub(crate) product: &'a Id,
    pub(crate) subaccount: Option<&'a Id>,
    pub(crate) quantity: Option<NonNegative>,
    pub(crate) rate: &'a Rate,
    pub(crate) estimate: Option<Money>,
    pub(crate) reasons: &'a [Denial],
    pub(crate) available: Money,
    pub(crate) affordable: Option<Exact>,
}

/// Rate, estimate, what is available, the reasons, the decision, what is affordable.
///
/// # Errors
/// `overflow` beyond exact money.
pub(crate) fn decision(work: &Working<'_>, at: &Overview, of: &Decided<'_>) -> Result<Explained, Problem> {
    let lookup = Step::of(Rule::RatingLookup, ["rate ", &of.rate.id].concat()).with("product", of.product);
    let mut steps = Vec::from([priced(lookup.with("unit", &of.rate.unit), of.rate)]);
    if let (Some(quantity), Some(estimate)) = (of.quantity, of.estimate) {
        let step = Step::of(rating::model_rule(of.rate), estimate).with("quantity", *quantity);
        steps.push(at.allowances.iter().fold(priced(step, of.rate), |step, left| match left.left {
            Some(quantity) => step.with(&left.allowance, *quantity),
            None => step.with(&left.allowance, "unlimited"),
        }));
    }
    steps.push(available(work, at, of)?);
    for reason in of.reasons {
        steps.push(denied(work, at, of, *reason));
    }
    let result = if of.reasons.is_empty() { "allowed" } else { "denied" };
    let step = Step::of(Rule::AuthorizeDecision, result).maybe("estimate", of.estimate).with("available", of.available);
    steps.push(of.reasons.iter().fold(step, |step, reason| step.with("reason", word(reason))));
    let most = of.affordable.map_or_else(|| String::from("no bound"), |most| most.to_string());
    steps.push(priced(Step::of(Rule::AuthorizeAffordable, most).with("available", of.available), of.rate));
    let subject = of.id.map_or_else(|| String::from("decision"), |id| id.to_string());
    Ok(Explained { subject, result: result.into(), steps, events: Vec::new() })
}

fn priced(step: Step, rate: &Rate) -> Step {
    step.maybe("price", rate.price.map(|price| *price)).maybe("per", rate.per.map(|per| *per))
}

fn available(work: &Working<'_>, at: &Overview, of: &Decided<'_>) -> Result<Step, Problem> {
    let bound =
        at.grants.iter().filter(|grant| grant.is_bound() && !grant.scheduled && grant.pays_for(Some(of.product)));
    let bound = bound.map(|grant| grant.left).try_fold(Money::zero(work.rulebook.scale())?, Money::plus)?;
    let step = Step::of(Rule::BalanceAvailable, of.available).with("balance", at.balance).with("bound_credits", bound);
    let step = step.with("overage_protection", line(work)?).with("owed", owed(work)?).with("held", at.held);
    let step = step.maybe("daily_budget", at.daily_budget).maybe("used_today", at.daily_budget.map(|_| at.used_today));
    let step = step.maybe("service", (at.service != Service::Active).then(|| word(&at.service)));
    Ok(part(work, of).map_or(step.clone(), |part| limits(step, part, at)))
}

/// The reason, and the figures that make it.
fn denied(work: &Working<'_>, at: &Overview, of: &Decided<'_>, reason: Denial) -> Step {
    let step = Step::of(Rule::AuthorizeDecision, word(&reason));
    match reason {
        Denial::Suspended => step.with("service", word(&at.service)).with("balance", at.balance),
        Denial::BalanceExhausted => {
            step.with("balance", at.balance).with("overage_protection", at.overage_protection).with("owed", at.owed)
        }
        Denial::DailyBudget => step.maybe("daily_budget", at.daily_budget).with("used_today", at.used_today),
        Denial::SubaccountUnknown | Denial::SubaccountDisabled => step.maybe("subaccount", of.subaccount),
        Denial::SubaccountLimit => part(work, of).map_or(step.clone(), |part| limits(step, part, at)),
        Denial::HoldsLimit => step.with("holds", work.state.holds.len()),
        Denial::ExceedsAvailable => step.maybe("estimate", of.estimate).with("available", of.available),
    }
}

fn part<'f>(work: &'f Working<'_>, of: &Decided<'_>) -> Option<&'f Subaccount> {
    work.state.subaccounts.iter().find(|known| of.subaccount == Some(&known.subaccount))
}

fn limits(step: Step, part: &Subaccount, at: &Overview) -> Step {
    let used = at.subaccounts.iter().find(|used| used.subaccount == part.subaccount);
    let step = step.with("subaccount", &part.subaccount);
    let step = step.maybe("per_day", part.limits.per_day.map(|limit| *limit));
    let step =
        step.maybe("subaccount_used_today", used.filter(|_| part.limits.per_day.is_some()).map(|used| used.used_today));
    let step = step.maybe("per_period", part.limits.per_period.map(|limit| *limit));
    step.maybe("used_this_period", part.limits.per_period.map(|_| part.used_this_period))
}
