//! Rule `rating.discount`: a rate's discount comes off what its model makes, before the rate's minimum and maximum.
//!
//! amount = price x (100 - percent) / 100, exact; each part says what came off it. So a maximum bounds what is left to
//! pay: of 200 at most 100 with 50 percent off are 100, not 50. A discount of the customer's comes off the invoice
//! instead, after commitments (rule `invoice.discount`).
//! Source: openmeterio/openmeter unit_test.go: the percentage first, the cap on what remains.

use super::Part;
use super::commitment::told;
use super::model::{Measure, Priced};
use crate::catalog::Rate;
use crate::money::{Exact, Ratio, Refusal};
use crate::text::Text;
use alloc::format;

pub(super) fn off(rate: &Rate, measure: &Measure<'_>, priced: Priced) -> Result<Priced, Refusal> {
    let Some(percent) = rate.discount_percent else { return Ok(priced) };
    let hundred = Exact::whole(100);
    let left = hundred.minus(*percent)?;
    let of = |amount: Ratio| amount.times(left)?.divided(hundred);
    let less = |part: Part| {
        let what = Text::made(format!("{}, less {} %", part.what, *percent));
        Ok(Part { what, amount: of(part.amount)?, ..part })
    };
    let Priced { amount, parts } = told(rate, measure.quantity, priced);
    Ok(Priced { amount: of(amount)?, parts: parts.into_iter().map(less).collect::<Result<_, Refusal>>()? })
}
