//! Rule `tax.stacked`: how several taxes come on one another.
//!
//! Each is a share of the amount: its percent, or for a compound one its percent of the amount and all shares before
//! it. Compound taxes come last. Shares are exact; each tax is rounded once, from its share, so that no rounding of one
//! is in another. Example: 5 % and a compound 10 % of 100.00 are 5.00 and 10.50.
//! Source: Revenu Québec on QST before 2013 (a tax on the price and the GST).

use super::Levy;
use crate::money::{Exact, Refusal};
use alloc::vec::Vec;

/// Each tax as a share of the amount before tax.
pub(super) fn shares(levies: &[Levy]) -> Result<Vec<Exact>, Refusal> {
    let hundredth = Exact::new(1, 2)?;
    let (mut shares, mut whole) = (Vec::with_capacity(levies.len()), Exact::whole(1));
    for levy in levies {
        let part = levy.percent.times(hundredth)?;
        let share = if levy.compound { part.times(whole)? } else { part };
        whole = whole.plus(share)?;
        shares.push(share);
    }
    Ok(shares)
}
