//! Events are facts of many kinds: whoever posts one has the right of its kind.

use super::super::problem::Refusal;
use crate::identity::{Actor, Right};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Most that is told of at once.
const TOLD: usize = 100;

#[derive(Default, Deserialize)]
struct Kind<'e> {
    #[serde(borrow, default, rename = "type")]
    kind: Cow<'e, str>,
}

#[derive(Default, Deserialize)]
struct Parts {
    #[serde(default)]
    settings: BTreeMap<String, serde::de::IgnoredAny>,
}

/// May all of this be posted? Of a batch with something that may not, nothing is. `replay`: at a time of the caller's own.
pub(in crate::serve) fn allowed(actor: &Actor, events: &[Box<RawValue>], replay: bool) -> Result<(), Refusal> {
    let forbidden = |problems| Err(Refusal::all(StatusCode::FORBIDDEN, problems));
    if replay && !actor.may(Right::Rules) {
        let help = "leave it out: now is the host's clock";
        return forbidden(vec![problem("/as_of", "`as_of` asks for `rules`", help)]);
    }
    const ALL: [Right; 5] = [Right::Ingest, Right::Settings, Right::Plans, Right::Money, Right::Rules];
    if actor.bound_to().is_none() && ALL.iter().all(|right| actor.may(*right)) {
        return Ok(());
    }
    let wrong = events.iter().enumerate().filter_map(|(place, event)| {
        let message = missing(actor, event)?;
        let help = "use a key whose role has the right, or leave the event out";
        Some(problem(&format!("/events/{place}/type"), &message, help))
    });
    let wrong: Vec<Value> = wrong.take(TOLD).collect();
    if wrong.is_empty() { Ok(()) } else { forbidden(wrong) }
}

fn problem(path: &str, message: &str, help: &str) -> Value {
    json!({"code": "right_missing", "path": path, "message": message, "help": help})
}

/// What the caller lacks for this event. One that cannot be read asks for the most: the engine might read it.
fn missing(actor: &Actor, event: &RawValue) -> Option<String> {
    // serde would read one from a list, too.
    let object = Some(event.get()).filter(|text| text.starts_with('{'));
    let kind = object.and_then(|text| serde_json::from_str::<Kind<'_>>(text).ok()).unwrap_or_default().kind;
    let right = Right::of_event(&kind);
    if !actor.may(right) {
        return Some(format!("this type of event asks for `{}`", right.word()));
    }
    if actor.bound_to().is_none() {
        return None;
    }
    if kind != "settings_changed" {
        return (!actor.may_set(&kind)).then(|| "the token does not name this type of event".to_owned());
    }
    let Ok(Parts { settings }) = serde_json::from_str(event.get()) else {
        return Some("the settings cannot be read".to_owned());
    };
    let other = settings.keys().find(|part| !actor.may_set(part));
    other.map(|part| format!("the token does not name the setting `{}`", part.chars().take(40).collect::<String>()))
}

#[cfg(test)]
mod tests {
    use super::allowed;
    use crate::Tenant;
    use crate::identity::{Actor, Role, Scope, Who};
    use serde_json::value::RawValue;

    fn may(actor: &Actor, events: &[&str]) -> bool {
        let events: Vec<_> =
            events.iter().map(|event| RawValue::from_string((*event).to_owned()).expect("JSON")).collect();
        allowed(actor, &events, false).is_ok()
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
    fn another_time_is_for_those_who_keep_the_rules() {
        for role in Role::ALL {
            assert_eq!(allowed(&key(role), &[], true).is_ok(), role == Role::Admin, "{role:?}");
        }
    }
}
