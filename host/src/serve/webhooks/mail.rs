//! How a tenant's mail is worded.

use super::words::line;
use crate::outbox::EVENTS;
use crate::outbox::mail::{LANGUAGES, check, own};
use crate::serve::caller::Caller;
use crate::serve::calls::{Body, blocking, json_body};
use crate::serve::identity::Asks;
use crate::serve::problem::{Problem, Refusal};
use crate::serve::reading::Reading;
use crate::serve::routes::{JSON, Needs, Route, Shape};
use crate::{MailSetting, StoreError, Template};
use axum::Json;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};

const GROUP: &str = "Mail";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::put("/v1/mail-settings", "putMailSettings", put_settings)
            .told(GROUP, "Say in which language a tenant's mail is, what its sender is called, and where answers go")
            .needs(Needs::RULES)
            .takes(JSON, Shape::Host("MailSettings"), r#"{"language": "de", "sender": "Acme", "reply_to": "help@acme.example"}"#)
            .answers(200, JSON, Shape::Host("MailSettings")),
        Route::get("/v1/mail-settings", "readMailSettings", read_settings)
            .told(GROUP, "What a tenant has said of its mail")
            .needs(Needs::READ)
            .answers(200, JSON, Shape::Host("MailSettings")),
        Route::put("/v1/mail-templates/{type}/{language}", "putMailTemplate", put)
            .told(GROUP, "Word the mail about one type of event in one language")
            .about(PUT)
            .needs(Needs::RULES)
            .takes(JSON, Shape::Host("MailTemplateBody"), r#"{"subject": "Only {{ data.balance | money }} left", "text": "Hello,\n\nthe balance of {{ account }} is {{ data.balance | money }}.\n"}"#)
            .answers(200, JSON, Shape::Host("WrittenMail"))
            .at("/v1/mail-templates/balance.alert/en"),
        Route::get("/v1/mail-templates", "listMailTemplates", list)
            .told(GROUP, "How mail is worded: by the tenant, or by the host")
            .needs(Needs::READ)
            .answers(200, JSON, Shape::List(&Shape::Host("MailTemplate"))),
        Route::delete("/v1/mail-templates/{type}/{language}", "deleteMailTemplate", delete)
            .told(GROUP, "Go back to the host's words")
            .needs(Needs::RULES)
            .answers(204, "", Shape::Nothing)
            .at("/v1/mail-templates/balance.alert/en"),
    ]
}

const PUT: &str = "A template (Jinja) is tried with the sample of its event before it is kept, and what it writes is answered. Without \
    `html` that is made of the text. docs/webhooks.md says what a template knows of.";
/// Most letters of a template.
const LETTERS_MAX: usize = 64 * 1_024;

fn not_one(event: &str, language: &str) -> Result<(), Refusal> {
    let mailed = EVENTS.iter().any(|known| known.mailed && known.name == event);
    if mailed && LANGUAGES.contains(&language) { Ok(()) } else { Err(StoreError::NotFound("template").into()) }
}

async fn put(
    caller: Caller,
    asks: Asks,
    Path((event_type, language)): Path<(String, String)>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let mut read = Reading::of(&json_body(&headers, body)?)?;
    let (subject, plain): (String, String) = (read.must("subject", "a template"), read.must("text", "a template"));
    let html: Option<String> = read.may("html", "a template");
    read.end()?;
    not_one(&event_type, &language)?;
    for (path, text) in [("/subject", Some(&subject)), ("/text", Some(&plain)), ("/html", html.as_ref())] {
        if text.is_some_and(|text| text.len() > LETTERS_MAX) {
            return Err(Refusal::shape(path, "a template has at most 64 kB"));
        }
    }
    let template = Template { event_type, language, subject, plain, html };
    let by = asks.by();
    let written = blocking(caller, move |caller| {
        let written = check(&template).map_err(|bad| {
            let help = "docs/webhooks.md says what a template knows of";
            Refusal::of(vec![Problem::new("template_unusable", &format!("/{}", bad.part), &bad.to_string(), help)])
        })?;
        caller.books.put_template(template, by)?;
        Ok(written)
    });
    let written = written.await?;
    Ok(Json(json!({"subject": written.subject, "text": written.plain, "html": written.html})).into_response())
}

async fn list(caller: Caller) -> Result<Response, Refusal> {
    let kept = blocking(caller, |caller| Ok(caller.books.templates()?)).await?;
    let all =
        EVENTS.iter().filter(|event| event.mailed).flat_map(|event| LANGUAGES.map(|language| (event.name, language)));
    let told = all.filter_map(|(event, language)| {
        let tenants = kept.iter().find(|one| one.event_type == event && one.language == language);
        let template = tenants.cloned().or_else(|| own(language, event))?;
        let Template { event_type, language, subject, plain, html } = template;
        let mut told = json!({"type": event_type, "language": language, "own": tenants.is_some(), "subject": subject, "text": plain});
        if let Some(html) = html {
            told["html"] = html.into();
        }
        Some(told)
    });
    Ok(Json(json!({"data": told.collect::<Vec<Value>>()})).into_response())
}

async fn delete(caller: Caller, Path((event_type, language)): Path<(String, String)>) -> Result<Response, Refusal> {
    blocking(caller, move |caller| Ok(caller.books.delete_template(event_type, language)?)).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

fn told(setting: MailSetting) -> Response {
    let MailSetting { language, sender, reply_to } = setting;
    let mut told = json!({"language": language});
    sender.into_iter().for_each(|sender| told["sender"] = sender.into());
    reply_to.into_iter().for_each(|address| told["reply_to"] = address.into());
    Json(told).into_response()
}

async fn read_settings(caller: Caller) -> Result<Response, Refusal> {
    let kept = blocking(caller, |caller| Ok(caller.books.mail_setting()?)).await?;
    Ok(told(kept.unwrap_or_else(|| MailSetting { language: LANGUAGES[0].into(), sender: None, reply_to: None })))
}

async fn put_settings(caller: Caller, headers: HeaderMap, body: Body) -> Result<Response, Refusal> {
    let mut read = Reading::of(&json_body(&headers, body)?)?;
    let language: String = read.must("language", "a language");
    let sender: Option<String> = read.may("sender", "a name");
    let reply_to: Option<String> = read.may("reply_to", "an address");
    if read.is_sound("language") && !LANGUAGES.contains(&&*language) {
        read.wrong("wrong_type", "language", "expected `en` or `de`", "the host has words in these");
    }
    if reply_to.as_ref().is_some_and(|address| address.parse::<lettre::Address>().is_err()) {
        read.wrong("wrong_type", "reply_to", "expected an address, such as `help@acme.example`", "write one address");
    }
    read.end()?;
    let sender = sender.map(|sender| line(sender, "/sender", 100)).transpose()?;
    let setting = MailSetting { language, sender, reply_to };
    let kept = setting.clone();
    blocking(caller, move |caller| Ok(caller.books.put_mail_setting(kept)?)).await?;
    Ok(told(setting))
}
