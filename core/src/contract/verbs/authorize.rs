//! `authorize`: may these usages go ahead?

use crate::account::{self, Against, Asked, Question, Stored};
use crate::catalog::RulebookParts;
use crate::contract::Outcome;
use crate::contract::given::Given;
use crate::dimensions::Dimensions;
use crate::ledger::Rules;
use crate::limit::{Decision, Denial};
use crate::money::{Exact, Money, NonNegative};
use crate::party::Country;
use crate::problem::{Code, Problem};
use crate::rating::Direction;
use crate::rule::Rule;
use crate::text::{Digits, Id};
use crate::time::Instant;
use crate::wire::{Apart, Decode, Encode};
use alloc::format;
use alloc::vec;
use alloc::vec::Vec;

/// Asks whether usages may go ahead, each by itself; takes nothing. A hold is taken with the event `hold_requested`.
#[derive(Clone, Debug, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "AuthorizeCall"))]
#[serde(deny_unknown_fields)]
pub struct Authorize {
    /// The rulebook.
    pub rulebook: Apart<RulebookParts>,
    /// The account as an answer left it.
    pub state: Apart<Stored>,
    /// Now.
    pub as_of: Instant,
    /// The usages.
    pub requests: Vec<AuthorizeRequest>,
}

/// A usage that is about to happen.
#[derive(Clone, Debug, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AuthorizeRequest {
    /// To know the answer by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Id>,
    /// Whose usage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subaccount: Option<Id>,
    /// Of what.
    pub product: Id,
    /// Where to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination: Option<Digits>,
    /// The country, for products priced by country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<Country>,
    /// Other properties that prices hang on.
    #[serde(default, skip_serializing_if = "Dimensions::is_empty")]
    pub dimensions: Dimensions,
    /// Which way.
    #[serde(default, skip_serializing_if = "Direction::is_outbound")]
    pub direction: Direction,
    /// How much it will be, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<NonNegative>,
    /// In which unit; the rate's must be the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<Id>,
    /// The size that picks the tier where a usage is priced by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<NonNegative>,
    /// How much of the same call came before (rule `rating.slice`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<NonNegative>,
    /// Who or what is seen, for meters that count what is different.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<Id>,
    /// Decimal places of the affordable quantity, 0 to 12.
    #[serde(default)]
    pub quantity_places: u8,
}

impl AuthorizeRequest {
    /// The same at this moment.
    pub(super) const fn asked(&self, as_of: Instant) -> Asked<'_> {
        Asked {
            subaccount: self.subaccount.as_ref(),
            product: &self.product,
            destination: self.destination.as_ref(),
            country: self.country,
            dimensions: &self.dimensions,
            time: as_of,
            direction: self.direction,
            quantity: self.quantity,
            unit: self.unit.as_ref(),
            size: self.size,
            offset: self.offset,
            key: self.key.as_ref(),
            hold: None,
        }
    }
}

/// A decision for each request, in their order.
#[derive(Clone, Debug, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Authorized {
    /// The decisions.
    pub decisions: Vec<AuthorizeDecision>,
}

/// May it go ahead?
#[derive(Clone, Debug, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AuthorizeDecision {
    /// The request's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Id>,
    /// Yes or no.
    pub allowed: bool,
    /// Every reason against it (rule `authorize.decision`).
    pub reasons: Vec<Denial>,
    /// What it may cost at most.
    pub available: Money,
    /// What the quantity costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub estimate: Option<Money>,
    /// The largest quantity that would be allowed (rule `authorize.affordable`), zero where none is; absent where nothing
    /// bounds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub affordable: Option<Exact>,
    /// In which unit.
    pub unit: Id,
    /// Price of a unit, or of `per` units; other models have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<NonNegative>,
    /// The rate that prices it.
    pub rate: Id,
    /// The rules that decided it, in the order they apply.
    pub rules: Rules,
}

const RULES: &[Rule] =
    &[Rule::RatingLookup, Rule::BalanceAvailable, Rule::AuthorizeDecision, Rule::AuthorizeAffordable];

/// Most decimal places of a quantity.
const PLACES_MAX: u8 = 12;

pub(in crate::contract) fn authorize(given: &mut Given<'_>, call: &Authorize) -> Outcome<Authorized> {
    let one = |problem: Problem| vec![problem];
    let work = given.at(call.state.here(), call.as_of).map_err(one)?;
    let against = Against::new(&work, call.as_of.date(), false).map_err(one)?;
    let mut decisions = Vec::with_capacity(call.requests.len());
    for (place, request) in call.requests.iter().enumerate() {
        let decision =
            decide(&work, &against, &request.asked(call.as_of), request.id.as_ref(), request.quantity_places);
        decisions.push(decision.map_err(|problem| one(problem.item(place).under("requests")))?);
    }
    given.seen(work, call.as_of);
    Ok(Authorized { decisions })
}

pub(super) fn decide(
    work: &account::Working<'_>,
    against: &Against,
    asked: &Asked<'_>,
    id: Option<&Id>,
    quantity_places: u8,
) -> Result<AuthorizeDecision, Problem> {
    if quantity_places > PLACES_MAX {
        let message = format!("{quantity_places} decimal places are more than {PLACES_MAX}");
        return Err(Problem::new(Code::NumberRange, message, "ask for fewer").under("quantity_places"));
    }
    let question = Question::new(work, asked, against)?;
    let (rate, affordable) = (question.rate, question.affordable(quantity_places)?);
    let estimate = asked.quantity.map(|quantity| question.cost(quantity)).transpose()?;
    let decision = match (asked.quantity, estimate) {
        (Some(quantity), Some(estimate)) => question.decide(quantity, estimate)?,
        _ => anything(&question, affordable, work.zero()?)?,
    };
    Ok(AuthorizeDecision {
        id: id.cloned(),
        allowed: decision.reasons.is_empty(),
        reasons: decision.reasons,
        available: decision.available,
        estimate,
        affordable,
        unit: rate.unit.clone(),
        price: rate.price,
        rate: rate.id.clone(),
        rules: RULES.into(),
    })
}

/// Where no quantity is asked for the question is whether anything may be used: the largest quantity, where there is one.
fn anything(question: &Question<'_, '_>, affordable: Option<Exact>, zero: Money) -> Result<Decision, Problem> {
    let none = affordable.is_some_and(Exact::is_zero);
    let quantity = affordable.and_then(NonNegative::new).unwrap_or(NonNegative::ZERO);
    let decision = question.decide(quantity, if none { zero } else { question.cost(quantity)? })?;
    let Decision { mut reasons, available } = decision;
    let free = question.rate.price.is_some_and(|price| price.is_zero());
    if none && (reasons.is_empty() || !free && !available.is_positive()) {
        reasons.push(Denial::ExceedsAvailable);
    }
    Ok(Decision { reasons, available })
}
