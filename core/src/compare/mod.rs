//! Rule `compare.line`: what another rulebook or other settings make of the same facts, line by line.
//!
//! The events are applied under both. Entries of one id are held against each other; where their amounts differ, the
//! rule is named that made the difference: another rate was found, an allowance covered another part, a model priced
//! otherwise, a rounding went otherwise. What only one of them makes is told with the rule that made it.

mod line;

pub use line::{Difference, Side, Why};

use crate::account::{self, Effect};
use crate::account::{Applied, Payments, State, apply};
use crate::catalog::Rulebook;
use crate::invoice::Document;
use crate::money::{Exact, Money, Refusal};
use crate::problem::Problem;
use crate::text::Id;
use crate::time::Instant;
use crate::wire::Encode;
use alloc::vec::Vec;

/// What an account comes to under one of the two.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// Its balance.
    pub balance: Money,
    /// What usage and fees have cost in these events.
    pub charged: Money,
    /// What is due on invoices.
    pub due: Money,
    /// What was charged to payment methods.
    pub recharged: Money,
    /// Gross totals of the invoices drafted.
    pub invoiced: Exact,
    /// How many charges were asked for.
    pub charges: u32,
    /// Is it suspended at the end?
    pub suspended: bool,
}

/// An account under both.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ComparedAccount"))]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// Which.
    pub account: Id,
    /// Under the call's rulebook.
    pub one: Outcome,
    /// Under the other.
    pub other: Outcome,
    /// Charged by the other less by the one.
    pub difference: Exact,
    /// Lines that differ, in order.
    pub lines: Vec<Difference>,
}

/// Facts of an account, and how it begins under each.
pub struct Facts<'a> {
    /// Under the call's rulebook.
    pub one: State,
    /// Under the other.
    pub other: State,
    /// What happened.
    pub happened: account::Facts<'a>,
    /// As in `apply`.
    pub payments: Payments,
    /// As in `apply`.
    pub as_of: Instant,
}

/// Compares an account.
///
/// # Errors
/// As [`apply`], under the one first.
pub fn compare(rulebook: &Rulebook<'_>, other: &Rulebook<'_>, facts: Facts<'_>) -> Result<Account, Problem> {
    let account = facts.one.account.clone();
    let one = apply(rulebook, facts.one, facts.happened, facts.payments, facts.as_of)?;
    let two = apply(other, facts.other, facts.happened, facts.payments, facts.as_of)?;
    let lines = line::differences(&one.entries, &two.entries)?;
    let (one, other) = (outcome(&one)?, outcome(&two)?);
    let difference = other.charged.exact().minus(one.charged.exact())?;
    Ok(Account { account, one, other, difference, lines })
}

fn outcome(applied: &Applied) -> Result<Outcome, Refusal> {
    let state = &applied.state;
    let zero = state.balance.minus(state.balance)?;
    let (mut charged, mut recharged, mut charges, mut invoiced) = (zero, zero, 0_u32, Exact::ZERO);
    for entry in &applied.entries {
        if let Some(line) = &entry.line {
            charged = charged.plus(line.amount)?;
        }
    }
    for effect in &applied.effects {
        match effect {
            Effect::ChargeRequest(charge) => {
                recharged = recharged.plus(charge.amount)?;
                charges = charges.saturating_add(1);
            }
            Effect::InvoiceDrafted(drafted) => invoiced = invoiced.plus(gross(&drafted.document))?,
            _ => {}
        }
    }
    let due = state.due.iter().try_fold(zero, |sum, due| sum.plus(due.amount))?;
    let suspended = state.service != crate::account::Service::Active;
    Ok(Outcome { balance: state.balance, charged, due, recharged, invoiced, charges, suspended })
}

const fn gross(document: &Document) -> Exact {
    document.totals.tax_inclusive.exact()
}
