//! May whoever calls post these events? Each asks for the right of its type, and a replay for more.

use super::problem::{Problem, Refusal};
use crate::identity::{Actor, Right};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Deserialize)]
struct Typed {
    r#type: String,
    settings: Option<BTreeMap<String, serde::de::IgnoredAny>>,
}

/// Holds events against the rights of whoever posts them; `replayed` where the call says itself what time it is. A host that
/// asks nobody who they are has no actor.
pub(super) fn permit(actor: Option<&Actor>, events: &[Box<RawValue>], replayed: bool) -> Result<(), Refusal> {
    let Some(actor) = actor else { return Ok(()) };
    let mut missing = BTreeSet::new();
    if replayed && !actor.may(Right::Rules) {
        missing.insert("`as_of`".to_owned());
    }
    for event in events {
        // What has no type is the engine's to refuse; nobody without any right comes as far as this.
        let Ok(typed) = serde_json::from_str::<Typed>(event.get()) else { continue };
        let right = Right::of_event(&typed.r#type);
        if !actor.may(right) {
            missing.insert(format!("`{}`", typed.r#type));
        } else if right == Right::Settings {
            let parts = match &typed.settings {
                Some(parts) if typed.r#type == "settings_changed" => parts.keys().cloned().collect(),
                _ => vec![typed.r#type],
            };
            missing.extend(parts.into_iter().filter(|part| !actor.may_set(part)).map(|part| format!("`{part}`")));
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    let named: Vec<String> = missing.into_iter().take(20).collect();
    let message = format!("whoever calls may not post {}", named.join(", "));
    let problem = Problem::new("not_permitted", "", &message, "call with a key whose role may");
    Err(Refusal::with(StatusCode::FORBIDDEN, vec![problem]))
}
