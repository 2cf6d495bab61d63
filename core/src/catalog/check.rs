//! What makes a rulebook unusable, but for its rates (see `rate_card`).

use super::RulebookParts;
use crate::money::{Exact, Positive};
use crate::problem::{Code, Problem};
use alloc::format;
use alloc::vec::Vec;
use core::ops::Deref;

/// Finest scale of a ledger: that of the decimals that pass the door.
const SCALE_MAX: u8 = 12;

pub(super) fn note_problems(parts: &RulebookParts, problems: &mut Vec<Problem>) {
    let start = problems.len();
    let minor = parts.currency.minor_units();
    if !(minor..=SCALE_MAX).contains(&parts.rounding.scale) {
        problems.push(
            Problem::new(
                Code::ScaleClash,
                format!(
                    "scale {} is not from {minor}, the minor units of {}, to {SCALE_MAX}",
                    parts.rounding.scale,
                    parts.currency.code()
                ),
                "use the currency's minor units, or up to 12 places to rate finer",
            )
            .under("scale")
            .under("rounding"),
        );
    }
    if let Some(alerts) = &parts.alerts {
        note_list(&alerts.system, minor, "system", problems);
        note_list(&alerts.recommended, minor, "recommended", problems);
        if alerts.recommended.len() >= usize::from(alerts.own_limit) && !alerts.recommended.is_empty() {
            problems.push(
                Problem::new(
                    Code::ThresholdsTooMany,
                    format!(
                        "the average and {} others are more than {} own alerts",
                        alerts.recommended.len(),
                        alerts.own_limit
                    ),
                    "recommend fewer, or raise `own_limit`",
                )
                .under("recommended")
                .under("alerts"),
            );
        }
    }
    if let Some(top_up) = &parts.top_up {
        note_bounds(top_up.minimum, top_up.maximum, "top_up", problems);
    }
    if let Some(recharge) = &parts.recharge {
        note_bounds(recharge.minimum, recharge.maximum, "recharge", problems);
        let falling = recharge.ladder_percent.windows(2).all(|pair| matches!(pair, [high, low] if high > low));
        if !falling || recharge.ladder_percent.first().is_some_and(|first| *first > 100) {
            problems.push(
                Problem::new(
                    Code::LadderOrder,
                    "the rungs do not fall strictly from at most 100 to 0",
                    "write them as [75,50,25,0]",
                )
                .under("ladder_percent")
                .under("recharge"),
            );
        }
        if recharge.charges_limit == 0 {
            problems.push(
                Problem::new(Code::AmountZero, "no charge could ever be made", "allow at least one charge a trigger")
                    .under("charges_limit")
                    .under("recharge"),
            );
        }
    }
    for problem in problems.iter_mut().skip(start) {
        *problem = problem.clone().under("rulebook");
    }
}

fn note_list<T: Deref<Target = Exact>>(list: &[T], minor: u8, name: &str, problems: &mut Vec<Problem>) {
    for (place, number) in list.iter().enumerate() {
        let problem = if list.iter().take(place).any(|earlier| **earlier == **number) {
            Problem::new(
                Code::ThresholdDuplicate,
                format!("`{}` stands in this list twice", **number),
                "name each threshold once",
            )
        } else if number.places() > u32::from(minor) {
            Problem::new(
                Code::AmountScale,
                format!("`{}` is finer than the currency's {minor} places", **number),
                "use an amount that can be paid",
            )
        } else {
            continue;
        };
        problems.push(problem.item(place).under(name).under("alerts"));
    }
}

fn note_bounds(minimum: Option<Positive>, maximum: Option<Positive>, name: &str, problems: &mut Vec<Problem>) {
    if let (Some(minimum), Some(maximum)) = (minimum, maximum)
        && minimum > maximum
    {
        problems.push(
            Problem::new(
                Code::BoundsOrder,
                format!("the minimum `{}` is above the maximum `{}`", *minimum, *maximum),
                "exchange them",
            )
            .under("minimum")
            .under(name),
        );
    }
}
