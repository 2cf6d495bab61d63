//! Thresholds in force: the system's, and the owner's or, where there never were any, the recommended ones.

use crate::catalog::Rulebook;
use crate::money::{Exact, Money};
use crate::problem::Problem;
use crate::sorting::Sorting as _;
use crate::wire::Encode;
use alloc::vec;
use alloc::vec::Vec;
use core::cmp::Reverse;
use core::ops::Deref;

/// Who wants to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The rulebook's.
    System,
    /// The owner's own.
    Own,
    /// Recommended, as long as the owner has set none.
    Recommended,
    /// The average daily usage among the recommended; it moves from day to day.
    Average,
    /// So many days of average daily usage; it moves with it (rule `alert.days_left`).
    DaysLeft,
}

/// An amount that is watched.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Threshold {
    /// The amount.
    pub amount: Money,
    /// Who wants to be told; one alert serves them all.
    pub sources: Vec<Source>,
}

/// The recommended own alerts: [average, then the rulebook's], without duplicates and without zero.
///
/// # Errors
/// Never for an accepted rulebook.
pub fn recommended(rulebook: &Rulebook, average: Money) -> Result<Vec<Money>, Problem> {
    let mut amounts = if average.is_positive() { vec![average] } else { Vec::new() };
    for number in rulebook.parts().alerts.iter().flat_map(|alerts| &alerts.recommended) {
        let amount = rulebook.money(**number)?;
        if !amounts.contains(&amount) {
            amounts.push(amount);
        }
    }
    Ok(amounts)
}

/// Every threshold in force, highest first, each amount once. `own` is `None` while the owner has set none, and
/// `days` where no alert on days left is wanted.
///
/// # Errors
/// Never for an accepted rulebook and accepted settings.
pub fn in_force<T: Deref<Target = Exact>>(
    rulebook: &Rulebook,
    own: Option<&[T]>,
    days: Option<u32>,
    average: Money,
) -> Result<Vec<Threshold>, Problem> {
    let mut thresholds = Vec::new();
    for number in rulebook.parts().alerts.iter().flat_map(|alerts| &alerts.system) {
        add(&mut thresholds, rulebook.money(**number)?, Source::System);
    }
    match own {
        Some(own) => {
            for number in own {
                add(&mut thresholds, rulebook.money(**number)?, Source::Own);
            }
        }
        None if rulebook.parts().alerts.is_some() => {
            for (place, amount) in recommended(rulebook, average)?.into_iter().enumerate() {
                let source = if place == 0 && average.is_positive() { Source::Average } else { Source::Recommended };
                add(&mut thresholds, amount, source);
            }
        }
        None => {}
    }
    let days_left = average.times(days.unwrap_or(0))?;
    if days_left.is_positive() {
        add(&mut thresholds, days_left, Source::DaysLeft);
    }
    thresholds.order_by_key(|threshold| Reverse(threshold.amount));
    Ok(thresholds)
}

fn add(thresholds: &mut Vec<Threshold>, amount: Money, source: Source) {
    match thresholds.iter_mut().find(|threshold| threshold.amount == amount) {
        Some(threshold) => threshold.sources.push(source),
        None => thresholds.push(Threshold { amount, sources: vec![source] }),
    }
}
