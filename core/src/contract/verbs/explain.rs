//! `explain`: why is this amount what it is, why was this decided?

use super::authorize::{self, AuthorizeRequest};
use super::recommend::{self, DayUsage, Usage};
use super::tax::{self, TaxedLine, ToTax};
use crate::account::{self, Against, Events, Opening, Payments, Stored, Working};
use crate::catalog::{Rulebook, RulebookParts};
use crate::contract::Outcome;
use crate::contract::given::Given;
use crate::explain::{self, Decided, Explained, LineOf, Named, Recommendation, Taxes, Whole};
use crate::ledger::Entry;
use crate::money::{Exact, NonNegative, Refusal};
use crate::party::Party;
use crate::problem::Problem;
use crate::time::{Date, Instant};
use crate::wire::{Apart, Decode, Encode};
use alloc::boxed::Box;
use alloc::string::ToString as _;
use alloc::vec;
use alloc::vec::Vec;

/// Applies events anew and explains what they made, or what would be decided after them; changes nothing.
#[derive(Clone, Debug, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ExplainCall"))]
#[serde(deny_unknown_fields)]
pub struct Explain {
    /// The rulebook.
    pub rulebook: Apart<RulebookParts>,
    /// The account before the events. This or `open`; taxes and recommendations need neither.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<Stored>,
    /// An account to open. This or `state`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open: Option<Opening>,
    /// As in the call that applied them, or decided.
    pub as_of: Instant,
    /// As in the call that applied them.
    #[serde(default = "super::apply::report")]
    pub payments: Payments,
    /// What happened.
    #[serde(default)]
    pub events: Events,
    /// Entries that they take back, where an earlier call has made those.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub originals: Vec<Entry>,
    /// What is to be explained.
    pub subject: Subject,
}

/// What is to be explained.
#[derive(Clone, Debug, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Subject {
    /// A ledger entry.
    Entry(Named),
    /// An effect: an alert, a charge, a denied hold, a suspension.
    Effect(Named),
    /// A line of a drafted invoice, down to its entries.
    Line(LineOf),
    /// The balance after all events.
    Balance(Whole),
    /// The taxes of lines, as `tax` answers them.
    Tax(Box<TaxesOf>),
    /// Whether a usage may go ahead after all events, as `authorize` answers it.
    Decision(Box<DecisionOf>),
    /// The alerts that usage calls for, as `recommend` answers them.
    Recommendation(RecommendationOf),
}

/// Lines that are sold together.
#[derive(Clone, Debug, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ExplainTaxes"))]
#[serde(deny_unknown_fields)]
pub struct TaxesOf {
    /// Who buys.
    pub customer: Party,
    /// The day of supply, in the seller's country.
    pub date: Date,
    /// What.
    pub lines: Vec<ToTax>,
}

/// A usage that is about to happen.
#[derive(Clone, Debug, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ExplainDecision"))]
#[serde(deny_unknown_fields)]
pub struct DecisionOf {
    /// The usage.
    pub request: AuthorizeRequest,
}

/// Daily usage.
#[derive(Clone, Debug, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ExplainRecommendation"))]
#[serde(deny_unknown_fields)]
pub struct RecommendationOf {
    /// When the account was opened.
    pub opened_at: Instant,
    /// Usage by UTC day, each day once, in any order.
    pub daily_usage: Vec<DayUsage>,
    /// The owner's own alerts; absent when never set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alerts: Option<Vec<NonNegative>>,
    /// The balance, for the runway.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub balance: Option<Exact>,
}

pub(in crate::contract) fn explain(given: &mut Given<'_>, call: &Explain) -> Outcome<Explained> {
    let rulebook = given.rulebook;
    let within = |problem: Problem| problem.under("subject");
    let explained = match &call.subject {
        Subject::Entry(named) => of_events(given, call, explain::Subject::Entry(named)),
        Subject::Effect(named) => of_events(given, call, explain::Subject::Effect(named)),
        Subject::Line(line) => of_events(given, call, explain::Subject::Line(line)),
        Subject::Balance(_) => of_events(given, call, explain::Subject::Balance),
        Subject::Tax(of) => taxes(rulebook, of).map_err(within),
        Subject::Decision(of) => after(given, call).and_then(|work| {
            let decided = decision(rulebook, &work, &of.request, call.as_of);
            decided.map_err(|problem| problem.under("request").under("subject"))
        }),
        Subject::Recommendation(of) => recommendation(rulebook, call.as_of, of).map_err(within),
    };
    explained.map_err(|problem| vec![problem])
}

fn of_events(given: &Given<'_>, call: &Explain, subject: explain::Subject<'_>) -> Result<Explained, Problem> {
    let state = given.begin(call.state.as_ref(), call.open.as_ref())?;
    explain::explain(given.rulebook, state, (&call.events, &call.originals).into(), call.payments, call.as_of, subject)
}

fn after<'r>(given: &Given<'r>, call: &'r Explain) -> Result<Working<'r>, Problem> {
    let state = given.begin(call.state.as_ref(), call.open.as_ref())?;
    explain::after(given.rulebook, state, (&call.events, &call.originals).into(), call.payments, call.as_of)
}

fn taxes(rulebook: &Rulebook<'_>, of: &TaxesOf) -> Result<Explained, Problem> {
    let taxed = tax::decide(rulebook, &of.customer, of.date, &of.lines)?;
    // Without a policy nothing was decided.
    let (Some(policy), Some(seller)) = (&rulebook.parts().tax, &rulebook.parts().seller) else {
        return Err(Refusal::Impossible.into());
    };
    let name = |line: &TaxedLine| line.id.as_ref().unwrap_or(&line.product).to_string();
    let lines = taxed.lines.iter().map(|line| (name(line), &line.assessed)).collect();
    Ok(explain::tax(&Taxes {
        policy,
        seller,
        customer: &of.customer,
        date: of.date,
        lines,
        groups: &taxed.groups,
        numbers: &taxed.numbers,
        tax: taxed.tax,
    }))
}

fn decision(
    rulebook: &Rulebook<'_>,
    work: &Working<'_>,
    request: &AuthorizeRequest,
    as_of: Instant,
) -> Result<Explained, Problem> {
    let against = Against::new(work, as_of.date(), false)?;
    let made = authorize::decide(work, &against, &request.asked(as_of), request.id.as_ref(), request.quantity_places)?;
    let rate = rulebook.parts().rates.iter().find(|rate| rate.id == made.rate).ok_or(Refusal::Impossible)?;
    let overview = account::overview(rulebook, &work.state, as_of)?;
    let decided = Decided {
        id: request.id.as_ref(),
        product: &request.product,
        subaccount: request.subaccount.as_ref(),
        quantity: request.quantity,
        rate,
        estimate: made.estimate,
        reasons: &made.reasons,
        available: made.available,
        affordable: made.affordable,
    };
    explain::decision(work, &overview, &decided)
}

fn recommendation(rulebook: &Rulebook<'_>, as_of: Instant, of: &RecommendationOf) -> Result<Explained, Problem> {
    let RecommendationOf { opened_at, daily_usage, alerts, balance } = of;
    let usage = Usage { opened_at: *opened_at, as_of, daily_usage, alerts: alerts.as_deref(), balance: *balance };
    let made = recommend::decide(rulebook, &usage)?;
    explain::recommendation(
        rulebook,
        &Recommendation {
            days: &recommend::in_order(rulebook, daily_usage)?,
            opened: opened_at.date(),
            today: as_of.date(),
            average: made.average_daily_usage,
            recommended: &made.recommended,
            thresholds: &made.thresholds,
            balance: *balance,
            runway_days: made.runway_days,
        },
    )
}
