//! What the next invoice will show, kept while it is charged; only where the rulebook drafts invoices.

use crate::account::state::ChargedFee;
use crate::account::working::Working;
use crate::catalog::Payer;
use crate::invoice::{Item, ItemKind, Tax};
use crate::ledger::Period;
use crate::money::{Exact, Money, NonNegative, Positive, Refusal};
use crate::rating::Line;
use crate::rule::Rule;
use crate::text::Id;
use crate::time::Instant;
use alloc::vec::Vec;

/// Most usages that have a line each by their rates; more of them share one by their product.
const LINES_MAX: usize = 40;

/// A usage; its service period is that of the invoice, or the closed one it belongs to.
pub(super) fn usage(work: &mut Working<'_>, line: &Line, late: Option<Period>, rules: &[Rule]) -> Result<(), Refusal> {
    if work.rulebook.parts().invoice.is_none() {
        return Ok(());
    }
    let from = late.map(|late| late.from);
    // Nearly every usage is one more of a line that is there.
    if let Some(like) = work.state.unbilled.iter_mut().find(|like| like.is_like_usage(line, late)) {
        let (price, per) = (price(line), line.per);
        return count(like, (*line.quantity, price, per), (line.amount, from), rules.iter().copied().filter(shown));
    }
    let usages = work.state.unbilled.iter().filter(|item| item.kind == ItemKind::Usage).count();
    let rate = Some(line.rate.clone()).filter(|_| usages < LINES_MAX);
    let mut made = item(ItemKind::Usage, Payer::Credit, line, from, rules);
    made.late = late;
    made.until = late.map(|late| late.until);
    made.rate = rate;
    add(work, made)
}

/// A usage that no invoice shows yet costs so much less. One from before invoices were drafted is on none.
pub(super) fn cost_less(
    work: &mut Working<'_>,
    line: &Line,
    late: Option<Period>,
    amount: Money,
) -> Result<(), Refusal> {
    let Some(like) = work.state.unbilled.iter_mut().find(|like| like.is_like_usage(line, late)) else { return Ok(()) };
    like.amount = like.amount.minus(amount)?;
    (like.price, like.per) = (None, None);
    note_rules(like, [Rule::CreditCorrection].into_iter())
}

/// A usage that is taken back and that an invoice shows: net of what discounts took there, and at its tax.
pub(super) fn taken_back(
    work: &mut Working<'_>,
    line: &Line,
    late: Option<Period>,
    (of, tax): (Id, Tax),
    rules: &[Rule],
) -> Result<(), Refusal> {
    if work.rulebook.parts().invoice.is_none() {
        return Ok(());
    }
    let from = late.map(|late| late.from);
    let (until, rate) = (late.map(|late| late.until), Some(line.rate.clone()));
    let mut made = item(ItemKind::Usage, Payer::Credit, line, from, rules);
    made.late = late;
    made.until = until;
    made.rate = rate;
    made.of = Some(of);
    made.tax = Some(tax);
    made.price = None;
    made.per = None;
    add(work, made)
}

/// What the period's end adds: to the one line of what it prices, where there is one, which then states what was used; else
/// a line of its own.
pub(super) fn true_up(work: &mut Working<'_>, line: &Line, deferred: bool, rules: &[Rule]) -> Result<(), Refusal> {
    if work.rulebook.parts().invoice.is_none() {
        return Ok(());
    }
    let of_rate = |item: &&mut Item| {
        item.kind == ItemKind::Usage
            && item.product == line.product
            && item.rate.as_ref().is_none_or(|rate| *rate == line.rate)
    };
    let mut like: Vec<&mut Item> = work.state.unbilled.iter_mut().filter(of_rate).collect();
    if let (true, [only]) = (deferred, like.as_mut_slice())
        && only.is_like_usage(line, None)
    {
        (only.quantity, only.price, only.per) = (line.quantity, None, None);
        only.amount = only.amount.plus(line.amount)?;
        return note_rules(only, rules.iter().copied().filter(shown));
    }
    let mut made = item(ItemKind::TrueUp, Payer::Credit, line, None, rules);
    (made.rate, made.price, made.per) = (Some(line.rate.clone()), None, None);
    if deferred && like.is_empty() {
        return add(work, made);
    }
    made.quantity = Exact::ONE.into();
    made.unit = Id::made("period".into());
    add(work, made)
}

/// What is credited: of which invoice, and how that was taxed.
pub(super) type Of = (Option<Id>, Option<Tax>);

/// A fee, or what is credited of one.
pub(crate) fn fee(
    work: &mut Working<'_>,
    payer: Payer,
    line: &Line,
    (service, (of, tax)): ((Instant, Instant), Of),
    rules: &[Rule],
) -> Result<(), Refusal> {
    if work.rulebook.parts().invoice.is_none() {
        return Ok(());
    }
    let kind = if line.amount.units() < 0 { ItemKind::Unused } else { ItemKind::Fee };
    let mut item = item(kind, payer, line, Some(service.0), rules);
    item.plan = Some(line.rate.clone());
    item.until = Some(service.1);
    item.of = of;
    item.tax = tax;
    add(work, item)
}

/// What a person charged.
pub(super) fn charge(work: &mut Working<'_>, product: &Id, amount: Money) -> Result<(), Refusal> {
    if work.rulebook.parts().invoice.is_none() {
        return Ok(());
    }
    let rules = alloc::vec![Rule::CreditAdjustment];
    let unit = Id::made("adjustment".into());
    add(work, Item { rules, ..one(ItemKind::Adjustment, product.clone(), unit, amount) })
}

fn item(kind: ItemKind, payer: Payer, line: &Line, from: Option<Instant>, rules: &[Rule]) -> Item {
    Item {
        payer,
        subaccount: line.subaccount.clone(),
        from,
        quantity: (*line.quantity).into(),
        price: price(line),
        per: line.per,
        rules: rules.iter().copied().filter(shown).collect(),
        ..one(kind, line.product.clone(), line.unit.clone(), line.amount)
    }
}

/// One charge that credit pays, in the service of the invoice.
fn one(kind: ItemKind, product: Id, unit: Id, amount: Money) -> Item {
    Item {
        kind,
        product,
        plan: None,
        rate: None,
        payer: Payer::Credit,
        subaccount: None,
        late: None,
        from: None,
        until: None,
        quantity: Exact::ONE.into(),
        unit,
        price: None,
        per: None,
        amount,
        credited: None,
        of: None,
        tax: None,
        count: 1,
        rules: Vec::new(),
    }
}

/// The price of each unit, where it is one and the same.
fn price(line: &Line) -> Option<NonNegative> {
    line.price.filter(|_| line.covered.is_empty() && line.parts.is_empty())
}

/// Is it a rule that an invoice line shows?
fn shown(rule: &Rule) -> bool {
    rule.name().starts_with("rating.") || rule.name().starts_with("plan.")
}

/// To the line it belongs to. Every usage comes here, and lines are few.
fn add(work: &mut Working<'_>, item: Item) -> Result<(), Refusal> {
    let items = &mut work.state.unbilled;
    let Some(like) = items.iter_mut().find(|like| like.is_like(&item)) else {
        items.push(item);
        return Ok(());
    };
    count(like, (*item.quantity, item.price, item.per), (item.amount, item.from), item.rules.into_iter())
}

/// One charge more.
fn count(
    like: &mut Item,
    (quantity, price, per): (Exact, Option<NonNegative>, Option<Positive>),
    (amount, from): (Money, Option<Instant>),
    rules: impl Iterator<Item = Rule>,
) -> Result<(), Refusal> {
    like.quantity = like.quantity.plus(quantity)?.into();
    like.amount = like.amount.plus(amount)?;
    like.count = like.count.saturating_add(1);
    like.from = like.from.min(from);
    if (like.price, like.per) != (price, per) {
        (like.price, like.per) = (None, None);
    }
    note_rules(like, rules)
}

fn note_rules(like: &mut Item, rules: impl Iterator<Item = Rule>) -> Result<(), Refusal> {
    for rule in rules {
        if !like.rules.contains(&rule) {
            like.rules.push(rule);
        }
    }
    Ok(())
}

/// What of a fee that is not invoiced was credited: no discount is on it.
pub(super) fn credited(work: &mut Working<'_>, fee: &ChargedFee, payer: Payer, amount: Money) -> Result<(), Refusal> {
    let zero = work.zero()?;
    let of_it = |item: &&mut Item| {
        (item.kind, item.payer, item.from, item.until) == (ItemKind::Fee, payer, Some(fee.from), Some(fee.until))
            && (item.plan.as_ref(), &item.subaccount) == (Some(&fee.plan), &fee.subaccount)
    };
    if let Some(item) = work.state.unbilled.iter_mut().find(of_it) {
        item.credited = Some(item.credited.unwrap_or(zero).plus(amount)?);
    }
    Ok(())
}
