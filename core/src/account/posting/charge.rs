//! A fee in words: its line, its rules, its name.

use crate::account::working::{Now, Working};
use crate::catalog::Plan;
use crate::ledger::Period;
use crate::money::{Exact, Money, Ratio, Refusal};
use crate::plan::{Fee, Subscription};
use crate::rating::{Line, Part};
use crate::rule::Rule;
use crate::text::Text;
use crate::time::Instant;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// A fee to post: what for, and whether it is charged or credited.
pub(crate) struct Charge<'c> {
    pub(crate) plan: &'c Plan,
    pub(crate) subscription: &'c Subscription,
    pub(crate) fee: Fee,
    pub(crate) from: Instant,
    pub(crate) until: Instant,
    /// What was charged before and is credited now, net of what discounts took of it.
    pub(crate) credited: Option<Money>,
    /// What of it is owed beyond its time, since so much of what it gives was used.
    pub(crate) used: Option<Money>,
    /// It is of a time before the account's clock.
    pub(crate) late: bool,
}

impl Charge<'_> {
    pub(super) fn rules(&self) -> Vec<Rule> {
        let rule = if self.credited.is_some() { Rule::PlanUnused } else { Rule::PlanFee };
        let mut rules = Vec::from([rule]);
        rules.extend(Some(Rule::PlanCycle).filter(|_| self.plan.cadence().is_of_days()));
        rules.extend(self.words());
        rules.extend(Some(Rule::PlanProration).filter(|_| self.fee.share.0 != self.fee.share.1));
        rules
    }

    /// What else made it.
    pub(super) fn words(&self) -> impl Iterator<Item = Rule> {
        self.used.map(|_| Rule::PlanUsed).into_iter().chain(Some(Rule::PlanLate).filter(|_| self.late))
    }

    pub(super) const fn service(&self) -> Period {
        Period { from: self.from, until: self.until }
    }

    pub(super) fn signed(&self) -> Money {
        self.credited.map_or(self.fee.amount, Money::negated)
    }

    /// How it was made, as the line of a usage says it.
    pub(super) fn line(&self) -> Result<Box<Line>, Refusal> {
        let (above, below) = self.fee.share;
        let used = Ratio::of(self.used.map_or(Exact::ZERO, Money::exact));
        // What is used is charged in arrears, and of what is credited it is kept.
        let of_time = if self.credited.is_some() { self.fee.exact.plus(used)? } else { self.fee.exact.minus(used)? };
        let share = Part {
            what: Text::made(format!("{above} of {below}")),
            quantity: above.into(),
            price: self.fee.whole.exact().unwrap_or(Exact::ZERO).into(),
            amount: of_time,
        };
        let part = |what: &str, amount: Ratio| {
            let (what, quantity, price) = (Text::made(what), Exact::ONE.into(), Exact::ZERO.into());
            Part { what, quantity, price, amount }
        };
        let mut parts = if above == below && self.used.is_none() { Vec::new() } else { alloc::vec![share] };
        if self.used.is_some() {
            parts.push(part("used", if self.credited.is_some() { used.negated() } else { used }));
        }
        let mut exact = self.fee.exact;
        if let Some(net) = self.credited {
            exact = exact.negated();
            parts.iter_mut().for_each(|part| part.amount = part.amount.negated());
            if net != self.fee.amount {
                // What discounts took of the fee is not given back.
                let amount = Ratio::of(self.fee.amount.minus(net)?.exact());
                parts.push(part("discount", amount));
                exact = exact.plus(amount)?;
            }
        }
        Ok(Box::new(Line {
            usage: self.subscription.subscription.clone(),
            subaccount: self.subscription.subaccount.clone(),
            product: self.plan.product.clone(),
            rate: self.plan.id.clone(),
            value: None,
            reverses: None,
            offset: None,
            quantity: (*self.subscription.quantity).into(),
            unit: self.plan.unit.clone(),
            price: self.plan.price,
            per: None,
            covered: Vec::new(),
            parts,
            deferred: false,
            exact,
            amount: self.signed(),
        }))
    }

    pub(super) fn description(&self) -> String {
        let Self { subscription, plan, from, until, .. } = self;
        let what = if self.credited.is_some() { "unused" } else { "fee" };
        let quantity = subscription.quantity;
        format!("{what} of {} {} of {} from {} to {}", *quantity, plan.unit, plan.id, from.date(), until.date())
    }
}

/// Where one event charges several times, as the old plan in arrears and the new one in advance, or late for several
/// cycles, each further fee has a name of its own.
pub(super) fn id(work: &Working<'_>, now: &Now<'_>, charge: &Charge<'_>) -> String {
    let what = if charge.credited.is_some() { "unused" } else { "fee" };
    let mut id = format!("{}/{what}/{}", now.event, charge.subscription.subscription);
    while is_taken(work, now, &id) {
        id.push_str("/next");
    }
    id
}

pub(super) fn is_taken(work: &Working<'_>, now: &Now<'_>, id: &str) -> bool {
    work.entries.iter().rev().take_while(|entry| entry.event == *now.event).any(|entry| entry.id == id)
}
