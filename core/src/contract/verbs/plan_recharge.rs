//! `plan_recharge`: what would auto-recharge do at this balance?

use crate::catalog::{Rulebook, RulebookParts};
use crate::contract::Outcome;
use crate::money::{Exact, Money, NonNegative};
use crate::problem::{Code, Problem};
use crate::recharge::{self, Aim, Limit, RechargeSettings, Spent, charge_id};
use crate::rule::Rule;
use crate::text::Id;
use crate::wire::{Apart, Decode, Encode};
use alloc::vec;
use alloc::vec::Vec;

/// Plans a burst of charges, without an account state.
#[derive(Clone, Debug, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PlanRecharge {
    /// The rulebook.
    pub rulebook: Apart<RulebookParts>,
    /// The account, for the names of the charges.
    pub account: Id,
    /// The triggering event, for the same.
    pub event: Id,
    /// The balance after that event.
    pub balance: Exact,
    /// Money on its way; it counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pending: Option<NonNegative>,
    /// The owner's setting.
    pub recharge: RechargeSettings,
    /// What was charged this UTC day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charged_today: Option<NonNegative>,
    /// What was charged this calendar month, today included.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charged_this_month: Option<NonNegative>,
}

/// The plan, as it goes when every charge succeeds.
#[derive(Clone, Debug, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RechargePlanned {
    /// Does the balance call for a recharge?
    pub triggered: bool,
    /// Repetitions of the amount that are needed to reach the threshold; one where a balance is the target.
    pub repetitions: u64,
    /// Charges that are made, each on its own.
    pub charges: Vec<PlannedCharge>,
    /// Their sum.
    pub total: Money,
    /// The balance when all have succeeded, money on its way included.
    pub balance_after: Money,
    /// The limit that cut the plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cut_by: Option<Limit>,
    /// The rules that decided it, in the order they apply.
    pub rules: &'static [Rule],
}

/// One charge of a plan.
#[derive(Clone, Debug, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PlannedCharge {
    /// Its id, the same that `apply` gives it.
    pub charge: Id,
    /// How much.
    pub amount: Money,
}

pub(in crate::contract) fn plan_recharge(rulebook: &Rulebook<'_>, call: &PlanRecharge) -> Outcome<RechargePlanned> {
    decide(rulebook, call).map_err(|problem| vec![problem])
}

const REPEAT: &[Rule] = &[Rule::RechargeTrigger, Rule::RechargeRepeat, Rule::RechargeLimits];
const COMBINE: &[Rule] = &[Rule::RechargeTrigger, Rule::RechargeRepeat, Rule::RechargeCombine, Rule::RechargeLimits];
const TARGET: &[Rule] = &[Rule::RechargeTrigger, Rule::RechargeTarget, Rule::RechargeLimits];

fn decide(rulebook: &Rulebook<'_>, call: &PlanRecharge) -> Result<RechargePlanned, Problem> {
    call.recharge.check(rulebook).map_err(|problem| problem.under("recharge"))?;
    let Some(policy) = rulebook.parts().recharge.as_ref() else {
        return Err(Problem::new(
            Code::RechargeNotOffered,
            "the rulebook offers no auto-recharge",
            "add `recharge` to it",
        ));
    };
    let zero = Money::zero(rulebook.scale())?;
    let given = |number: Option<NonNegative>, field| {
        number.map_or(Ok(zero), |number| rulebook.money(*number).map_err(|problem| problem.under(field)))
    };
    let balance = rulebook.money(call.balance).map_err(|problem| problem.under("balance"))?;
    let balance = balance.plus(given(call.pending, "pending")?)?;
    let recharge = call.recharge.in_money(rulebook)?;
    let day = given(call.charged_today, "charged_today")?;
    // Today is a day of the month, whatever the call says of the month.
    let month = given(call.charged_this_month, "charged_this_month")?.max(day);
    let mut spent = Spent { charges: 0, trigger: zero, day, month };
    let (mut planned, mut reached, mut charges, mut cut_by) = (None, balance, Vec::new(), None);
    // As an account goes on when a charge is paid: what is still missing is looked at anew.
    loop {
        let plan = recharge::plan(policy, &recharge, reached, &spent)?;
        if !call.recharge.enabled {
            break;
        }
        cut_by = cut_by.or(plan.cut_by);
        planned.get_or_insert(plan.needed);
        if plan.charges == 0 {
            break;
        }
        let amount = plan.next;
        reached = reached.plus(amount)?;
        spent = spent.and(amount)?;
        let charge = charge_id(&call.account, Rule::RechargeRepeat, &call.event, spent.charges);
        charges.push(PlannedCharge { charge, amount });
    }
    let needed = planned.unwrap_or(0);
    Ok(RechargePlanned {
        triggered: needed > 0,
        repetitions: needed,
        charges,
        total: reached.minus(balance)?,
        balance_after: reached,
        cut_by,
        rules: match recharge.aim {
            Aim::Steps(_, false) => REPEAT,
            Aim::Steps(_, true) => COMBINE,
            Aim::Balance(_) => TARGET,
        },
    })
}
