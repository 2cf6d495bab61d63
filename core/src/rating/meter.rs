//! Rule `rating.meter`: how a usage counts in a period.
//!
//! Sum adds quantities, count counts usages, maximum and latest keep one of them, unique counts keys, time-weighted
//! adds quantity times seconds and goes on with the last quantity in the next period, as storage does.
//! Source: product "Meters".

use super::{Counter, Level, Usage, prorated};
use crate::catalog::{Meter, Rate};
use crate::money::{Exact, Refusal};
use crate::problem::{Code, Problem};
use crate::time::Instant;
use alloc::format;

/// Most keys that a unique count keeps.
const KEYS_MAX: usize = 1_000;

impl Counter {
    /// Counts a usage, or what allowances have left of it.
    pub(super) fn add(&mut self, rate: &Rate, usage: &Usage, quantity: Exact) -> Result<(), Problem> {
        self.usages = self.usages.saturating_add(1);
        let counted = match rate.meter {
            Meter::Sum => self.quantity.plus(quantity)?,
            Meter::Count => self.quantity.plus(Exact::ONE)?,
            Meter::Maximum => (*self.quantity).max(quantity),
            Meter::Latest => self.latest(usage.time, quantity),
            Meter::Unique => self.unique(usage)?,
            Meter::Prorated => {
                let time = self.level.map_or(usage.time, |level| level.since.max(usage.time));
                prorated::lasted(rate, self, time)?;
                self.level = Some(Level { quantity: quantity.into(), since: time });
                self.peak = self.peak.max(Some(quantity.into()));
                *self.quantity
            }
            Meter::TimeWeighted => {
                let time = self.level.map_or(usage.time, |level| level.since.max(usage.time));
                let weighted = self.weighted(time)?;
                self.level = Some(Level { quantity: quantity.into(), since: time });
                weighted
            }
        };
        self.quantity = counted.into();
        self.rate = rate.id.clone();
        Ok(())
    }

    /// The later usage counts; of two at one moment the one that is applied last.
    fn latest(&mut self, time: Instant, quantity: Exact) -> Exact {
        if self.level.is_some_and(|level| time < level.since) {
            return *self.quantity;
        }
        self.level = Some(Level { quantity: quantity.into(), since: time });
        quantity
    }

    fn unique(&mut self, usage: &Usage) -> Result<Exact, Problem> {
        let Some(key) = &usage.key else {
            let message = format!("the rate of `{}` counts different keys, and the usage names none", usage.product);
            return Err(Problem::new(Code::KeyMissing, message, "name who or what was seen").under("key"));
        };
        if let Err(place) = self.keys.binary_search(key) {
            if self.keys.len() >= KEYS_MAX {
                let message = format!("more than {KEYS_MAX} different keys in a period");
                let help = "count them outside and report the number";
                return Err(Problem::new(Code::KeysTooMany, message, help).under("key"));
            }
            self.keys.insert(place, key.clone());
        }
        Ok(Exact::whole(u32::try_from(self.keys.len()).unwrap_or(u32::MAX)))
    }

    /// Quantity times seconds up to a moment.
    fn weighted(&self, until: Instant) -> Result<Exact, Refusal> {
        let Some(level) = self.level else { return Ok(*self.quantity) };
        let millis = i128::from(until.millis_since(level.since).max(0));
        self.quantity.plus(level.quantity.times(Exact::new(millis, 3)?)?)
    }

    /// The period ends: a level has lasted until now.
    pub(super) fn end(&mut self, rate: &Rate, until: Instant) -> Result<(), Refusal> {
        if prorated::is(rate) {
            prorated::lasted(rate, self, until)?;
        } else if rate.meter == Meter::TimeWeighted {
            self.quantity = self.weighted(until)?.into();
        }
        Ok(())
    }
}
