//! What makes the policies unusable: scale, alerts, payments, credit, zone and tax.

use crate::catalog::{Coupon, RulebookParts, Settlement};
use crate::money::{Exact, Positive};
use crate::problem::{Code, Problem};
use crate::sorting::repeated;
use crate::tax;
use alloc::format;
use alloc::vec::Vec;
use core::ops::Deref;

/// Finest scale of a ledger: that of the decimals that pass the door.
const SCALE_MAX: u8 = 12;

pub(super) fn note_problems(parts: &RulebookParts, problems: &mut Vec<Problem>) {
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
    note_credit_problems(parts, problems);
    if let Some(zone) = &parts.zone {
        zone.note_problems(problems);
    }
    tax::note_problems(parts.seller.as_ref(), parts.tax.as_ref(), problems);
}

/// Settlement, credit lines, coupons, bank debits and usage thresholds.
fn note_credit_problems(parts: &RulebookParts, problems: &mut Vec<Problem>) {
    let minor = parts.currency.minor_units();
    if let Some(usage) = parts.alerts.as_ref().and_then(|alerts| alerts.usage.as_ref()) {
        let start = problems.len();
        note_list(&usage.fixed, minor, "fixed", problems);
        if let Some(every) = usage.every {
            note_list(&[every], minor, "every", problems);
        }
        for problem in problems.iter_mut().skip(start) {
            problem.path = problem.path.replacen("/alerts/", "/alerts/usage/", 1).replacen("/every/0", "/every", 1);
        }
    }
    match &parts.billing {
        Some(billing) if !(1..=31).contains(&billing.anchor_day) => {
            let message = format!("day {} is not from 1 to 31", billing.anchor_day);
            let help = "write a day of a month; a month that is shorter ends on its last day";
            problems.push(Problem::new(Code::DayRange, message, help).under("anchor_day").under("billing"));
        }
        None if parts.settlement == Settlement::OnInvoice => {
            let message = "usage is settled on invoice, but nothing says when one is made";
            let problem = Problem::new(Code::BillingMissing, message, "add `billing` with an `anchor_day`");
            problems.push(problem.under("settlement"));
        }
        _ => {}
    }
    if let Some(overage) = &parts.overage {
        note_bound(*overage.protection, minor, "protection", "overage", problems);
        if let Some(maximum) = overage.maximum {
            note_bound(*maximum, minor, "maximum", "overage", problems);
            if overage.protection > maximum {
                let message = format!("`{}` is above the maximum `{}`", *overage.protection, *maximum);
                let problem = Problem::new(Code::BoundsOrder, message, "lower it, or raise the maximum");
                problems.push(problem.under("protection").under("overage"));
            }
        }
    }
    let repeated = repeated(&parts.coupons, |coupon| &coupon.coupon);
    for (place, (coupon, repeated)) in parts.coupons.iter().zip(repeated).enumerate() {
        note_coupon(place, coupon, repeated, minor, problems);
    }
    if let Some(debit) = &parts.bank_debit {
        note_bounds(debit.minimum, debit.maximum, "bank_debit", problems);
    }
}

fn note_coupon(place: usize, coupon: &Coupon, repeated: bool, minor: u8, problems: &mut Vec<Problem>) {
    let mut note = |problem: Problem, field: &str| problems.push(problem.under(field).item(place).under("coupons"));
    if repeated {
        let message = format!("the coupon `{}` stands twice", coupon.coupon);
        note(Problem::new(Code::CouponDuplicate, message, "give each coupon a name of its own"), "coupon");
    }
    if coupon.amount.places() > u32::from(minor) {
        note(too_fine(*coupon.amount, minor), "amount");
    }
    if let (Some(from), Some(until)) = (coupon.valid_from, coupon.valid_until)
        && until <= from
    {
        let message = format!("the coupon ends at {until} and begins at {from}");
        note(Problem::new(Code::GrantPeriod, message, "exchange the times"), "valid_until");
    }
}

fn too_fine(number: Exact, minor: u8) -> Problem {
    let message = format!("`{number}` is finer than the currency's {minor} places");
    Problem::new(Code::AmountScale, message, "use an amount that can be paid")
}

fn note_bound(number: Exact, minor: u8, field: &str, name: &str, problems: &mut Vec<Problem>) {
    if number.places() > u32::from(minor) {
        problems.push(too_fine(number, minor).under(field).under(name));
    }
}

fn note_list<T: Deref<Target = Exact>>(list: &[T], minor: u8, name: &str, problems: &mut Vec<Problem>) {
    for (place, (number, repeated)) in list.iter().zip(repeated(list, |number| &**number)).enumerate() {
        let problem = if repeated {
            Problem::new(
                Code::ThresholdDuplicate,
                format!("`{}` stands in this list twice", **number),
                "name each threshold once",
            )
        } else if number.places() > u32::from(minor) {
            too_fine(**number, minor)
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
