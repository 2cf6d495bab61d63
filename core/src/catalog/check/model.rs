//! What makes a price model unusable.

use crate::catalog::{Band, Call, Model, Percentage, Segment, Tier, Window};
use crate::money::{NonNegative, Positive};
use crate::problem::{Code, Problem};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// Notes what is wrong, with paths from the model on.
pub(super) fn note_problems(model: &Model, windows: &[Window], problems: &mut Vec<Problem>) {
    let start = problems.len();
    match model {
        Model::PerUnit(_) | Model::Flat(_) | Model::Package(_) => {}
        Model::Graduated(model) => note_tiers(&model.tiers, problems),
        Model::Volume(model) => note_tiers(&model.tiers, problems),
        Model::Stairstep(model) => {
            let bounds: Vec<_> = model.steps.iter().map(|step| step.up_to).collect();
            note_bounds(&bounds, "steps", problems);
        }
        Model::Percentage(model) => note_percentage(model, problems),
        Model::GraduatedPercentage(model) => {
            let bounds: Vec<_> = model.tiers.iter().map(|tier| tier.up_to).collect();
            note_bounds(&bounds, "tiers", problems);
        }
        Model::Call(call) => note_call(call, windows, problems),
        Model::Sum(sum) => {
            if sum.models.is_empty() {
                problems.push(none("models"));
            }
            for (place, model) in sum.models.iter().enumerate() {
                let start = problems.len();
                note_problems(model, windows, problems);
                if matches!(model, Model::Percentage(free) if free.free_usages.is_some() || free.free_amount.is_some())
                {
                    let message = "a percentage with free usages or a free sum cannot be a part of a sum";
                    problems.push(Problem::new(Code::RateMeter, message, "give it a rate of its own"));
                }
                for problem in problems.iter_mut().skip(start) {
                    *problem = problem.clone().item(place).under("models");
                }
            }
        }
    }
    for problem in problems.iter_mut().skip(start) {
        *problem = problem.clone().under("model");
    }
}

fn none(field: &str) -> Problem {
    Problem::new(Code::TiersMissing, format!("the model has no {field}"), "write at least one").under(field)
}

fn note_tiers(tiers: &[Tier], problems: &mut Vec<Problem>) {
    let bounds: Vec<_> = tiers.iter().map(|tier| tier.up_to).collect();
    note_bounds(&bounds, "tiers", problems);
    for (place, tier) in tiers.iter().enumerate() {
        let at = |problem: Problem, field: &str| problem.under(field).item(place).under("tiers");
        if tier.price.is_none() && tier.flat.is_none() {
            let help = "write what it costs; a free tier has the price \"0\"";
            let problem = Problem::new(Code::TierEmpty, "the tier has neither a price nor a flat amount", help);
            problems.push(problem.item(place).under("tiers"));
        } else if tier.block.is_some() && tier.price.is_none() {
            let help = "write the price of a block";
            problems.push(at(Problem::new(Code::TierBlock, "the tier has blocks but no price", help), "block"));
        }
    }
}

/// Bounds rise, and the last tier alone has none.
fn note_bounds(bounds: &[Option<Positive>], field: &str, problems: &mut Vec<Problem>) {
    let Some((last, others)) = bounds.split_last() else { return problems.push(none(field)) };
    let mut note = |place: usize, code, message: String, help: &str| {
        problems.push(Problem::new(code, message, help).under("up_to").item(place).under(field));
    };
    let mut before: Option<Positive> = None;
    for (place, bound) in others.iter().enumerate() {
        match (*bound, before) {
            (None, _) => note(place, Code::TierOpen, "only the last may be open".into(), "write its upper bound"),
            (Some(bound), Some(before)) if bound <= before => {
                let message = format!("the bound `{}` is not above the one before, `{}`", *bound, *before);
                note(place, Code::TierOrder, message, "write the bounds in rising order");
            }
            _ => {}
        }
        before = bound.or(before);
    }
    if last.is_some() {
        let help = "leave `up_to` out of the last one, so that every quantity has a price";
        note(others.len(), Code::TierOpen, "nothing prices what is above the last bound".into(), help);
    }
}

fn note_percentage(model: &Percentage, problems: &mut Vec<Problem>) {
    note_order(model.minimum, model.maximum, problems);
}

fn note_order(least: Option<NonNegative>, most: Option<NonNegative>, problems: &mut Vec<Problem>) {
    if let (Some(least), Some(most)) = (least, most)
        && least > most
    {
        let message = format!("the minimum `{}` is above the maximum `{}`", *least, *most);
        problems.push(Problem::new(Code::BoundsOrder, message, "exchange them").under("minimum"));
    }
}

fn note_call(call: &Call, windows: &[Window], problems: &mut Vec<Problem>) {
    note_order(call.minimum, call.maximum, problems);
    if let (Some(fee), Some(most)) = (call.connection_fee, call.maximum)
        && fee > most
    {
        let message = format!("the connection fee `{}` is above the maximum `{}`", *fee, *most);
        problems.push(Problem::new(Code::BoundsOrder, message, "lower it").under("connection_fee"));
    }
    note_segments(&call.segments, problems);
    for (place, band) in call.bands.iter().enumerate() {
        let start = problems.len();
        note_segments(&band.segments, problems);
        note_band(call, place, band, windows, problems);
        for problem in problems.iter_mut().skip(start) {
            *problem = problem.clone().item(place).under("bands");
        }
    }
}

fn note_band(call: &Call, place: usize, band: &Band, windows: &[Window], problems: &mut Vec<Problem>) {
    if !windows.iter().any(|window| window.id == band.window) {
        let message = format!("the rulebook has no window `{}`", band.window);
        let names: Vec<&str> = windows.iter().map(|window| &*window.id).collect();
        let help = format!("add it to `windows`, or use one of {}", names.join(", "));
        problems.push(Problem::new(Code::WindowUnknown, message, help).under("window"));
    } else if call.bands.iter().take(place).any(|earlier| earlier.window == band.window) {
        let message = format!("an earlier band has the window `{}`, and this one never applies", band.window);
        problems.push(Problem::new(Code::RateAmbiguous, message, "keep one of them").under("window"));
    }
}

fn note_segments(segments: &[Segment], problems: &mut Vec<Problem>) {
    let Some(first) = segments.first() else { return problems.push(none("segments")) };
    if !first.from.is_zero() {
        let message = format!("the first segment begins at `{}`", *first.from);
        let help = "let it begin at 0, so that every moment of a call has a price";
        problems.push(Problem::new(Code::SegmentStart, message, help).under("from").item(0).under("segments"));
    }
    for (place, pair) in segments.windows(2).enumerate() {
        if let [one, two] = pair
            && two.from <= one.from
        {
            let message = format!("it begins at `{}`, not after the one before", *two.from);
            let problem = Problem::new(Code::TierOrder, message, "write the segments in rising order");
            problems.push(problem.under("from").item(place.saturating_add(1)).under("segments"));
        }
    }
}
