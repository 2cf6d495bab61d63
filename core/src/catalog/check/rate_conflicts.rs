//! What makes rates unusable against each other, told at the later of two.

use crate::catalog::Rate;
use crate::catalog::rate_card::{Place, place};
use crate::dimensions::Dimensions;
use crate::problem::{Code, Problem};
use crate::sorting::Sorting as _;
use crate::text::Id;
use crate::time::Instant;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// Notes what is wrong between rates.
pub(super) fn note_problems(rates: &[Rate], problems: &mut Vec<Problem>) {
    let mut note = |place: usize, field: &str, code, message, help: &str| {
        problems.push(Problem::new(code, message, help).under(field).item(place).under("rates"));
    };
    let mut places: Vec<(usize, &Rate)> = rates.iter().enumerate().collect();
    places.order_by(|a, b| (&a.1.id, a.0).cmp(&(&b.1.id, b.0)));
    for ((_, one), (place, other)) in places.iter().zip(places.iter().skip(1)) {
        if one.id == other.id {
            let message = format!("the rate id `{}` stands twice", other.id);
            note(*place, "id", Code::RateDuplicate, message, "give each rate an id of its own");
        }
    }
    // A card of prefixes has none, and many rates.
    if rates.iter().any(|rate| rate.group.is_some()) {
        note_groups(&mut places, &mut note);
    }
    places.order_by(|a, b| key(a.1).cmp(&key(b.1)).then(a.0.cmp(&b.0)));
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

/// Rates that count together must be priced alike, and a group has no rate's name but one of its own. They stand by id.
fn note_groups(places: &mut [(usize, &Rate)], note: &mut impl FnMut(usize, &str, Code, String, &str)) {
    let by_id = places.to_vec();
    places.order_by(|a, b| (&a.1.group, a.0).cmp(&(&b.1.group, b.0)));
    for ((_, one), (place, other)) in places.iter().zip(places.iter().skip(1)) {
        if one.group.is_some() && one.group == other.group && !count_alike(one, other) {
            let message = format!("rates `{}` and `{}` count together and are priced differently", one.id, other.id);
            note(*place, "group", Code::GroupClash, message, "give them one unit, model, meter and commitment");
        }
    }
    places.order_by_key(|(place, _)| *place);
    for (place, rate) in places {
        let Some(group) = &rate.group else { continue };
        let found = by_id.binary_search_by(|(_, other)| other.id.cmp(group)).ok().and_then(|at| by_id.get(at));
        if let Some((_, other)) = found.filter(|(_, other)| other.group != rate.group) {
            let message = format!("the group has the name of rate `{}`, which is not in it", other.id);
            note(*place, "group", Code::GroupClash, message, "give the group a name of its own");
        }
    }
}

fn key(rate: &Rate) -> (&Id, Place<'_>, &Dimensions, Option<Instant>) {
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
