//! Fees and what is credited of them, as entries: by credit, or for the next invoice.

use super::burn::burn_credit;
use super::grant::{self, Arrival, arrived};
use super::invoice_items;
use crate::account::working::{Now, Working};
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
pub(crate) struct Charge<'c> {
    pub(crate) plan: &'c Plan,
    pub(crate) subscription: &'c Subscription,
    pub(crate) fee: Fee,
    pub(crate) from: Instant,
    pub(crate) until: Instant,
    /// What was charged before and is credited now.
    pub(crate) credited: bool,
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
pub(crate) fn post(work: &mut Working<'_>, now: &Now<'_>, charge: &Charge<'_>) -> Result<(), Problem> {
    if charge.fee.amount.is_zero() {
        return Ok(());
    }
    invoice_items::fee(work, charge.plan.payer, &charge.line()?, (charge.from, charge.until), &charge.rules())?;
    match (charge.plan.payer, charge.credited) {
        (Payer::Invoice, _) => for_the_invoice(work, now, charge)?,
        (Payer::Credit, false) => by_credit(work, now, charge)?,
        (Payer::Credit, true) => back_to_credit(work, now, charge)?,
    }
    Ok(())
}

/// Where one event charges the old plan in arrears and the new one in advance, the second fee has a name of its own.
fn id(work: &Working<'_>, now: &Now<'_>, charge: &Charge<'_>) -> String {
    let what = if charge.credited { "unused" } else { "fee" };
    let id = format!("{}/{what}/{}", now.event, charge.subscription.subscription);
    let mut before = work.entries.iter().rev().take_while(|entry| entry.event == *now.event);
    if before.any(|entry| entry.id == id) { [&*id, "/next"].concat() } else { id }
}

/// The next invoice asks for it.
fn for_the_invoice(work: &mut Working<'_>, now: &Now<'_>, charge: &Charge<'_>) -> Result<(), Problem> {
    let (signed, zero) = (charge.signed(), work.zero()?);
    work.state.period.owed = Some(work.state.period.owed.unwrap_or(zero).plus(signed)?);
    let postings = Side::of(&[(Book::Receivable, signed.negated())]).against(Book::Fees, Book::Receivable, zero)?;
    let entry = work.entry(id(work, now, charge), now, Kind::Fee, charge.description(), postings, charge.rules())?;
    work.entries.push(Entry { line: Some(charge.line()?), period: Some(charge.service()), ..entry });
    Ok(())
}

/// It burns credit as usage does, and is part of the period's usage; it is no usage of a day.
fn by_credit(work: &mut Working<'_>, now: &Now<'_>, charge: &Charge<'_>) -> Result<(), Problem> {
    let (zero, amount) = (work.zero()?, charge.fee.amount);
    let debit = &charge.subscription.subscription;
    let burn = burn_credit(work, now, debit, amount, Some(&charge.plan.product), (now.time, false))?;
    let period = &mut work.state.period;
    (period.used, period.bound) = (period.used.plus(amount)?, period.bound.plus(burn.bound)?);
    let postings = if work.on_invoice() {
        Side::of(&[(Book::Held, amount.negated())]).against(Book::Fees, Book::Held, zero)?
    } else {
        let side = Side::of(&[(Book::Customer, burn.bound.minus(amount)?), (Book::Scoped, burn.bound.negated())]);
        side.against(Book::Fees, Book::Customer, zero)?
    };
    let mut rules = charge.rules();
    rules.push(Rule::CreditBurnDown);
    let entry =
        work.entry(id(work, now, charge), now, Kind::Fee, charge.description(), postings, Rules::from(rules))?;
    let overage = Some(burn.overage).filter(|overage| overage.is_positive());
    let (line, period) = (Some(charge.line()?), Some(charge.service()));
    work.entries.push(Entry { line, period, burned: burn.parts, overage, ..entry });
    Ok(())
}

const BACK: &[Rule] = &[Rule::PlanUnused, Rule::CreditGrant, Rule::OveragePaidFirst];

/// What was paid by credit and is not used is credit again.
fn back_to_credit(work: &mut Working<'_>, now: &Now<'_>, charge: &Charge<'_>) -> Result<(), Problem> {
    let name = &charge.subscription.subscription;
    let grant = Id::derived("un_", &[name, now.event], 1);
    let grant = grant::grant(&grant, Source::Refund, charge.fee.amount, now.time, None);
    let description = charge.description();
    let arrival = Arrival { kind: Kind::Fee, name: "unused", description, counter: Book::Fees, rules: BACK };
    let entry = arrived(work, now, grant, arrival)?;
    work.entries.push(Entry { line: Some(charge.line()?), period: Some(charge.service()), ..entry });
    Ok(())
}
