//! What the next invoice will show, kept while it is charged; only where the rulebook drafts invoices.

use crate::account::working::Working;
use crate::catalog::Payer;
use crate::invoice::{Item, ItemKind};
use crate::ledger::Period;
use crate::money::{Exact, Money, NonNegative, Positive, Refusal};
use crate::rating::Line;
use crate::rule::Rule;
use crate::time::Instant;

/// A usage; its service period is that of the invoice, or the closed one it belongs to.
pub(crate) fn usage(work: &mut Working<'_>, line: &Line, late: Option<Period>, rules: &[Rule]) -> Result<(), Refusal> {
    if work.rulebook.parts().invoice.is_none() {
        return Ok(());
    }
    let from = late.map_or(work.state.period.from, |late| late.from);
    // Nearly every usage is one more of a line that is there.
    if let Some(like) = work.state.unbilled.iter_mut().find(|like| like.is_like_usage(line, late)) {
        let (price, per) = (price(line), line.per);
        return count(like, (*line.quantity, price, per), (line.amount, from), rules.iter().copied().filter(shown));
    }
    let item =
        Item { late, until: late.map(|late| late.until), ..item(ItemKind::Usage, Payer::Credit, line, from, rules) };
    add(work, item)
}

/// A fee, or what is credited of one.
pub(crate) fn fee(
    work: &mut Working<'_>,
    payer: Payer,
    line: &Line,
    service: (Instant, Instant),
    rules: &[Rule],
) -> Result<(), Refusal> {
    if work.rulebook.parts().invoice.is_none() {
        return Ok(());
    }
    let kind = if line.amount.units() < 0 { ItemKind::Unused } else { ItemKind::Fee };
    let item = item(kind, payer, line, service.0, rules);
    add(work, Item { plan: Some(line.rate.clone()), until: Some(service.1), ..item })
}

fn item(kind: ItemKind, payer: Payer, line: &Line, from: Instant, rules: &[Rule]) -> Item {
    Item {
        kind,
        product: line.product.clone(),
        plan: None,
        payer,
        subaccount: line.subaccount.clone(),
        late: None,
        from,
        until: None,
        quantity: (*line.quantity).into(),
        unit: line.unit.clone(),
        price: price(line),
        per: line.per,
        amount: line.amount,
        count: 1,
        rules: rules.iter().copied().filter(shown).collect(),
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
    (amount, from): (Money, Instant),
    rules: impl Iterator<Item = Rule>,
) -> Result<(), Refusal> {
    like.quantity = like.quantity.plus(quantity)?.into();
    like.amount = like.amount.plus(amount)?;
    like.count = like.count.saturating_add(1);
    like.from = like.from.min(from);
    if (like.price, like.per) != (price, per) {
        (like.price, like.per) = (None, None);
    }
    for rule in rules {
        if !like.rules.contains(&rule) {
            like.rules.push(rule);
        }
    }
    Ok(())
}
