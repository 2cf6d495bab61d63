//! Rule `authorize.decision`: may this usage go ahead?
//!
//! Every reason that denies it is told. What is available is the smaller of what can be spent (balance, credit line
//! that is left, credit bound to the product) and what is left of the day's budget, less open holds; a
//! subaccount's own limits bound it further. Source: S4 "Your Available Usage"; S2 for inbound; product: "May this
//! usage go ahead?".

use crate::money::{Money, Refusal};
use crate::wire::Encode;
use alloc::vec::Vec;

/// Why a usage is denied, in the order in which reasons are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Denial {
    /// Service is suspended.
    Suspended,
    /// Nothing is left to spend, credit line included.
    BalanceExhausted,
    /// The UTC day's budget is used up.
    DailyBudget,
    /// The account has no such subaccount.
    SubaccountUnknown,
    /// The subaccount is disabled.
    SubaccountDisabled,
    /// The subaccount has used up its own limit.
    SubaccountLimit,
    /// The account has as many open holds as it can have.
    HoldsLimit,
    /// It costs more than is available, or nothing is.
    ExceedsAvailable,
}

/// The part of the account that asks.
#[derive(Clone, Copy, Debug)]
pub enum Part {
    /// The main account.
    Main,
    /// A subaccount that is not known.
    Unknown,
    /// A subaccount: enabled, and what its limits leave after its holds.
    Known(bool, Option<Money>),
}

/// What the decision is made from.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    /// Is service suspended?
    pub suspended: bool,
    /// Balance plus what is left of the credit line.
    pub spendable: Money,
    /// Credit that is bound to the product.
    pub bound: Money,
    /// The day's budget less its usage, where one is set.
    pub budget_left: Option<Money>,
    /// Open holds.
    pub held: Money,
    /// Who asks.
    pub part: Part,
    /// No hold can be added.
    pub holds_full: bool,
    /// Inbound that goes ahead without credit.
    pub without_credit: bool,
}

/// Allowed where there is no reason against it.
#[derive(Clone, Debug)]
pub struct Decision {
    /// Every reason against it.
    pub reasons: Vec<Denial>,
    /// What it may cost at most.
    pub available: Money,
}

/// Decides about a usage that costs so much.
///
/// # Errors
/// `Overflow` beyond exact money.
pub fn decide(facts: &Facts, estimate: Money) -> Result<Decision, Refusal> {
    let zero = facts.held.minus(facts.held)?;
    let can_spend = facts.spendable.plus(facts.bound)?;
    let mut available = facts.budget_left.map_or(can_spend, |left| left.min(can_spend)).minus(facts.held)?;
    let mut reasons = Vec::new();
    let mut deny = |reason, holds: bool| {
        if holds {
            reasons.push(reason);
        }
    };
    deny(Denial::Suspended, facts.suspended && !facts.without_credit);
    deny(Denial::BalanceExhausted, !can_spend.is_positive() && !facts.without_credit);
    deny(Denial::DailyBudget, facts.budget_left.is_some_and(|left| !left.is_positive()));
    deny(Denial::SubaccountUnknown, matches!(facts.part, Part::Unknown));
    deny(Denial::SubaccountDisabled, matches!(facts.part, Part::Known(false, _)));
    if let Part::Known(_, Some(left)) = facts.part {
        deny(Denial::SubaccountLimit, !left.is_positive());
        available = available.min(left);
    }
    deny(Denial::HoldsLimit, facts.holds_full);
    let available = if facts.suspended { zero } else { available.max(zero) };
    deny(Denial::ExceedsAvailable, estimate > available && !facts.without_credit);
    Ok(Decision { reasons, available })
}
