//! From a template and an effect to a mail. Templates are a tenant's, so that what they may take is bounded: steps and letters.

use super::amounts::{amount, day, moment};
use super::texts::{LAYOUT, words};
use crate::outbox::catalogue::sample;
use crate::store::Template;
use minijinja::value::{Rest, Value};
use minijinja::{Environment, State, UndefinedBehavior, context};
use serde_json::json;
use std::fmt;
use std::io;

/// Steps that a template may take, and letters that it may write.
const FUEL: u64 = 20_000;
const LETTERS_MAX: usize = 256 * 1_024;
/// Most of a subject: what mail programs show of one, and more.
const SUBJECT_MAX: usize = 200;

/// What is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// In one line.
    pub subject: String,
    /// The text.
    pub plain: String,
    /// The same in HTML.
    pub html: String,
}

/// A template that cannot be written with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadTemplate {
    /// Which of them: `subject`, `text` or `html`.
    pub part: &'static str,
    /// Why.
    pub why: String,
}

impl fmt::Display for BadTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the template `{}` cannot be used: {}", self.part, self.why)
    }
}

impl std::error::Error for BadTemplate {}

/// What is said in a mail beside its event.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// The account's currency.
    pub currency: &'a str,
    /// What the sender is called.
    pub sender: &'a str,
    /// The number of the document that it is about.
    pub number: Option<&'a str>,
}

/// The document that an event is about: its kind, and its name until it has a number.
pub(super) fn named(event: &serde_json::Value) -> Option<(&'static str, &str)> {
    let data = &event["data"];
    let of = |kind, field: &str| data[field].as_str().map(|name| (kind, name));
    of("credit_note", "note").or_else(|| of("invoice", "invoice"))
}

/// What a template knows of: the event without its data, the account, the effect, and how to write.
fn facts(event: &serde_json::Value, about: &About<'_>, language: &str) -> Value {
    let head = json!({"id": event["id"], "type": event["type"], "time": event["time"]});
    let (head, data) = (value(&head), value(&event["data"]));
    let account = event["account"].as_str().unwrap_or_default();
    let About { currency, sender, number } = *about;
    let number = number.or_else(|| named(event).map(|(_, name)| name));
    context! { event => head, account, data, currency, language, sender, number }
}

fn value(json: &serde_json::Value) -> Value {
    use serde_json::Value as Json;
    match json {
        Json::Null => Value::from(()),
        Json::Bool(truth) => Value::from(*truth),
        Json::Number(number) => number.as_i64().map_or_else(|| Value::from(number.to_string()), Value::from),
        Json::String(text) => Value::from(text.as_str()),
        Json::Array(items) => items.iter().map(value).collect(),
        Json::Object(fields) => Value::from_pairs(fields.iter().map(|(name, field)| (name.as_str(), value(field)))),
    }
}

fn language(state: &State<'_, '_>) -> String {
    state.lookup("language").and_then(|language| language.as_str().map(str::to_owned)).unwrap_or_default()
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_fuel(Some(FUEL));
    // A name that is misspelt is a mistake, and no empty place in a mail.
    environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    environment.add_filter("amount", |state: &State<'_, '_>, text: String| amount(&text, &language(state)));
    environment.add_filter("money", |state: &State<'_, '_>, text: String, _: Rest<Value>| {
        let currency = state.lookup("currency").unwrap_or_default();
        format!("{} {currency}", amount(&text, &language(state)))
    });
    environment.add_filter("day", |state: &State<'_, '_>, text: String| day(&text, &language(state)));
    environment.add_filter("moment", |state: &State<'_, '_>, text: String| moment(&text, &language(state)));
    environment
}

/// Takes so many letters.
struct Bounded(Vec<u8>);

impl io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > LETTERS_MAX {
            return Err(io::Error::other("it writes more than 256 kB"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn render(
    environment: &Environment<'_>,
    part: &'static str,
    source: &str,
    facts: &Value,
) -> Result<String, BadTemplate> {
    // What is escaped goes by the ending of the name.
    let name = if part == "html" { "mail.html" } else { "mail.txt" };
    let bad = |error: minijinja::Error| {
        let line = error.line().map(|line| format!(" (line {line})")).unwrap_or_default();
        BadTemplate { part, why: format!("{error}{line}") }
    };
    let mut written = Bounded(Vec::new());
    let template = environment.template_from_named_str(name, source).map_err(bad)?;
    template.render_captured_to(facts.clone(), &mut written).map_err(bad)?;
    String::from_utf8(written.0).map_err(|error| BadTemplate { part, why: error.to_string() })
}

/// Writes an event by a template. A subject is one line, whatever stands in the effect.
///
/// # Errors
/// The template does not fit what it is about.
pub fn write(template: &Template, event: &serde_json::Value, about: &About<'_>) -> Result<Written, BadTemplate> {
    let environment = environment();
    let facts = facts(event, about, &template.language);
    let subject = render(&environment, "subject", &template.subject, &facts)?;
    let subject: String = subject.split(char::is_control).collect::<Vec<_>>().join(" ");
    let subject: String = subject.trim().chars().take(SUBJECT_MAX).collect();
    if subject.is_empty() {
        return Err(BadTemplate { part: "subject", why: "it writes nothing".into() });
    }
    let plain = render(&environment, "text", &template.plain, &facts)?;
    let html = match &template.html {
        Some(html) => render(&environment, "html", html, &facts)?,
        None => {
            let parts = plain.split("\n\n").map(str::trim).filter(|part| !part.is_empty());
            let paragraphs: Value = parts.map(|part| part.lines().map(Value::from).collect::<Value>()).collect();
            let (subject, language, sender) = (&subject, &template.language, about.sender);
            render(&environment, "html", LAYOUT, &context! { subject, paragraphs, language, sender })?
        }
    };
    Ok(Written { subject, plain, html })
}

/// The host's template of an event.
#[must_use]
pub(crate) fn own(language: &str, event: &str) -> Option<Template> {
    let words = words(language, event)?;
    Some(Template {
        event_type: event.into(),
        language: language.into(),
        subject: words.subject.clone(),
        plain: words.plain.clone(),
        html: None,
    })
}

/// The event that a template is tried with.
pub(crate) fn sample_event(name: &str) -> serde_json::Value {
    let data = sample(name).cloned().unwrap_or_default();
    json!({"id": "evt_sample", "type": name, "time": data["time"], "account": "acme", "data": data})
}

/// Tries a template with the sample of its event, whole and with no more than what every such event has.
///
/// # Errors
/// It cannot be written with.
pub fn check(template: &Template) -> Result<Written, BadTemplate> {
    let mut event = sample_event(&template.event_type);
    let about = About { currency: "USD", sender: "Acme", number: None };
    let written = write(template, &event, &about)?;
    if let Some(data) = event["data"].as_object_mut() {
        // What events of this type do not always have.
        ["to", "webhook", "next_rung", "due_on", "next_attempt"].iter().for_each(|field| drop(data.remove(*field)));
    }
    write(template, &event, &about)?;
    Ok(written)
}

#[cfg(test)]
mod tests {
    use super::{About, Template, check, own, sample_event, write};
    use crate::outbox::EVENTS;
    use crate::outbox::mail::LANGUAGES;

    const ABOUT: About<'_> = About { currency: "EUR", sender: "x", number: None };

    fn template(subject: &str, plain: &str, html: Option<&str>) -> Template {
        let (event_type, language) = ("balance.alert".to_owned(), "de".to_owned());
        Template { event_type, language, subject: subject.into(), plain: plain.into(), html: html.map(str::to_owned) }
    }

    #[test]
    fn the_host_has_words_for_whatever_is_mailed_in_each_language() {
        for language in LANGUAGES {
            for event in EVENTS.iter().filter(|event| event.mailed) {
                let own = own(language, event.name).unwrap_or_else(|| panic!("{language} {}", event.name));
                let written = check(&own).unwrap_or_else(|error| panic!("{language} {}: {error}", event.name));
                assert!(!written.plain.contains("{{") && written.html.contains("<p"), "{written:?}");
            }
        }
    }

    #[test]
    fn amounts_are_of_the_account_and_in_its_language() {
        let mut event = sample_event("balance.alert");
        event["data"]["balance"] = "1234.5000".into();
        let written = write(&template("{{ data.balance | money }}", "{{ event.time | moment }}", None), &event, &ABOUT);
        let written = written.expect("a mail");
        assert_eq!((&*written.subject, &*written.plain), ("1.234,50 EUR", "5. Januar 2026, 12:00 Uhr (UTC)"));
    }

    /// Its number, and until it has one its name.
    #[test]
    fn a_document_is_told_by_its_number() {
        for (name, own) in
            [("invoice.drafted", "invoice"), ("credit_note.drafted", "note"), ("invoice.overdue", "invoice")]
        {
            let event = sample_event(name);
            let told =
                |about: &About<'_>| write(&template("{{ number }}", "x", None), &event, about).expect("a mail").subject;
            assert_eq!(told(&About { number: Some("INV-7"), ..ABOUT }), "INV-7");
            assert_eq!(told(&ABOUT), event["data"][own].as_str().expect("a name"), "{name}");
        }
    }

    #[test]
    fn what_stands_in_an_effect_is_text() {
        let mut event = sample_event("balance.alert");
        event["data"]["event"] = "<b>x</b>\r\nBcc: all@example.com".into();
        let own = template("{{ data.event }}", "{{ data.event }}", Some("<p>{{ data.event }}</p>"));
        let written = write(&own, &event, &ABOUT).expect("a mail");
        assert!(!written.subject.contains(['\r', '\n']), "{:?}", written.subject);
        assert!(written.html.starts_with("<p>&lt;b&gt;x&lt;&#x2f;b&gt;"), "{}", written.html);
        let laid_out = write(&template("x", "{{ data.event }}", None), &event, &ABOUT).expect("a mail").html;
        assert!(!laid_out.contains("<b>x"), "{laid_out}");
    }

    #[test]
    fn a_template_that_does_not_fit_is_told() {
        for (subject, plain, html, part, why) in [
            ("", "x", None, "subject", "nothing"),
            ("{{ data.balanse | money }}", "x", None, "subject", "undefined"),
            ("{{ data.", "x", None, "subject", "syntax"),
            (
                "x",
                "{% for i in range(100000) %}{% for j in range(100000) %}x{% endfor %}{% endfor %}",
                None,
                "text",
                "",
            ),
            (
                "x",
                "{% for i in range(9000) %}{{ 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' }}{% endfor %}",
                None,
                "text",
                "",
            ),
            ("x", "{% include 'layout.html' %}", None, "text", ""),
            ("x", "x", Some("{{ nobody.knows }}"), "html", "undefined"),
            ("x", "{{ data.to[0] }}", None, "text", "undefined"),
        ] {
            let bad = check(&template(subject, plain, html)).expect_err(plain);
            assert!(bad.part == part && bad.why.contains(why), "{subject} {plain}: {bad:?}");
        }
    }
}
