//! What makes rates unusable, each by itself and against each other; told at the later of two.

use super::rate_card::{Place, place};
use super::{Meter, Model, Rate, RulebookParts, Scope, Window, model};
use crate::money::Exact;
use crate::problem::{Code, Problem};
use crate::text::Id;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

pub(super) fn note_problems(parts: &RulebookParts, problems: &mut Vec<Problem>) {
    let start = problems.len();
    super::window::note_problems(parts, problems);
    super::allowance::note_problems(parts, problems);
    super::plan::note_problems(parts, problems);
    super::invoicing::note_problems(parts, problems);
    for (place, rate) in parts.rates.iter().enumerate() {
        let start = problems.len();
        note_rate(rate, &parts.windows, problems);
        for problem in problems.iter_mut().skip(start) {
            *problem = problem.clone().item(place).under("rates");
        }
    }
    note_pairs(&parts.rates, problems);
    for problem in problems.iter_mut().skip(start) {
        *problem = problem.clone().under("rulebook");
    }
}

/// A rate by itself.
fn note_rate(rate: &Rate, windows: &[Window], problems: &mut Vec<Problem>) {
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
    let each = matches!(rate.model, Some(Model::Call(_) | Model::Percentage(_)));
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
    if rate.increment.is_some()
        && matches!(
            rate.model,
            Some(Model::Call(_) | Model::Package(_) | Model::Percentage(_) | Model::GraduatedPercentage(_))
        )
    {
        let message = "the model counts whole packages, increments or money already";
        note("increment", Code::RateMeter, message, "leave `increment` out");
    }
    let bands = matches!(&rate.model, Some(Model::Call(call)) if !call.bands.is_empty());
    if bands && &*rate.unit != "second" {
        let message = "windows of the week divide a call by its seconds";
        note("unit", Code::UnitSecond, message, "count in `second`, with `per` \"60\" for prices a minute");
    }
}

/// Rates against each other.
fn note_pairs(rates: &[Rate], problems: &mut Vec<Problem>) {
    let mut note = |place: usize, field: &str, code, message, help: &str| {
        problems.push(Problem::new(code, message, help).under(field).item(place).under("rates"));
    };
    let mut places: Vec<(usize, &Rate)> = rates.iter().enumerate().collect();
    places.sort_by(|a, b| (&a.1.id, a.0).cmp(&(&b.1.id, b.0)));
    for ((_, one), (place, other)) in places.iter().zip(places.iter().skip(1)) {
        if one.id == other.id {
            let message = format!("the rate id `{}` stands twice", other.id);
            note(*place, "id", Code::RateDuplicate, message, "give each rate an id of its own");
        }
    }
    places.sort_by(|a, b| (&a.1.group, a.0).cmp(&(&b.1.group, b.0)));
    for ((_, one), (place, other)) in places.iter().zip(places.iter().skip(1)) {
        if one.group.is_some() && one.group == other.group && !count_alike(one, other) {
            let message = format!("rates `{}` and `{}` count together and are priced differently", one.id, other.id);
            note(*place, "group", Code::GroupClash, message, "give them one unit, model, meter and commitment");
        }
    }
    places.sort_by(|a, b| key(a.1).cmp(&key(b.1)).then(a.0.cmp(&b.0)));
    for spot in places.chunk_by(|one, other| (&one.1.product, place(one.1)) == (&other.1.product, place(other.1))) {
        note_spot(spot, &mut note);
    }
    for ((_, one), (place, other)) in places.iter().zip(places.iter().skip(1)) {
        if one.product == other.product && one.unit != other.unit {
            let message = format!(
                "`{}` is counted in `{}` by rate `{}` and in `{}` here",
                one.product, one.unit, one.id, other.unit
            );
            note(*place, "unit", Code::UnitClash, message, "count a product in one unit");
        }
    }
}

fn key(rate: &Rate) -> (&Id, Place<'_>, &crate::dimensions::Dimensions, Option<crate::time::Instant>) {
    (&rate.product, place(rate), &rate.when, rate.from)
}

fn count_alike(one: &Rate, other: &Rate) -> bool {
    let prices =
        |rate: &Rate| (rate.per, rate.price, rate.increment, rate.discount_percent, rate.minimum, rate.maximum);
    (&one.unit, &one.model, one.meter, one.scope, &one.count_by)
        == (&other.unit, &other.model, other.meter, other.scope, &other.count_by)
        && prices(one) == prices(other)
}

/// Rates of one product at one place, sorted by dimensions and time: two that could both answer clash, and versions
/// must follow one another.
fn note_spot(spot: &[(usize, &Rate)], note: &mut impl FnMut(usize, &str, Code, String, &str)) {
    for ((_, one), (at, other)) in spot.iter().zip(spot.iter().skip(1)) {
        if one.when == other.when && !overlap(one, other) && one.until != other.from {
            let (Some(until), Some(from)) = (one.until, other.from) else { continue };
            let message = format!("from {until} to {from} neither `{}` nor `{}` is in force", one.id, other.id);
            note(*at, "from", Code::RateGap, message, "let it begin when the one before it ends");
        }
    }
    for (place_in, (at, other)) in spot.iter().enumerate() {
        let clash =
            spot.iter().take(place_in).rev().take(CLASHES_SOUGHT).find(|(_, one)| {
                one.when.len() == other.when.len() && one.when.fit(&other.when) && overlap(one, other)
            });
        let Some((_, one)) = clash else { continue };
        let (field, what) = match place(other) {
            Place::Prefix(prefix) => ("prefix", format!("for prefix `{prefix}`")),
            Place::Country(country) => ("country", format!("for country `{}`", country.code())),
            Place::Default if other.when.is_empty() => ("product", String::from("as default")),
            Place::Default => ("when", String::from("with such dimensions")),
        };
        let message = format!("rates `{}` and `{}` both answer for `{}` {what}", one.id, other.id, other.product);
        note(*at, field, Code::RateAmbiguous, message, "keep one of them, or make one more specific");
    }
}

/// Rates at one place that are held against each other: a card of many thousand models in one dimension stays fast to
/// check, since equal dimensions stand side by side.
const CLASHES_SOUGHT: usize = 200;

fn overlap(one: &Rate, other: &Rate) -> bool {
    let begins_before = |a: &Rate, b: &Rate| b.until.is_none_or(|until| a.from.is_none_or(|from| from < until));
    begins_before(one, other) && begins_before(other, one)
}
