//! Rule `rating.package`: whole packages of the period's sum, less what is free.
//!
//! packages = (quantity - free) / size, a begun one counted whole, or not at all where the rulebook says so.
//! 121 units in packages of 10 at 100 with 10 free are 12 packages: 1,200 (getlago/lago-api).

use super::{Measure, Part, Priced};
use crate::catalog::{Package, Partial};
use crate::money::{Exact, Mode, Ratio, Refusal, Rounding};
use crate::text::Text;

pub(super) fn price(model: &Package, measure: &Measure<'_>) -> Result<Priced, Refusal> {
    let free = model.free.map_or(Exact::ZERO, |free| *free);
    let paid = measure.quantity.minus(free.min(measure.quantity))?;
    let mode = match model.partial {
        Partial::Up => Mode::Ceiling,
        Partial::Down => Mode::Floor,
    };
    let packages = Rounding { scale: 0, mode }.quotient(paid, *model.size)?.exact();
    let amount = Ratio::of(packages.times(*model.price)?);
    let mut priced = Priced::NOTHING;
    priced.add(Part {
        what: Text::made("packages"),
        quantity: packages.into(),
        price: (*model.price).into(),
        amount,
    })?;
    Ok(priced)
}
