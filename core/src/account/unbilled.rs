//! What the next invoice will show, kept while it is charged; only where the rulebook drafts invoices.

use super::fold::Fold;
use crate::catalog::Payer;
use crate::invoice::{Item, ItemKind};
use crate::ledger::Period;
use crate::money::Refusal;
use crate::rating::Line;
use crate::rule::Rule;
use crate::time::Instant;
use alloc::vec::Vec;

/// A usage; its service period is that of the invoice, or the closed one it belongs to.
pub(super) fn usage(fold: &mut Fold<'_>, line: &Line, late: Option<Period>, rules: &[Rule]) -> Result<(), Refusal> {
    if fold.rulebook.parts().invoice.is_none() {
        return Ok(());
    }
    let from = late.map_or(fold.state.period.from, |late| late.from);
    let item =
        Item { late, until: late.map(|late| late.until), ..item(ItemKind::Usage, Payer::Credit, line, from, rules) };
    add(fold, item)
}

/// A fee, or what is credited of one.
pub(super) fn fee(
    fold: &mut Fold<'_>,
    payer: Payer,
    line: &Line,
    service: (Instant, Instant),
    rules: &[Rule],
) -> Result<(), Refusal> {
    if fold.rulebook.parts().invoice.is_none() {
        return Ok(());
    }
    let kind = if line.amount.units() < 0 { ItemKind::Unused } else { ItemKind::Fee };
    let item = item(kind, payer, line, service.0, rules);
    add(fold, Item { plan: Some(line.rate.clone()), until: Some(service.1), ..item })
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
        price: line.price.filter(|_| line.covered.is_empty() && line.parts.is_empty()),
        per: line.per,
        amount: line.amount,
        count: 1,
        rules: rules
            .iter()
            .copied()
            .filter(|rule| rule.name().starts_with("rating.") || rule.name().starts_with("plan."))
            .collect(),
    }
}

/// To the line it belongs to. Every usage comes here, and lines are few.
fn add(fold: &mut Fold<'_>, item: Item) -> Result<(), Refusal> {
    let items = &mut fold.state.unbilled;
    let Some(like) = items.iter_mut().find(|like| like.is_like(&item)) else {
        items.push(item);
        return Ok(());
    };
    like.quantity = like.quantity.plus(*item.quantity)?.into();
    like.amount = like.amount.plus(item.amount)?;
    like.count = like.count.saturating_add(1);
    like.from = like.from.min(item.from);
    if (like.price, like.per) != (item.price, item.per) {
        (like.price, like.per) = (None, None);
    }
    let new: Vec<Rule> = item.rules.into_iter().filter(|rule| !like.rules.contains(rule)).collect();
    like.rules.extend(new);
    Ok(())
}
