//! The rulebook as accepted.

use super::{Allowance, CorrectionPolicy, Plan, Rate, RateCard, RulebookParts, Weekly, check};
use crate::money::{Exact, Money, Refusal};
use crate::problem::{Code, Problem};
use crate::text::Id;
use crate::time::{Date, Instant};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// A rulebook that has passed every check. Rules below need not ask again.
#[derive(Clone, Debug)]
pub struct Rulebook<'r> {
    parts: &'r RulebookParts,
    rates: RateCard<'r>,
    closing: Vec<&'r Rate>,
    looks_at_periods: bool,
    digest: String,
}

impl<'r> Rulebook<'r> {
    /// Checks a rulebook whole.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn accept(parts: &'r RulebookParts) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        check::note_problems(parts, &mut problems);
        if !problems.is_empty() {
            return Err(problems);
        }
        let rates = RateCard::new(&parts.rates);
        let closing = rates.iter().filter(|rate| rate.adds_at_the_end()).collect();
        let looks_at_periods = !parts.allowances.is_empty() || !parts.rates.iter().all(Rate::is_of_one_usage);
        Ok(Self { parts, rates, closing, looks_at_periods, digest: parts.digest() })
    }

    /// `sha256:` and the digest of the canonical bytes: two texts that say the same have the same.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// How long things can be taken back.
    #[must_use]
    pub fn corrections(&self) -> CorrectionPolicy {
        self.parts.corrections.unwrap_or_default()
    }

    /// The rulebook as written.
    #[must_use]
    pub const fn parts(&self) -> &'r RulebookParts {
        self.parts
    }

    /// The rates.
    #[must_use]
    pub const fn rates(&self) -> &RateCard<'r> {
        &self.rates
    }

    /// The allowance of this name.
    #[must_use]
    pub fn allowance(&self, id: &Id) -> Option<&'r Allowance> {
        self.parts.allowances.iter().find(|allowance| allowance.id == *id)
    }

    /// The day of a moment in the rulebook's zone; in UTC where it has none.
    ///
    /// # Errors
    /// `zone_reach` beyond the zone's table.
    pub fn day(&self, time: Instant) -> Result<Date, Problem> {
        self.parts.zone.as_ref().map_or(Ok(time.date()), |zone| Ok(zone.local(time)?.date))
    }

    /// The moment a day begins there.
    ///
    /// # Errors
    /// `zone_reach` beyond the zone's table.
    pub fn midnight(&self, day: Date) -> Result<Instant, Problem> {
        self.parts.zone.as_ref().map_or(Ok(day.midnight()), |zone| zone.start_of(day))
    }

    /// The same local time so many days later (rule `plan.trial`).
    ///
    /// # Errors
    /// `zone_reach` beyond the zone's table.
    pub fn days_on(&self, time: Instant, days: u32) -> Result<Instant, Problem> {
        self.parts.zone.as_ref().map_or_else(|| Ok(time.plus_days(days)), |zone| zone.days_on(time, days))
    }

    /// The week as a call sees it that begins at this moment.
    #[must_use]
    pub fn weekly(&self, began: Instant) -> Weekly<'r> {
        Weekly::new(&self.parts.windows, self.parts.zone.as_ref(), began)
    }

    /// The plan of this name.
    #[must_use]
    pub fn plan(&self, id: &Id) -> Option<&'r Plan> {
        self.parts.plans.iter().find(|plan| plan.id == *id)
    }

    /// The rates to which a period's end can add something.
    pub fn closing_rates(&self) -> impl Iterator<Item = &'r Rate> {
        self.closing.iter().copied()
    }

    /// Does what a usage costs hang on those before it? Not where every usage is priced by itself.
    #[must_use]
    pub const fn looks_at_periods(&self) -> bool {
        self.looks_at_periods
    }

    /// Places of every posted amount.
    #[must_use]
    pub const fn scale(&self) -> u8 {
        self.parts.rounding.scale
    }

    /// A given number as money of the ledger.
    ///
    /// # Errors
    /// `amount_scale` when it has more places than the ledger, `overflow` above the bound.
    pub fn money(&self, number: Exact) -> Result<Money, Problem> {
        Money::fit(number, self.scale()).map_err(|refusal| match refusal {
            Refusal::Scale => scale_problem(number, self.scale(), "the ledger"),
            other => other.into(),
        })
    }

    /// A given number as money that can be paid: no finer than the currency's minor units.
    ///
    /// # Errors
    /// `amount_scale` when it is finer, `overflow` above the bound.
    pub fn payable(&self, number: Exact) -> Result<Money, Problem> {
        let minor = self.parts.currency.minor_units();
        if number.places() > u32::from(minor) {
            return Err(scale_problem(number, minor, self.parts.currency.code()));
        }
        self.money(number)
    }
}

pub(crate) fn scale_problem(number: Exact, scale: u8, whose: &str) -> Problem {
    Problem::new(
        Code::AmountScale,
        format!("`{number}` has more than the {scale} decimal places of {whose}"),
        "write an amount with no more places; nothing is rounded at the door",
    )
}
