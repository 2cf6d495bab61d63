//! Fees and what is credited of them, as entries: by credit, or for the next invoice.

use super::credit::{self, Arrival};
use super::fold::{Fold, Now};
use super::{unbilled, usage, watch};
use crate::catalog::{Payer, Plan};
use crate::ledger::{Book, Entry, Kind, Period, Rules, Side};
use crate::money::{Exact, Money, Refusal};
use crate::plan::{Fee, Subscription};
use crate::problem::Problem;
use crate::rating::{Line, Part};
use crate::rule::Rule;
use crate::text::{Id, Text};
use crate::time::Instant;
use crate::wallet::Source;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// A fee to post: what for, and whether it is charged or credited.
pub(super) struct Charge<'c> {
    pub(super) plan: &'c Plan,
    pub(super) subscription: &'c Subscription,
    pub(super) fee: Fee,
    pub(super) from: Instant,
    pub(super) until: Instant,
    /// What was charged before and is credited now.
    pub(super) credited: bool,
}

impl Charge<'_> {
    fn rules(&self) -> Vec<Rule> {
        let rule = if self.credited { Rule::PlanUnused } else { Rule::PlanFee };
        let mut rules = Vec::from([rule]);
        rules.extend(Some(Rule::PlanCycle).filter(|_| self.plan.cadence().is_of_days()));
        rules.extend(Some(Rule::PlanProration).filter(|_| self.fee.share.0 != self.fee.share.1));
        rules
    }

    const fn service(&self) -> Period {
        Period { from: self.from, until: self.until }
    }

    fn signed(&self) -> Money {
        if self.credited { self.fee.amount.negated() } else { self.fee.amount }
    }

    /// How it was made, as the line of a usage says it.
    fn line(&self) -> Result<Line, Refusal> {
        let (above, below) = self.fee.share;
        let share = Part {
            what: Text::made(format!("{above} of {below}")),
            quantity: above.into(),
            price: self.fee.whole.exact().unwrap_or(Exact::ZERO).into(),
            amount: self.fee.exact,
        };
        let exact = if self.credited { self.fee.exact.negated() } else { self.fee.exact };
        Ok(Line {
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
            parts: if above == below { Vec::new() } else { alloc::vec![share] },
            deferred: false,
            exact,
            amount: self.signed(),
        })
    }

    fn description(&self) -> String {
        let Self { subscription, plan, from, until, .. } = self;
        let what = if self.credited { "unused" } else { "fee" };
        let quantity = subscription.quantity;
        format!("{what} of {} {} of {} from {} to {}", *quantity, plan.unit, plan.id, from.date(), until.date())
    }
}

/// Rules `plan.fee` and `plan.unused`: posts it. A fee of nothing is no entry.
pub(super) fn post(fold: &mut Fold<'_>, now: &Now<'_>, charge: &Charge<'_>) -> Result<(), Problem> {
    if charge.fee.amount.is_zero() {
        return Ok(());
    }
    unbilled::fee(fold, charge.plan.payer, &charge.line()?, (charge.from, charge.until), &charge.rules())?;
    match (charge.plan.payer, charge.credited) {
        (Payer::Invoice, _) => for_the_invoice(fold, now, charge)?,
        (Payer::Credit, false) => by_credit(fold, now, charge)?,
        (Payer::Credit, true) => back_to_credit(fold, now, charge)?,
    }
    Ok(())
}

/// Where one event charges the old plan in arrears and the new one in advance, the second fee has a name of its own.
fn id(fold: &Fold<'_>, now: &Now<'_>, charge: &Charge<'_>) -> String {
    let what = if charge.credited { "unused" } else { "fee" };
    let id = format!("{}/{what}/{}", now.event, charge.subscription.subscription);
    let mut before = fold.entries.iter().rev().take_while(|entry| entry.event == *now.event);
    if before.any(|entry| entry.id == id) { [&*id, "/next"].concat() } else { id }
}

/// The next invoice asks for it.
fn for_the_invoice(fold: &mut Fold<'_>, now: &Now<'_>, charge: &Charge<'_>) -> Result<(), Problem> {
    let (signed, zero) = (charge.signed(), fold.zero()?);
    fold.state.period.owed = Some(fold.state.period.owed.unwrap_or(zero).plus(signed)?);
    let postings = Side::of(&[(Book::Receivable, signed.negated())]).against(Book::Fees, Book::Receivable, zero)?;
    let entry = fold.entry(id(fold, now, charge), now, Kind::Fee, charge.description(), postings, charge.rules())?;
    fold.entries.push(Entry { line: Some(charge.line()?), period: Some(charge.service()), ..entry });
    Ok(())
}

/// It burns credit as usage does, and is part of the period's usage; it is no usage of a day.
fn by_credit(fold: &mut Fold<'_>, now: &Now<'_>, charge: &Charge<'_>) -> Result<(), Problem> {
    let (before, zero, amount) = (fold.state.balance, fold.zero()?, charge.fee.amount);
    let debit = &charge.subscription.subscription;
    let burn = usage::burn_credit(fold, now, debit, amount, Some(&charge.plan.product), now.time)?;
    let period = &mut fold.state.period;
    (period.used, period.bound) = (period.used.plus(amount)?, period.bound.plus(burn.bound)?);
    let postings = if fold.on_invoice() {
        Side::of(&[(Book::Held, amount.negated())]).against(Book::Fees, Book::Held, zero)?
    } else {
        let side = Side::of(&[(Book::Customer, burn.bound.minus(amount)?), (Book::Scoped, burn.bound.negated())]);
        side.against(Book::Fees, Book::Customer, zero)?
    };
    let mut rules = charge.rules();
    rules.push(Rule::CreditBurnDown);
    let entry =
        fold.entry(id(fold, now, charge), now, Kind::Fee, charge.description(), postings, Rules::from(rules))?;
    let overage = Some(burn.overage).filter(|overage| overage.is_positive());
    let (line, period) = (Some(charge.line()?), Some(charge.service()));
    fold.entries.push(Entry { line, period, burned: burn.parts, overage, ..entry });
    watch::balance(fold, now, before)
}

const BACK: &[Rule] = &[Rule::PlanUnused, Rule::CreditGrant, Rule::OveragePaidFirst];

/// What was paid by credit and is not used is credit again.
fn back_to_credit(fold: &mut Fold<'_>, now: &Now<'_>, charge: &Charge<'_>) -> Result<(), Problem> {
    let name = &charge.subscription.subscription;
    let grant = Id::derived("un_", &[name, now.event], 1);
    let grant = credit::grant(&grant, Source::Refund, charge.fee.amount, now.time, None);
    let description = charge.description();
    let arrival = Arrival { kind: Kind::Fee, name: "unused", description, counter: Book::Fees, rules: BACK };
    credit::start(fold, now, grant, arrival)?;
    if let Some(entry) = fold.entries.iter_mut().rev().find(|entry| entry.kind == Kind::Fee) {
        (entry.line, entry.period) = (Some(charge.line()?), Some(charge.service()));
    }
    Ok(())
}
