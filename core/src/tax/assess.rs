//! The taxes of some lines that are sold together: each line's treatment, the groups that are treated alike, and sums
//! that add up: every line's net to its group's, every group to the whole.

use super::policy::{Prices, RoundBy, TaxPolicy};
use super::{AssessedLine, Assessment, Category, Levy, Split, TaxGroup, TaxLine, TaxPart, Treatment, split, treat};
use crate::money::{Money, Refusal};
use crate::party::Party;
use crate::problem::Problem;
use crate::rule::Rule;
use crate::sorting::Sorting as _;
use crate::text::Id;
use crate::time::Date;
use alloc::vec::Vec;

/// Assesses lines of one scale.
///
/// # Errors
/// The first line that cannot be treated, by its place, as [`treat`]; `overflow` and `inexact` without one.
pub fn assess(
    policy: &TaxPolicy,
    seller: &Party,
    customer: &Party,
    date: Date,
    scale: u8,
    lines: &[TaxLine],
) -> Result<Assessment, (Option<usize>, Problem)> {
    let mut treated = Vec::with_capacity(lines.len());
    for (place, line) in lines.iter().enumerate() {
        let class = policy.class_of(&line.product);
        let treatment = treat(policy, seller, customer, &class, date).map_err(|problem| (Some(place), problem))?;
        treated.push(Treated { class: class.id, treatment, amount: line.amount });
    }
    sums(policy, scale, treated).map_err(|refusal| (None, refusal.into()))
}

struct Treated {
    class: Id,
    treatment: Treatment,
    amount: Money,
}

fn sums(policy: &TaxPolicy, scale: u8, treated: Vec<Treated>) -> Result<Assessment, Refusal> {
    let zero = Money::zero(scale)?;
    let (mut groups, mut splits, mut net, mut tax) = (Vec::new(), Vec::new(), zero, zero);
    for (kind, members) in kinds(&treated) {
        let amounts: Vec<Money> = members.iter().filter_map(|place| treated.get(*place)).map(|l| l.amount).collect();
        let (whole, parts) = apportion(policy, zero, &kind.levies, &amounts)?;
        splits.extend(members.into_iter().zip(parts).map(|(place, part)| (place, groups.len(), part)));
        let group = group(kind, &whole)?;
        (net, tax) = (net.plus(group.net)?, tax.plus(group.tax)?);
        groups.push(group);
    }
    splits.order_by_key(|(place, _, _)| *place);
    let mut lines = Vec::with_capacity(treated.len());
    for (Treated { class, treatment, .. }, (_, group, part)) in treated.into_iter().zip(splits) {
        let tax = if policy.rounding == RoundBy::PerLine { Some(part.tax()?) } else { None };
        let group = u32::try_from(group).unwrap_or(u32::MAX);
        lines.push(AssessedLine { class, treatment, group, net: part.net, tax });
    }
    let rules = rules(policy, &lines);
    Ok(Assessment { lines, groups, net, tax, gross: net.plus(tax)?, rules })
}

/// The treatments there are, each with the places of its lines.
fn kinds(treated: &[Treated]) -> Vec<(&Treatment, Vec<usize>)> {
    let mut kinds: Vec<(&Treatment, Vec<usize>)> = Vec::new();
    for (place, Treated { treatment, .. }) in treated.iter().enumerate() {
        let alike = |kind: &&mut (&Treatment, Vec<usize>)| {
            let kind = kind.0;
            kind.category == treatment.category
                && kind.place == treatment.place
                && kind.levies == treatment.levies
                && kind.reason == treatment.reason
        };
        match kinds.iter_mut().find(alike) {
            Some((_, members)) => members.push(place),
            None => kinds.push((treatment, Vec::from([place]))),
        }
    }
    kinds
}

/// The whole of a group and each line's part of it. Where tax is rounded per category, the nets of gross lines are
/// rounded too, and the last one is what is left.
///
/// # Errors
/// `Overflow` above the bound of money, `Inexact` when compound shares have more than 28 places.
pub fn apportion(
    policy: &TaxPolicy,
    zero: Money,
    levies: &[Levy],
    amounts: &[Money],
) -> Result<(Split, Vec<Split>), Refusal> {
    let one = |amount: Money| split(amount, policy.prices, levies, policy.mode);
    let mut parts = amounts.iter().map(|amount| one(*amount)).collect::<Result<Vec<Split>, Refusal>>()?;
    if policy.rounding == RoundBy::PerLine {
        let mut whole = one(zero)?;
        for part in &parts {
            whole.net = whole.net.plus(part.net)?;
            for (sum, tax) in whole.taxes.iter_mut().zip(&part.taxes) {
                *sum = sum.plus(*tax)?;
            }
        }
        return Ok((whole, parts));
    }
    let whole = one(amounts.iter().try_fold(zero, |sum, amount| sum.plus(*amount))?)?;
    if let Some((last, others)) = parts.split_last_mut() {
        last.net = others.iter().try_fold(whole.net, |left, part| left.minus(part.net))?;
    }
    Ok((whole, parts))
}

fn group(kind: &Treatment, whole: &Split) -> Result<TaxGroup, Refusal> {
    let part = |(levy, amount): (&Levy, &Money)| TaxPart { levy: levy.clone(), amount: *amount };
    Ok(TaxGroup {
        category: kind.category,
        place: kind.place.clone(),
        reason: kind.reason.clone(),
        taxes: kind.levies.iter().zip(&whole.taxes).map(part).collect(),
        net: whole.net,
        tax: whole.tax()?,
        gross: whole.gross()?,
    })
}

fn rules(policy: &TaxPolicy, lines: &[AssessedLine]) -> Vec<Rule> {
    let mut rules: Vec<Rule> = lines.iter().flat_map(|line| line.treatment.rules.iter().copied()).collect();
    if lines.iter().any(|line| line.treatment.category == Category::S) {
        rules.push(Rule::TaxRounding);
        rules.extend((policy.prices == Prices::Inclusive).then_some(Rule::TaxInclusive));
    }
    rules.order();
    rules.dedup();
    rules
}
