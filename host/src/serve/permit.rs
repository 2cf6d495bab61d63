//! May whoever calls post these events? Each asks for the right of its type, and a replay for more.

use super::identity::nobody;
use super::problem::{Problem, Refusal};
use crate::identity::{Actor, Right};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Most that is told of at once.
const TOLD: usize = 20;
/// Whoever has these may post whatever there is.
const ALL: [Right; 5] = [Right::Ingest, Right::Settings, Right::Plans, Right::Money, Right::Rules];

#[derive(Default, Deserialize)]
struct Typed<'e> {
    #[serde(borrow, default, rename = "type")]
    kind: Cow<'e, str>,
}

#[derive(Deserialize)]
struct Parts {
    #[serde(default)]
    settings: BTreeMap<String, serde::de::IgnoredAny>,
}

/// Holds events against the rights of whoever posts them; `replayed` where the call says itself what time it is. Of a batch with
/// something that may not be posted, nothing is. Says whether there is more in it than what meters tell.
pub(super) fn permit(actor: Option<&Actor>, events: &[Box<RawValue>], replayed: bool) -> Result<bool, Refusal> {
    let actor = actor.ok_or_else(nobody)?;
    let mut missing = BTreeSet::new();
    if replayed && !actor.may(Right::Rules) {
        missing.insert("`as_of`, which asks for `rules`".to_owned());
    }
    if actor.bound_to().is_some() || !ALL.iter().all(|right| actor.may(*right)) {
        events.iter().for_each(|event| lacking(actor, event, &mut missing));
    }
    if missing.is_empty() {
        return Ok(replayed || events.iter().any(|event| Right::of_event(&kind(event)) != Right::Ingest));
    }
    let named: Vec<String> = missing.into_iter().take(TOLD).collect();
    let message = format!("whoever calls may not post {}", named.join("; "));
    let problem = Problem::new("right_missing", "", &message, "call with a key whose role may");
    Err(Refusal::with(StatusCode::FORBIDDEN, vec![problem]))
}

/// The same of one event of a type.
pub(super) fn permit_one(actor: Option<&Actor>, kind: &str) -> Result<bool, Refusal> {
    let event = RawValue::from_string(serde_json::json!({"type": kind}).to_string()).unwrap_or_default();
    permit(actor, &[event], false)
}

/// The type of an event; none where it cannot be read.
fn kind(event: &RawValue) -> Cow<'_, str> {
    // serde would read one from a list, too.
    let object = Some(event.get()).filter(|text| text.starts_with('{'));
    object.and_then(|text| serde_json::from_str::<Typed<'_>>(text).ok()).unwrap_or_default().kind
}

/// What the caller lacks for this event. One that cannot be read asks for the most: the engine might read it.
fn lacking(actor: &Actor, event: &RawValue, missing: &mut BTreeSet<String>) {
    let kind = kind(event);
    let right = Right::of_event(&kind);
    let shown = |name: &str| name.chars().filter(|letter| !letter.is_control()).take(40).collect::<String>();
    if !actor.may(right) {
        missing.insert(format!("`{}`, which asks for `{}`", shown(&kind), right.word()));
    } else if actor.bound_to().is_some() {
        let parts: Vec<String> = match serde_json::from_str::<Parts>(event.get()) {
            Ok(Parts { settings }) if kind == "settings_changed" => settings.into_keys().collect(),
            _ => vec![kind.into_owned()],
        };
        let other = parts.into_iter().filter(|part| !actor.may_set(part));
        missing.extend(other.map(|part| format!("`{}`, which the token does not name", shown(&part))));
    }
}

#[cfg(test)]
mod tests {
    use super::permit;
    use crate::Tenant;
    use crate::identity::{Actor, Role, Scope, Who};
    use serde_json::value::RawValue;

    fn may(actor: &Actor, events: &[&str]) -> bool {
        let events: Vec<_> =
            events.iter().map(|event| RawValue::from_string((*event).to_owned()).expect("JSON")).collect();
        permit(Some(actor), &events, false).is_ok()
    }

    fn key(role: Role) -> Actor {
        Actor::new(Some(Tenant::MAIN), Who::Key { id: "k".into(), role })
    }

    const USAGE: &str = r#"{"id":"u","type":"usage"}"#;
    const CREDIT: &str = r#"{"type":"credit_granted","id":"c"}"#;
    const SETTINGS: &str = r#"{"type":"settings_changed","settings":{"alerts":["5"]}}"#;

    #[test]
    fn each_event_needs_its_own_right() {
        assert!(may(&key(Role::Ingest), &[USAGE, USAGE]) && !may(&key(Role::Ingest), &[USAGE, CREDIT]));
        assert!(!may(&key(Role::Read), &[USAGE]));
        assert!(may(&key(Role::Support), &[SETTINGS]) && !may(&key(Role::Support), &[CREDIT]));
        assert!(may(&key(Role::Finance), &[SETTINGS, CREDIT]) && !may(&key(Role::Finance), &[USAGE]));
        assert!(may(&key(Role::Admin), &[USAGE, CREDIT, SETTINGS, r#"{"type":"account_closed"}"#]));
    }

    #[test]
    fn no_spelling_hides_a_kind() {
        for hidden in [
            r#"{"type":"credit\u005fgranted"}"#,
            r#"{"type":"usage","type":"credit_granted"}"#,
            r#"{"type":"credit_granted","type":"usage"}"#,
            r#"{"type":["usage"]}"#,
            r#"["usage"]"#,
            r#"{}"#,
            r#"{"type":"Usage"}"#,
            r#"{"TYPE":"usage"}"#,
        ] {
            assert!(!may(&key(Role::Ingest), &[hidden]), "{hidden}");
        }
        assert!(may(&key(Role::Ingest), &[r#"{"type":"usag\u0065"}"#]));
    }

    #[test]
    fn a_token_sets_what_it_names() {
        let settings = vec!["alerts".to_owned(), "method_default".to_owned()];
        let (id, account) = ("c".to_owned(), "a".to_owned());
        let token = Actor::new(Some(Tenant::MAIN), Who::Customer(Scope { id, account, settings }));
        assert!(may(&token, &[SETTINGS, r#"{"type":"method_default","method":"m"}"#]));
        for other in [
            r#"{"type":"settings_changed","settings":{"alerts":[],"recharge":{}}}"#,
            r#"{"type":"settings_changed","settings":{"alerts":[],"\u0072echarge":{}}}"#,
            r#"{"type":"settings_changed","settings":{"alerts":[]},"settings":{"recharge":{}}}"#,
            r#"{"type":"settings_changed","settings":[]}"#,
            r#"{"type":"method_added","method":{}}"#,
            CREDIT,
            USAGE,
        ] {
            assert!(!may(&token, &[other]), "{other}");
        }
    }

    #[test]
    fn whoever_is_not_known_posts_nothing() {
        assert!(permit(None, &[], false).is_err());
    }

    #[test]
    fn another_time_is_for_those_who_keep_the_rules() {
        for role in Role::ALL {
            assert_eq!(permit(Some(&key(role)), &[], true).is_ok(), role == Role::Admin, "{role:?}");
        }
    }
}
