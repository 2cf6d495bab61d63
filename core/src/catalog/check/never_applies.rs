//! What can never apply: a rule that is written, reads well, and does nothing.

use crate::catalog::{Allowance, Model, RulebookParts};
use crate::problem::{Code, Problem};
use crate::tax::TaxPolicy;
use crate::text::Id;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

pub(super) fn note_problems(parts: &RulebookParts, problems: &mut Vec<Problem>) {
    note_sections(parts, problems);
    note_rates(parts, problems);
    for place in 0..parts.allowances.len() {
        note_shadow(parts, place, problems);
    }
    note_twice(parts, problems);
    if let Some(tax) = &parts.tax {
        note_tax(parts, tax, problems);
    }
}

fn idle(message: impl Into<String>, help: &str) -> Problem {
    Problem::new(Code::NeverApplies, message, help)
}

/// Sections whose numbers leave nothing to do.
fn note_sections(parts: &RulebookParts, problems: &mut Vec<Problem>) {
    let mut note = |section: &str, field: &str, message: &str, help: &str| {
        problems.push(idle(message, help).under(field).under(section));
    };
    if parts.holds.as_ref().is_some_and(|holds| holds.limit == 0) {
        note("holds", "limit", "no hold can ever be taken", "allow at least one");
    }
    if parts.holds.as_ref().is_some_and(|holds| holds.seconds_max == 0) {
        note("holds", "seconds_max", "every hold would end as it begins", "write the longest hold in seconds");
    }
    if parts.top_up.as_ref().is_some_and(|top_up| top_up.valid_days == Some(0)) {
        note("top_up", "valid_days", "credit would expire as it arrives", "leave it out, or write days");
    }
    if parts.bank_debit.as_ref().is_some_and(|debit| debit.verification_attempts == 0) {
        note("bank_debit", "verification_attempts", "no account could ever be verified", "allow at least one");
    }
    if let Some(interim) = parts.invoice.as_ref().and_then(|invoice| invoice.interim.as_ref())
        && !interim.fees
        && interim.unpaid.is_none()
        && interim.usage.is_empty()
    {
        let problem = idle("nothing says when", "write `fees`, `unpaid` or `usage`, or leave `interim` out");
        problems.push(problem.under("interim").under("invoice"));
    }
    for (place, coupon) in parts.coupons.iter().enumerate().filter(|(_, coupon)| coupon.credit_days == Some(0)) {
        let message = format!("credit of `{}` would expire as it is redeemed", coupon.coupon);
        let problem = idle(message, "leave `credit_days` out, or write days");
        problems.push(problem.under("credit_days").item(place).under("coupons"));
    }
    for (place, discount) in parts.discounts.iter().enumerate() {
        let nothing = discount.percent.is_some_and(|percent| percent.is_zero());
        for (field, _) in
            [("percent", nothing), ("invoices", discount.invoices == Some(0))].iter().filter(|(_, it)| *it)
        {
            let message = format!("the discount `{}` takes nothing off", discount.discount);
            problems.push(idle(message, "write more than 0").under(field).item(place).under("discounts"));
        }
    }
}

/// Rates with switches that have nothing to switch.
fn note_rates(parts: &RulebookParts, problems: &mut Vec<Problem>) {
    for (place, rate) in parts.rates.iter().enumerate() {
        let mut note = |field: &str, message: String, help: &str| {
            problems.push(idle(message, help).under(field).item(place).under("rates"));
        };
        if let Some(Model::Percentage(model)) = &rate.model
            && model.free_usages == Some(0)
        {
            note("model", "no usage is among the first zero that are free".into(), "leave `free_usages` out");
        }
        if let Some(name) = rate.count_by.as_ref().filter(|name| rate.when.value(name).is_some()) {
            let message = format!("the rate is for one value of `{name}` only, and counts by it");
            note("count_by", message, "leave `count_by` out, or take the dimension out of `when`");
        }
    }
}

/// An allowance that one before it leaves nothing to.
fn note_shadow(parts: &RulebookParts, place: usize, problems: &mut Vec<Problem>) {
    let Some(allowance) = parts.allowances.get(place) else { return };
    let mut note = |field: &str, message: String, help: &str| {
        let problem = Problem::new(Code::AllowanceUnused, message, help);
        problems.push(problem.under(field).item(place).under("allowances"));
    };
    if let (Some(increment), Some(bound)) = (allowance.increment, allowance.bound())
        && *increment > bound
    {
        let message = format!("an increment of `{}` is more than the allowance of `{bound}`", *increment);
        note("increment", message, "whole increments are given: write a smaller one");
    }
    let order = |one: &Allowance| (one.priority, one.id.clone());
    let endless = |earlier: &&Allowance| {
        let anywhere = earlier.prefixes.is_empty() && earlier.countries.is_empty() && earlier.when.is_empty();
        let all = allowance.products.iter().all(|product| earlier.products.contains(product));
        earlier.included && earlier.bound().is_none() && anywhere && all && order(earlier) < order(allowance)
    };
    if let Some(earlier) = parts.allowances.iter().find(endless) {
        let message = format!("`{}` comes first, has no end and covers all of it", earlier.id);
        note("priority", message, "let it come first, or leave it out");
    }
}

/// Names that stand in one list twice.
fn note_twice(parts: &RulebookParts, problems: &mut Vec<Problem>) {
    let mut note = |list: &[Id], field: &str, place: usize, section: &str| {
        for (item, name) in list.iter().enumerate() {
            if list.iter().take(item).any(|earlier| earlier == name) {
                let problem = idle(format!("`{name}` stands in this list twice"), "name it once");
                problems.push(problem.item(item).under(field).item(place).under(section));
            }
        }
    };
    for (place, allowance) in parts.allowances.iter().enumerate() {
        note(&allowance.products, "products", place, "allowances");
    }
    for (place, plan) in parts.plans.iter().enumerate() {
        note(&plan.allowances, "allowances", place, "plans");
    }
    for (place, discount) in parts.discounts.iter().enumerate() {
        note(&discount.products, "products", place, "discounts");
    }
    for (place, window) in parts.windows.iter().enumerate() {
        for (item, day) in window.days.iter().enumerate() {
            if window.days.iter().take(item).any(|earlier| earlier == day) {
                let problem = idle("the day stands in this list twice", "name it once");
                problems.push(problem.item(item).under("days").item(place).under("windows"));
            }
        }
    }
}

/// Classes of what is sold here without a rate. What others name, such as lines of a document, is not looked at.
fn note_tax(parts: &RulebookParts, tax: &TaxPolicy, problems: &mut Vec<Problem>) {
    let sold = |product: &Id| {
        parts.rates.iter().any(|rate| rate.product == *product)
            || parts.plans.iter().any(|plan| plan.product == *product)
    };
    for (place, class) in tax.classes.iter().enumerate() {
        let rated = class.untaxed.is_some() || tax.rates.iter().any(|rate| rate.class == class.class);
        if !rated && class.products.iter().any(sold) {
            let message = format!("no rate is of class `{}`, so that every sale of it is refused", class.class);
            let problem = Problem::new(Code::TaxRateMissing, message, "add rates with this `class`, or say `untaxed`");
            problems.push(problem.under("class").item(place).under("classes").under("tax"));
        }
    }
}
