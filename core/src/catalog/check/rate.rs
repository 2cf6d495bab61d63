//! What makes a rate unusable by itself.

use super::model;
use crate::catalog::{Meter, Model, Rate, Scope, Window};
use crate::money::Exact;
use crate::problem::{Code, Problem};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// Notes what is wrong, with paths from the rate on.
pub(super) fn note_problems(rate: &Rate, windows: &[Window], problems: &mut Vec<Problem>) {
    let mut note = |field: &str, code, message: String, help: &str| {
        problems.push(Problem::new(code, message, help).under(field));
    };
    match (&rate.price, &rate.model) {
        (Some(_), Some(_)) => {
            note("model", Code::RatePrice, "the rate has a price and a model".into(), "keep one of them");
        }
        (None, None) => {
            note(
                "price",
                Code::RatePrice,
                "nothing says what it costs".into(),
                "write `price` or `model`; free is \"0\"",
            );
        }
        _ => {}
    }
    if rate.prefix.is_some() && rate.country.is_some() {
        let help = "keep the prefix; it is the more specific of the two";
        note("country", Code::RatePlace, "the rate names a prefix and a country".into(), help);
    }
    if let (Some(from), Some(until)) = (rate.from, rate.until)
        && until <= from
    {
        let message = format!("the rate ends at {until} and begins at {from}: it never applies");
        note("until", Code::RatePeriod, message, "exchange the times");
    }
    if let (Some(least), Some(most)) = (rate.minimum, rate.maximum)
        && *least > *most
    {
        let message = format!("the minimum `{}` is above the maximum `{}`", *least, *most);
        note("minimum", Code::BoundsOrder, message, "exchange them");
    }
    if let Some(percent) = rate.discount_percent
        && *percent > Exact::whole(100)
    {
        let message = format!("{} percent are more than all of it", *percent);
        note("discount_percent", Code::DiscountValue, message, "write at most 100");
    }
    if rate.count_by.is_some() && rate.is_of_one_usage() {
        let message = "the rate looks at each usage, and counts nothing";
        note("count_by", Code::RateMeter, message.into(), "leave `count_by` out, or use tiers, a meter or a maximum");
    }
    if rate.count_by.is_some() && (rate.minimum.is_some() || rate.is_due_at_zero()) {
        let message = "what is due without usage has no value of the dimension";
        note("count_by", Code::RateMeter, message.into(), "leave `minimum` and `flat_at_zero` out, or `count_by`");
    }
    note_meter(rate, problems);
    if let Some(model) = &rate.model {
        model::note_problems(model, windows, problems);
    }
}

/// Meter, scope, model and commitments that do not go together.
fn note_meter(rate: &Rate, problems: &mut Vec<Problem>) {
    let mut note = |field: &str, code, message: &str, help: &str| {
        problems.push(Problem::new(code, message, help).under(field));
    };
    let plain = matches!(rate.meter, Meter::Sum | Meter::Count);
    let holds = |such: fn(&Model) -> bool| rate.model.as_ref().is_some_and(|model| model.holds(such));
    let each = holds(|model| matches!(model, Model::Call(_) | Model::Percentage(_)));
    if !plain && (each || rate.scope == Scope::Usage) {
        let message = "this meter makes one number of a period, and the rate looks at each usage";
        note("meter", Code::RateMeter, message, "use the meter `sum` or `count`");
    }
    if each && rate.meter == Meter::Count {
        note("meter", Code::RateMeter, "the model needs each usage's own quantity", "use the meter `sum`");
    }
    if rate.per.is_some()
        && matches!(
            rate.model,
            Some(
                Model::Flat(_)
                    | Model::Package(_)
                    | Model::Stairstep(_)
                    | Model::Percentage(_)
                    | Model::GraduatedPercentage(_)
            )
        )
    {
        note("per", Code::RateMeter, "no price of this model is for a number of units", "leave `per` out");
    }
    let whole = |model: &Model| {
        matches!(model, Model::Call(_) | Model::Package(_) | Model::Percentage(_) | Model::GraduatedPercentage(_))
    };
    if rate.increment.is_some() && holds(whole) {
        let message = "the model counts whole packages, increments or money already";
        note("increment", Code::RateMeter, message, "leave `increment` out");
    }
    let blocks = |model: &Model| match model {
        Model::Graduated(model) => model.tiers.iter().any(|tier| tier.block.is_some()),
        Model::Volume(model) => model.tiers.iter().any(|tier| tier.block.is_some()),
        _ => false,
    };
    if (rate.per.is_some() || rate.increment.is_some()) && holds(blocks) {
        let field = if rate.per.is_some() { "per" } else { "increment" };
        note(field, Code::RateMeter, "a tier prices its blocks, and the rate counts in others", "keep one of the two");
    }
    let bands = holds(|model| matches!(model, Model::Call(call) if !call.bands.is_empty()));
    if bands && &*rate.unit != "second" {
        let message = "windows of the week divide a call by its seconds";
        note("unit", Code::UnitSecond, message, "count in `second`, with `per` \"60\" for prices a minute");
    }
}
