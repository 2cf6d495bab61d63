//! Rule `credit.put_back` for what stands on invoices: which credit paid for it. What a discount takes off it, or a note
//! credits of it, goes back there, the latest first.
//!
//! Credit is told apart by its kind (source, end, priority and products), so that a month of recharges is one part.

use crate::account::working::Working;
use crate::money::{Money, Refusal};
use crate::text::Id;
use crate::wallet::Burned;
use alloc::vec::Vec;

/// Most kinds of credit that are kept in mind of an invoice.
const KINDS_MAX: usize = 16;

/// The parts of the open period, or of an invoice that is known.
pub(super) fn of<'w>(work: &'w mut Working<'_>, invoice: Option<&Id>) -> Option<&'w mut Vec<Burned>> {
    let Some(invoice) = invoice else { return Some(&mut work.state.period.paid_by) };
    work.state.invoices.iter_mut().find(|known| known.invoice == *invoice).map(|known| &mut known.paid_by)
}

/// Credit has paid for something that the next invoice shows. Only where periods are invoiced.
pub(super) fn note(work: &mut Working<'_>, parts: &[Burned]) -> Result<(), Refusal> {
    if work.rulebook.parts().billing.is_none() {
        return Ok(());
    }
    let list = &mut work.state.period.paid_by;
    for part in parts.iter().filter(|part| part.amount.is_positive()) {
        // Nearly always the grant that paid last pays again.
        if let Some(last) = list.last_mut().filter(|last| last.grant == part.grant) {
            last.amount = last.amount.plus(part.amount)?;
            continue;
        }
        match list.iter().rposition(|known| known.is_like(part)) {
            Some(place) if place.saturating_add(1) == list.len() => {
                let Some(known) = list.last_mut() else { continue };
                known.amount = known.amount.plus(part.amount)?;
                known.grant.clone_from(&part.grant);
            }
            Some(place) => {
                let amount = list.remove(place).amount.plus(part.amount)?;
                list.push(Burned { amount, ..part.clone() });
            }
            None => list.push(part.clone()),
        }
    }
    if list.len() > KINDS_MAX {
        list.remove(0);
    }
    Ok(())
}

/// Something of it went back to that credit.
pub(super) fn lower(work: &mut Working<'_>, invoice: Option<&Id>, parts: &[Burned]) -> Result<(), Refusal> {
    let Some(list) = of(work, invoice) else { return Ok(()) };
    for part in parts {
        if let Some(known) = list.iter_mut().find(|known| known.is_like(part)) {
            known.amount = known.amount.minus(known.amount.min(part.amount))?;
        }
    }
    list.retain(|known| known.amount.is_positive());
    Ok(())
}

/// Takes so much of what was paid, the latest first. Answers the parts, and what nobody remembers who has paid.
pub(super) fn draw(
    work: &mut Working<'_>,
    invoice: Option<&Id>,
    amount: Money,
) -> Result<(Vec<Burned>, Money), Refusal> {
    let (mut parts, mut rest) = (Vec::new(), amount);
    let Some(list) = of(work, invoice) else { return Ok((parts, rest)) };
    while rest.is_positive() {
        let Some(mut last) = list.pop() else { break };
        let part = rest.min(last.amount);
        rest = rest.minus(part)?;
        parts.push(Burned { amount: part, ..last.clone() });
        last.amount = last.amount.minus(part)?;
        if last.amount.is_positive() {
            list.push(last);
        }
    }
    Ok((parts, rest))
}
