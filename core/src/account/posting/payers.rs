//! Who paid for what a period has counted: where the period costs less, it goes back to them, the latest first.

use crate::account::state::{CounterPayers, PaidPart};
use crate::account::working::Working;
use crate::catalog::Rate;
use crate::money::{Money, Refusal};
use crate::rating::Line;
use crate::wallet::{Burn, Burned, Return};
use alloc::vec::Vec;

/// Keeps in mind who paid, where the rate looks at a period.
pub(super) fn note(work: &mut Working<'_>, rate: &Rate, line: &Line, burn: &Burn) -> Result<(), Refusal> {
    if rate.is_of_one_usage() || line.amount.is_zero() {
        return Ok(());
    }
    let parts = of(work, rate, line)?;
    for part in &burn.parts {
        push(parts, part.amount, Some(part))?;
    }
    if burn.overage.is_positive() { push(parts, burn.overage, None) } else { Ok(()) }
}

/// The latest stands last; what one grant has paid is one part.
fn push(parts: &mut Vec<PaidPart>, amount: Money, by: Option<&Burned>) -> Result<(), Refusal> {
    let same = |part: &PaidPart| match (&part.by, by) {
        (Some(one), Some(other)) => one.grant == other.grant,
        (None, None) => true,
        _ => false,
    };
    // Nearly always the one that paid last pays again.
    if let Some(last) = parts.last_mut().filter(|last| same(last)) {
        last.amount = last.amount.plus(amount)?;
        return Ok(());
    }
    let known = parts.iter().position(same);
    let before = known.map(|place| parts.remove(place).amount);
    let amount = before.map_or(Ok(amount), |before| before.plus(amount))?;
    parts.push(PaidPart { amount, by: by.cloned() });
    Ok(())
}

/// To whom an amount goes back that the period costs less.
pub(super) fn give_back(work: &mut Working<'_>, rate: &Rate, line: &Line, amount: Money) -> Result<Return, Refusal> {
    let zero = amount.minus(amount)?;
    let parts = of(work, rate, line)?;
    let (mut back, mut rest) = (Return { overage: zero, parts: Vec::new() }, amount);
    while rest.is_positive() {
        let Some(mut last) = parts.pop() else { break };
        let part = rest.min(last.amount);
        rest = rest.minus(part)?;
        match &last.by {
            Some(by) => back.parts.push(Burned { amount: part, ..by.clone() }),
            None => back.overage = back.overage.plus(part)?,
        }
        last.amount = last.amount.minus(part)?;
        if last.amount.is_positive() {
            parts.push(last);
        }
    }
    // What a state of an older engine does not know was paid by no grant that is known.
    back.overage = back.overage.plus(rest)?;
    Ok(back)
}

fn of<'w>(work: &'w mut Working<'_>, rate: &Rate, line: &Line) -> Result<&'w mut Vec<PaidPart>, Refusal> {
    let list = &mut work.state.counter_payers;
    let key = (rate.counter(), line.value.as_ref());
    let place = match list.binary_search_by(|known| (&known.counter, known.value.as_ref()).cmp(&key)) {
        Ok(place) => place,
        Err(place) => {
            let (counter, value) = (rate.counter().clone(), line.value.clone());
            list.insert(place, CounterPayers { counter, value, parts: Vec::new() });
            place
        }
    };
    list.get_mut(place).map(|payers| &mut payers.parts).ok_or(Refusal::Impossible)
}
