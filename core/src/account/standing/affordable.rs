//! Rule `authorize.affordable`: the largest quantity that would be allowed.
//!
//! It is asked for as any quantity is, so that it is allowed and more of it is not. What a quantity costs rises with it, but
//! where another tier makes all of it cheaper or an allowance that needs no credit ends: between such places halving
//! finds it, and of several spans the highest has it.

use super::authorization::Question;
use crate::catalog::{Graduated, Model, Volume};
use crate::money::{Exact, Mode, Money, NonNegative, Rounding};
use crate::problem::Problem;
use crate::rating;
use crate::sorting::Sorting as _;
use alloc::vec::Vec;

/// Quantities from here on have no bound, in units of the last place.
const MOST_UNITS: i128 = 1_000_000_000_000;

impl Question<'_, '_> {
    /// The largest quantity of so many places that would be allowed; zero where none is. None: nothing bounds it.
    pub(crate) fn affordable(&self, places: u8) -> Result<Option<Exact>, Problem> {
        // What is wrong with the question is told; beyond exact money nothing fits.
        let nothing = self.cost(NonNegative::ZERO)?;
        let quantity = |units: i128| Exact::new(units, u32::from(places)).ok().and_then(NonNegative::new);
        if let Some(most) = self.by_price(places, nothing, &quantity) {
            return Ok(Some(most));
        }
        let fits = |units: i128| {
            let allowed = |quantity| Ok::<_, Problem>(self.decide(quantity, self.cost(quantity)?)?.reasons.is_empty());
            quantity(units).is_some_and(|quantity| allowed(quantity).unwrap_or(false))
        };
        if fits(MOST_UNITS) {
            return Ok(None);
        }
        let mut high = MOST_UNITS;
        for low in self.places_to_look(places).into_iter().rev() {
            if low < high && fits(low) {
                return Ok(quantity(last(low, high, &fits)).map(|most| *most));
            }
            high = high.min(low);
        }
        Ok(Some(Exact::ZERO))
    }

    /// Of a plain price, where no allowance is looked at first: every reason but the cost is the same for any quantity, so
    /// that it is what is available by the price, and what rounding adds. None: that is not known to be so.
    fn by_price(&self, places: u8, nothing: Money, quantity: &dyn Fn(i128) -> Option<NonNegative>) -> Option<Exact> {
        let price = self.rate.price.filter(|_| self.rate.is_plain() && self.ahead.left.is_empty())?;
        if self.needs_no_credit(NonNegative::ZERO).ok()? {
            return None;
        }
        let of_nothing = self.decide(NonNegative::ZERO, nothing).ok()?;
        if !of_nothing.reasons.is_empty() {
            return Some(Exact::ZERO);
        }
        let available = of_nothing.available;
        let fits = |units: i128| {
            let cost = quantity(units).and_then(|quantity| self.cost(quantity).ok());
            cost.is_some_and(|cost| cost <= available)
        };
        let per = self.rate.per.map_or(Exact::ONE, |per| *per);
        let floor = Rounding { scale: places, mode: Mode::Floor };
        let low = available.exact().times(per).and_then(|most| floor.quotient(most, *price)).ok()?.units();
        if low >= MOST_UNITS {
            return None;
        }
        let next = low.saturating_add(1);
        // It fits, since its exact cost does; the next does not where rounding could not bring its cost down so far.
        let step = Exact::new(1, u32::from(available.scale())).ok()?;
        let bound = available.exact().plus(step).and_then(|most| most.times(per)).ok()?;
        if quantity(next)?.times(*price).is_ok_and(|cost| cost > bound) || !fits(next) {
            return quantity(low).map(|most| *most);
        }
        let more = step.times(per).and_then(|most| floor.quotient(most, *price)).ok()?.units();
        let high = next.checked_add(more)?.checked_add(1)?;
        if high > MOST_UNITS || fits(high) {
            return None;
        }
        quantity(last(next, high, &fits)).map(|most| *most)
    }

    /// Where spans begin in which what fits is at the beginning, rising.
    fn places_to_look(&self, places: u8) -> Vec<i128> {
        let covered = self.covered();
        let mut ends: Vec<Exact> = Vec::new();
        for remaining in &self.ahead.left {
            let allowance = self.work.rulebook.allowance(&remaining.allowance);
            let reach = allowance.zip(remaining.left).and_then(|(one, left)| rating::reach(one, *left).ok());
            ends.extend(reach);
        }
        let mut tiers = Vec::new();
        self.rate.model.iter().for_each(|model| note_bounds(model, &mut tiers));
        for bound in tiers {
            // Begun increments are whole ones before a tier is looked for.
            let whole = |step: Exact| {
                let steps = Rounding { scale: 0, mode: Mode::Floor }.quotient(bound, step).ok();
                steps.and_then(|steps| steps.exact().times(step).ok())
            };
            let bound = self.rate.increment.map_or(Some(bound), |increment| whole(*increment));
            ends.extend(bound.and_then(|bound| bound.plus(covered).ok()));
        }
        let floor = Rounding { scale: places, mode: Mode::Floor };
        let units = |end: Exact| floor.round(end).ok().map(|units| units.units().saturating_add(1));
        let mut starts: Vec<i128> = ends.into_iter().filter_map(units).filter(|start| *start > 1).collect();
        starts.push(1);
        starts.order();
        starts.dedup();
        starts
    }

    /// What allowances cover at most.
    fn covered(&self) -> Exact {
        let most = Exact::new(MOST_UNITS, 0).ok().and_then(NonNegative::new).unwrap_or(NonNegative::ZERO);
        let usage = self.asked.usage(self.rate, most);
        let covered = rating::cover(self.work.rulebook, &mut self.ahead.left.clone(), &usage).unwrap_or_default();
        let sum = covered.iter().try_fold(Exact::ZERO, |sum, part| sum.plus(*part.quantity));
        sum.unwrap_or(Exact::ZERO)
    }
}

/// The last that fits, from one that does to one that does not.
fn last(low: i128, high: i128, fits: &dyn Fn(i128) -> bool) -> i128 {
    let (mut low, mut high) = (low, high);
    while high.saturating_sub(low) > 1 {
        let middle = low.saturating_add(high).div_euclid(2);
        if fits(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

/// The upper bounds of a model's tiers.
fn note_bounds(model: &Model, bounds: &mut Vec<Exact>) {
    match model {
        Model::Graduated(Graduated { tiers, .. }) | Model::Volume(Volume { tiers, .. }) => {
            bounds.extend(tiers.iter().filter_map(|tier| tier.up_to).map(|bound| *bound));
        }
        Model::Stairstep(steps) => bounds.extend(steps.steps.iter().filter_map(|step| step.up_to).map(|bound| *bound)),
        Model::Sum(sum) => sum.models.iter().for_each(|model| note_bounds(model, bounds)),
        _ => {}
    }
}
