//! Fees and what is credited of them, as entries: by credit, or for the next invoice.

use super::burn::burn_credit;
use super::credit_note::draw;
use super::invoice_items;
use super::put_back::{Taken, end_again, put_back_credit};
use crate::account::state::ChargedFee;
use crate::account::working::{Now, Working};
use crate::catalog::{Payer, Plan};
use crate::ledger::{Book, Entry, Kind, Period, Rules, Side};
use crate::money::{Exact, Mode, Money, Ratio, Refusal, Rounding};
use crate::plan::{Fee, Subscription};
use crate::problem::Problem;
use crate::rating::{Line, Part};
use crate::rule::Rule;
use crate::text::{Id, Text};
use crate::time::Instant;
use crate::wallet::{Burned, last_paid};
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
}

impl Charge<'_> {
    fn rules(&self) -> Vec<Rule> {
        let rule = if self.credited.is_some() { Rule::PlanUnused } else { Rule::PlanFee };
        let mut rules = Vec::from([rule]);
        rules.extend(Some(Rule::PlanCycle).filter(|_| self.plan.cadence().is_of_days()));
        rules.extend(self.used.map(|_| Rule::PlanUsed));
        rules.extend(Some(Rule::PlanProration).filter(|_| self.fee.share.0 != self.fee.share.1));
        rules
    }

    const fn service(&self) -> Period {
        Period { from: self.from, until: self.until }
    }

    fn signed(&self) -> Money {
        self.credited.map_or(self.fee.amount, Money::negated)
    }

    /// How it was made, as the line of a usage says it.
    fn line(&self) -> Result<Line, Refusal> {
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
            parts,
            deferred: false,
            exact,
            amount: self.signed(),
        })
    }

    fn description(&self) -> String {
        let Self { subscription, plan, from, until, .. } = self;
        let what = if self.credited.is_some() { "unused" } else { "fee" };
        let quantity = subscription.quantity;
        format!("{what} of {} {} of {} from {} to {}", *quantity, plan.unit, plan.id, from.date(), until.date())
    }
}

/// Rule `plan.fee`: posts it, and keeps in mind what it is made of. A fee of nothing is no entry.
pub(crate) fn post(work: &mut Working<'_>, now: &Now<'_>, charge: &Charge<'_>) -> Result<(), Problem> {
    if charge.fee.amount.is_zero() {
        return Ok(());
    }
    let service = ((charge.from, charge.until), (None, None));
    invoice_items::fee(work, charge.plan.payer, &charge.line()?, service, &charge.rules())?;
    let (burned, overage) = match charge.plan.payer {
        Payer::Invoice => {
            for_the_invoice(work, now, charge)?;
            (Vec::new(), None)
        }
        Payer::Credit => by_credit(work, now, charge)?,
    };
    work.state.charged.push(ChargedFee {
        subscription: charge.subscription.subscription.clone(),
        plan: charge.plan.id.clone(),
        from: charge.from,
        until: charge.until,
        quantity: Some(charge.subscription.quantity),
        ended: None,
        amount: charge.fee.amount,
        credited: None,
        discount: None,
        back: None,
        invoice: None,
        tax: None,
        burned,
        overage,
    });
    Ok(())
}

/// An invoice asks for all fees that none has asked for, where it is not drafted.
pub(crate) fn note_invoice(work: &mut Working<'_>, name: &Id) {
    if work.rulebook.parts().invoice.is_none() {
        let fees = work.state.charged.iter_mut().filter(|fee| fee.invoice.is_none());
        fees.for_each(|fee| fee.invoice = Some(name.clone()));
    }
}

/// Rule `plan.unused`: what of a fee is not used is credited, never more than is left of it: net of the discount and at the
/// tax of the invoice that showed it, back into the credit that paid it.
pub(crate) fn unused(work: &mut Working<'_>, now: &Now<'_>, charge: &Charge<'_>, place: usize) -> Result<(), Problem> {
    let zero = work.zero()?;
    let Some(known) = work.state.charged.get_mut(place) else { return Ok(()) };
    let (gross, before) = (charge.fee.amount, known.back.unwrap_or(zero));
    let net = net(known, gross, zero)?;
    known.credited = Some(known.credited.unwrap_or(zero).plus(gross)?);
    known.back = Some(before.plus(net)?);
    let known = known.clone();
    let charge = &Charge { credited: Some(net), ..*charge };
    if known.invoice.is_none() {
        invoice_items::credited(work, &known, charge.plan.payer, gross)?;
    }
    if net.is_zero() {
        return Ok(());
    }
    let service = ((charge.from, charge.until), (known.invoice.clone(), known.tax.clone()));
    invoice_items::fee(work, charge.plan.payer, &charge.line()?, service, &charge.rules())?;
    match charge.plan.payer {
        Payer::Invoice => {
            for_the_invoice(work, now, charge)?;
            off_the_invoice(work, &known, net)
        }
        Payer::Credit => back_to_credit(work, now, charge, (&known, before)),
    }
}

/// What so much of a fee comes to when discounts have taken of it what they took.
fn net(known: &ChargedFee, gross: Money, zero: Money) -> Result<Money, Refusal> {
    let Some(discount) = known.discount else { return Ok(gross) };
    let paid = known.amount.minus(discount)?;
    let left = paid.minus(known.back.unwrap_or(zero))?;
    if gross == known.amount.minus(known.credited.unwrap_or(zero))? {
        return Ok(left);
    }
    let rounding = Rounding { scale: zero.scale(), mode: Mode::Down };
    Ok(rounding.quotient(gross.exact().times(paid.exact())?, known.amount.exact())?.min(left))
}

/// Where one event charges several times, as the old plan in arrears and the new one in advance, or late for several
/// cycles, each further fee has a name of its own.
fn id(work: &Working<'_>, now: &Now<'_>, charge: &Charge<'_>) -> String {
    let what = if charge.credited.is_some() { "unused" } else { "fee" };
    let mut id = format!("{}/{what}/{}", now.event, charge.subscription.subscription);
    while is_taken(work, now, &id) {
        id.push_str("/next");
    }
    id
}

fn is_taken(work: &Working<'_>, now: &Now<'_>, id: &str) -> bool {
    work.entries.iter().rev().take_while(|entry| entry.event == *now.event).any(|entry| entry.id == id)
}

/// What an invoice asked for and is still due of it is so no more; where invoices are drafted a credit note says it.
fn off_the_invoice(work: &mut Working<'_>, known: &ChargedFee, amount: Money) -> Result<(), Problem> {
    let (zero, parts) = (work.zero()?, work.rulebook.parts());
    let Some(invoice) = known.invoice.as_ref().filter(|_| parts.invoice.is_none()) else { return Ok(()) };
    let due = work.state.due.iter().find(|due| due.invoice == *invoice).map_or(zero, |due| due.amount.min(amount));
    if due.is_positive() {
        draw(work, invoice, due)?;
        let owed = work.state.period.owed.unwrap_or(zero).plus(due)?;
        work.state.period.owed = Some(owed).filter(|owed| !owed.is_zero());
    }
    Ok(())
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

/// It burns credit as usage does, and is part of the period's usage; it is no usage of a day. Answers what paid it.
fn by_credit(
    work: &mut Working<'_>,
    now: &Now<'_>,
    charge: &Charge<'_>,
) -> Result<(Vec<Burned>, Option<Money>), Problem> {
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
    work.entries.push(Entry { line, period, burned: burn.parts.clone(), overage, ..entry });
    Ok((burn.parts, overage))
}

const BACK: &[Rule] = &[Rule::PlanUnused, Rule::CreditPutBack, Rule::OveragePaidFirst];

/// What was paid by credit and is not used goes back into the credit that paid it.
fn back_to_credit(
    work: &mut Working<'_>,
    now: &Now<'_>,
    charge: &Charge<'_>,
    (known, before): (&ChargedFee, Money),
) -> Result<(), Problem> {
    let (zero, name) = (work.zero()?, &charge.subscription.subscription);
    let net = charge.credited.unwrap_or(zero);
    let parts = last_paid(&known.burned, known.overage.unwrap_or(zero), before, net)?;
    let shown = known.invoice.is_some() || work.is_invoiced(known.from);
    let invoiced = work.rulebook.parts().overage.is_some() && shown;
    let put = put_back_credit(work, now, &parts, Taken { name, from: known.from, invoiced })?;
    let postings = Side::of(&put.moves).against(Book::Fees, Book::Customer, zero)?;
    let id = (1..).map(|number| format!("{}/unused", Id::derived("un_", &[name, now.event], number)));
    let Some(id) = id.into_iter().find(|id| !is_taken(work, now, id)) else { return Ok(()) };
    let entry = work.entry(id, now, Kind::Fee, charge.description(), postings, BACK)?;
    let overage = Some(put.overage).filter(|overage| overage.is_positive());
    let (line, period) = (Some(charge.line()?), Some(charge.service()));
    work.entries.push(Entry { line, period, burned: put.parts.clone(), overage, ..entry });
    off_the_invoice(work, known, put.receivable())?;
    end_again(work, now, put)
}
