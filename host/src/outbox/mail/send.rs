//! Mail goes to one server, which the operator names; from there on it is that server's.

use super::message::{Message, message_id};
use super::words::{About, named, own, write};
use super::{LANGUAGES, Refused};
use crate::outbox::event::body_of;
use crate::store::Job;
use crate::{Books, Store};
use lettre::message::Mailbox;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};
use std::fmt;
use std::time::Duration;

/// Longest that the server takes for one thing that it is told.
const PATIENCE: Duration = Duration::from_secs(15);
/// Longest for a whole mail, within the time that a delivery is this host's.
const DEADLINE: Duration = Duration::from_secs(40);

/// Sends mail. Cheap to clone.
#[derive(Clone)]
pub struct Mailer {
    /// None where it goes to the inbox.
    server: Option<AsyncSmtpTransport<Tokio1Executor>>,
    from: Mailbox,
    language: &'static str,
}

/// What is no mail server or no sender.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotMail(String);

impl fmt::Display for NotMail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NotMail {}

impl Mailer {
    /// By a server (`smtp://user:password@host:port?tls=required`, `smtps://…`; none is the inbox) from a sender
    /// (`Acme <billing@acme.example>`), in a language where a tenant has said none.
    ///
    /// # Errors
    /// What of it cannot be read; nothing of a password is told.
    pub fn new(server: Option<&str>, from: &str, language: &str) -> Result<Self, NotMail> {
        let smtp = |url: &str| AsyncSmtpTransport::<Tokio1Executor>::from_url(url);
        let server = server.map(smtp).transpose().map_err(|_| {
            NotMail("the mail server is no URL such as `smtp://user:password@mail.example:587?tls=required`".into())
        })?;
        let from = from
            .parse()
            .map_err(|_| NotMail(format!("`{from}` is no sender such as `Acme <billing@acme.example>`")))?;
        let known = LANGUAGES.into_iter().find(|known| *known == language);
        let language = known
            .ok_or_else(|| NotMail(format!("there is no mail in `{language}`, but in {}", LANGUAGES.join(" and "))))?;
        Ok(Self { server: server.map(|server| server.timeout(Some(PATIENCE)).build()), from, language })
    }

    /// Does it go to the inbox?
    pub(in crate::outbox) const fn is_inbox(&self) -> bool {
        self.server.is_none()
    }

    /// A delivery as a mail.
    pub(in crate::outbox) async fn written(&self, store: &Store, job: &Job, now: i64) -> Result<Message, Refused> {
        let later = |why: String| Refused { why, for_good: false };
        let never = |why: String| Refused { why, for_good: true };
        let to: Mailbox = job.part.parse().map_err(|_| never(format!("`{}` is no address", job.part)))?;
        let books = store.books(job.tenant);
        let (store, tenant, kind, language) = (store.clone(), job.tenant, job.event_type.clone(), self.language);
        let words = tokio::task::spawn_blocking(move || store.words_of(tenant, &kind, language)).await;
        let words = words.map_err(|error| later(error.to_string()))?;
        let (setting, tenants) = words.map_err(|error| later(error.to_string()))?;
        let own = || own(&setting.language, &job.event_type).or_else(|| own("en", &job.event_type));
        let template =
            tenants.or_else(own).ok_or_else(|| never(format!("there are no words for `{}`", job.event_type)))?;
        let body = body_of(job).map_err(|error| never(error.to_string()))?;
        let event: serde_json::Value = serde_json::from_str(&body).map_err(|error| never(error.to_string()))?;
        let number = number(&books, job, &event).await.map_err(later)?;
        let mut from = self.from.clone();
        from.name = setting.sender.map(|sender| sender.split(char::is_control).collect()).or(from.name);
        let sender = from.name.clone().unwrap_or_else(|| from.email.to_string());
        // A template of the tenant's may be mended, and this mail is then sent by the new one.
        let about = About { currency: &job.currency, sender: &sender, number: number.as_deref() };
        let written = write(&template, &event, &about).map_err(|error| later(error.to_string()))?;
        let reply_to = setting.reply_to.and_then(|address| address.parse().ok());
        let id = message_id(&job.event, &to, &from);
        Ok(Message { from, reply_to, to, id, at_ms: now, event: job.event.clone(), written })
    }

    /// Hands it over. Says what the server said; without an answer there is no status.
    pub(in crate::outbox) async fn send(&self, message: Message) -> Result<(u16, String), (Option<u16>, Refused)> {
        let refused = |why: String, for_good: bool| Refused { why, for_good };
        let Some(server) = &self.server else { return Err((None, refused("there is no mail server".into(), false))) };
        let message = message.formed().map_err(|error| (None, refused(error.to_string(), true)))?;
        let sent = tokio::time::timeout(DEADLINE, server.send(message)).await;
        match sent {
            Err(_) => Err((None, refused("no answer in time".into(), false))),
            Ok(Ok(answer)) => {
                let said = answer.message().collect::<Vec<_>>().join(" ");
                Ok((u16::from(answer.code()), said))
            }
            Ok(Err(error)) => {
                let status = error.status().map(u16::from);
                // The address or the mail is refused for good. What is wrong with this host's own access may be put right.
                let for_good = matches!(status, Some(501 | 550..=554));
                Err((status, refused(told(&error), for_good)))
            }
        }
    }
}

/// The number of the document that an event is about, where it was issued.
async fn number(books: &Books, job: &Job, event: &serde_json::Value) -> Result<Option<String>, String> {
    let Some(((kind, name), account)) = named(event).zip(job.account.clone()) else { return Ok(None) };
    let (books, name) = (books.clone(), name.to_owned());
    let found = tokio::task::spawn_blocking(move || books.document_of(&account, kind, &name)).await;
    let found = found.map_err(|error| error.to_string())?.map_err(|error| error.to_string())?;
    Ok(found.map(|document| document.number))
}

/// An error with what lies under it.
fn told(error: &dyn std::error::Error) -> String {
    let under = error.source().map(|under| format!(": {under}")).unwrap_or_default();
    format!("{error}{under}")
}
