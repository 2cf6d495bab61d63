//! What makes windows of the week unusable.

use crate::catalog::window::DAY_S;
use crate::catalog::{RulebookParts, TimeOfDay, Window};
use crate::problem::{Code, Problem};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// Windows that are empty, overlap under two names, or are never named.
pub(super) fn note_problems(parts: &RulebookParts, problems: &mut Vec<Problem>) {
    for (place, window) in parts.windows.iter().enumerate() {
        let mut note = |field: &str, code, message: String, help: &str| {
            problems.push(Problem::new(code, message, help).under(field).item(place).under("windows"));
        };
        let (from, until) = (window.from.map_or(0, TimeOfDay::seconds), window.until.map_or(DAY_S, TimeOfDay::seconds));
        if window.days.is_empty() {
            note("days", Code::WindowEmpty, "the window has no days".into(), "name at least one");
        }
        if until <= from {
            let help = "a window over midnight is two: one to midnight, one from it";
            note("until", Code::WindowEmpty, "the window ends before it begins".into(), help);
        }
        let meets = |other: &Window| {
            let (begins, ends) =
                (other.from.map_or(0, TimeOfDay::seconds), other.until.map_or(DAY_S, TimeOfDay::seconds));
            other.id != window.id
                && begins < until
                && from < ends
                && other.days.iter().any(|day| window.days.contains(day))
        };
        if let Some(other) = parts.windows.iter().take(place).find(|other| meets(other)) {
            let message = format!("the windows `{}` and `{}` hold the same moments", other.id, window.id);
            note("id", Code::WindowOverlap, message, "let one end where the other begins");
        }
        let named = parts.rates.iter().filter_map(|rate| rate.model.as_ref()).any(|model| model.names(&window.id));
        if !named {
            let message = format!("no rate names the window `{}`", window.id);
            note("id", Code::WindowUnused, message, "leave it out, or name it in a band of a call");
        }
    }
}
