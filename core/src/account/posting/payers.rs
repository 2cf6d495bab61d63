//! Who paid for what a period has counted.

use crate::account::state::CounterPayers;
use crate::account::working::Working;
use crate::catalog::Rate;
use crate::money::{Money, Refusal};
use crate::rating::Line;
use crate::wallet::{Burn, Burned, Return, last_paid};

/// Keeps in mind who paid, where the rate looks at a period.
pub(super) fn note(work: &mut Working<'_>, rate: &Rate, line: &Line, burn: &Burn) -> Result<(), Refusal> {
    if rate.is_of_one_usage() || line.amount.is_zero() {
        return Ok(());
    }
    let overage = burn.overage;
    let payers = of(work, rate, line)?;
    payers.overage = payers.overage.plus(overage)?;
    for part in &burn.parts {
        match payers.burned.iter_mut().find(|known| known.grant == part.grant) {
            Some(known) => known.amount = known.amount.plus(part.amount)?,
            None => payers.burned.push(part.clone()),
        }
    }
    Ok(())
}

/// To whom an amount goes back that the period costs less.
pub(super) fn give_back(work: &mut Working<'_>, rate: &Rate, line: &Line, amount: Money) -> Result<Return, Refusal> {
    let zero = amount.minus(amount)?;
    let payers = of(work, rate, line)?;
    let mut back = last_paid(&payers.burned, payers.overage, zero, amount)?;
    payers.overage = payers.overage.minus(back.overage)?;
    let mut known = zero.plus(back.overage)?;
    for part in &back.parts {
        known = known.plus(part.amount)?;
        let of_it = payers.burned.iter_mut().find(|payer| payer.grant == part.grant);
        if let Some(Burned { amount, .. }) = of_it {
            *amount = amount.minus(part.amount)?;
        }
    }
    payers.burned.retain(|part| part.amount.is_positive());
    // What a state of an older engine does not know was not paid by a grant that is known.
    back.overage = back.overage.plus(amount.minus(known)?)?;
    Ok(back)
}

fn of<'w>(work: &'w mut Working<'_>, rate: &Rate, line: &Line) -> Result<&'w mut CounterPayers, Refusal> {
    let overage = work.zero()?;
    let list = &mut work.state.counter_payers;
    let key = (rate.counter(), line.value.as_ref());
    let place = match list.binary_search_by(|known| (&known.counter, known.value.as_ref()).cmp(&key)) {
        Ok(place) => place,
        Err(place) => {
            let (counter, value) = (rate.counter().clone(), line.value.clone());
            list.insert(place, CounterPayers { counter, value, burned: alloc::vec::Vec::new(), overage });
            place
        }
    };
    list.get_mut(place).ok_or(Refusal::Overflow)
}
