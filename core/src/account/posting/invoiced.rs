//! What is left of an invoice: what was taken back of its lines and what notes have credited come to no more than it.

use crate::account::state::Invoiced;
use crate::account::working::Working;
use crate::invoice::Tax;
use crate::money::{Exact, Mode, Money, Refusal, Rounding};
use crate::tax::Prices;
use crate::text::Id;
use crate::time::Instant;

/// What is left of an invoice after all that was taken back of it and credited; of one that is not known, nothing is said.
pub(super) fn left(work: &Working<'_>, invoice: &Id) -> Result<Option<Money>, Refusal> {
    let zero = work.zero()?;
    let known = work.state.invoices.iter().find(|known| known.invoice == *invoice);
    known.map(|known| of(known, zero)).transpose()
}

/// The invoice that shows what was posted at this time. One before the end of its period shows all of its own moment.
pub(super) fn showing<'w>(work: &'w Working<'_>, time: Instant) -> Option<&'w Invoiced> {
    let ends = |until: Instant| work.state.closed.iter().any(|closed| closed.until == until);
    let shows =
        |known: &&Invoiced| known.from <= time && (time < known.until || time == known.until && !ends(known.until));
    work.state.invoices.iter().find(shows)
}

fn of(known: &Invoiced, zero: Money) -> Result<Money, Refusal> {
    known.total.minus(known.credited.unwrap_or(zero))?.minus(known.taken.unwrap_or(zero))
}

/// Takes so much of a line back, with its tax, as far as it is left. Answers what of the net that is.
pub(super) fn take(work: &mut Working<'_>, invoice: &Id, net: Money, tax: Option<&Tax>) -> Result<Money, Refusal> {
    let zero = work.zero()?;
    let scale = work.rulebook.scale();
    let on_top = work.rulebook.parts().tax.as_ref().is_some_and(|policy| policy.prices == Prices::Exclusive);
    let percent = tax.filter(|_| on_top).map_or(Ok(Exact::ZERO), percent)?;
    let hundred = Exact::whole(100);
    let minor = Exact::new(1, u32::from(work.rulebook.parts().currency.minor_units()))?;
    let minor = Money::fit(minor, scale)?;
    let Some(known) = work.state.invoices.iter_mut().find(|known| known.invoice == *invoice) else { return Ok(net) };
    let left = of(known, zero)?.max(zero);
    let with_tax = hundred.plus(percent)?;
    let gross = Rounding { scale, mode: Mode::Down }.quotient(net.exact().times(with_tax)?, hundred)?;
    let (net, gross) = if gross <= left {
        (net, gross)
    } else if known.credited.is_none() && gross.minus(left)? <= minor {
        // An invoice is of whole cents, and may be less than its lines came to.
        (net, left)
    } else {
        let fits = Rounding { scale, mode: Mode::Down }.quotient(left.exact().times(hundred)?, with_tax)?;
        (fits.min(net), left)
    };
    known.taken = Some(known.taken.unwrap_or(zero).plus(gross)?).filter(|sum| sum.is_positive());
    Ok(net)
}

/// All taxes together; compound ones as the share of the amount that they come to.
fn percent(tax: &Tax) -> Result<Exact, Refusal> {
    let mut sum = *tax.percent;
    for levy in &tax.levies {
        let base = if levy.compound { Exact::whole(100).plus(sum)? } else { Exact::whole(100) };
        sum = sum.plus(levy.percent.times(base)?.times(Exact::new(1, 2)?)?)?;
    }
    Ok(sum)
}
