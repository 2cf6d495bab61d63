//! What is told of the books, as it is told here: what `serve/webhooks` reads and writes.
#![allow(dead_code, reason = "described, never made")]

use super::schemas::add;
use crate::Notice;
use counterfoil_core::account::Effect;
use counterfoil_core::text::Id;
use counterfoil_core::time::Instant;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::Value;

pub(super) fn all(generator: &mut SchemaGenerator) {
    add::<EventType>(generator);
    add::<WebhookBody>(generator);
    add::<Webhook>(generator);
    add::<NewWebhook>(generator);
    add::<OwnersSecret>(generator);
    add::<Delivery>(generator);
    add::<DeliveryWithAttempts>(generator);
    add::<Redelivered>(generator);
    add::<MailSettings>(generator);
    add::<MailTemplateBody>(generator);
    add::<MailTemplate>(generator);
    add::<WrittenMail>(generator);
    add::<InboxItem>(generator);
}

/// A type of event.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct EventType {
    /// As it is told.
    r#type: String,
    /// The effect that it is made of.
    effect: String,
    /// Is it mailed to the account's addresses?
    mailed: bool,
    /// When it comes.
    about: String,
    /// One of them.
    sample: WebhookEvent,
}

/// What a webhook is told.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct WebhookEvent {
    /// The same each time it is told.
    id: String,
    /// Its type.
    r#type: String,
    /// When what it tells of happened.
    time: Instant,
    /// The account.
    account: Id,
    /// The effect, or the notice.
    data: Followed,
}

/// What has followed from the books, or what the host itself tells.
#[derive(JsonSchema)]
#[serde(untagged)]
enum Followed {
    Effect(Effect),
    Notice(Notice),
}

/// A webhook to be kept.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct WebhookBody {
    /// Where it is told: an address of the public internet over https.
    #[schemars(length(max = 2_000))]
    url: String,
    /// For people.
    #[schemars(length(max = 200))]
    #[serde(default)]
    description: String,
    /// Types of events; all where there are none.
    #[schemars(length(max = 50))]
    #[serde(default)]
    types: Vec<String>,
    /// Accounts; all where there are none.
    #[schemars(length(max = 200))]
    #[serde(default)]
    accounts: Vec<String>,
    /// Is it told anything? Without it, it is.
    enabled: Option<bool>,
}

/// A webhook without its secret.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Webhook {
    /// Its name.
    id: String,
    /// Where it is told.
    url: String,
    /// For people.
    description: String,
    /// Types of events that it is told; all where there are none.
    types: Vec<String>,
    /// Accounts that it is told of; all where there are none.
    accounts: Vec<String>,
    /// Is it told anything?
    enabled: bool,
    /// Why it is not, where the host has decided that: `gone` or `failing`.
    why: Option<String>,
    /// Since when nothing has come through.
    failing_since: Option<Instant>,
    /// Until when the secret before this one is signed with, too.
    former_until: Option<Instant>,
    /// When it was made.
    made_at: Instant,
    /// By whom.
    made_by: String,
}

/// A webhook with its secret.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct NewWebhook {
    /// What is signed with, told this once.
    secret: String,
    #[serde(flatten)]
    webhook: Webhook,
}

/// What the URL of an owner's daily limits is signed with.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct OwnersSecret {
    /// The secret.
    secret: String,
}

/// An event on its way to one receiver.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Delivery {
    /// Its id.
    id: String,
    /// The webhook, where it goes to one.
    webhook: Option<String>,
    /// The URL of an owner, where it goes to one.
    url: Option<String>,
    /// The address, where it is mail.
    to: Option<String>,
    /// The event's id.
    event: String,
    /// The event's type.
    r#type: String,
    /// The account; a test is of none.
    account: Option<Id>,
    /// `waiting`, `sent` or `dead`.
    state: String,
    /// Attempts so far.
    attempts: u32,
    /// When it is tried next, where it waits.
    next_at: Option<Instant>,
    /// When it was made.
    made_at: Instant,
    /// When it came to its end.
    done_at: Option<Instant>,
}

/// An attempt.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct DeliveryAttempt {
    /// When it began.
    at: Instant,
    /// What was answered, where there was an answer.
    status: Option<u16>,
    /// How long it took.
    took_ms: u32,
    /// The first of the answer, or why there was none.
    said: String,
}

/// A delivery with all that came of it.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct DeliveryWithAttempts {
    /// The delivery.
    delivery: Delivery,
    /// Its attempts, from the first to the last.
    attempts: Vec<DeliveryAttempt>,
    /// What is told.
    payload: Value,
}

/// Dead letters that are tried again.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Redelivered {
    /// How many.
    redelivered: u32,
}

/// What is the same in all of a tenant's mail.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct MailSettings {
    /// `en` or `de`.
    language: String,
    /// What the sender is called; without it as the host's.
    #[schemars(length(max = 100))]
    sender: Option<String>,
    /// Where answers go.
    reply_to: Option<String>,
}

/// How mail about one type of event is to be worded.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct MailTemplateBody {
    /// Its subject.
    subject: String,
    /// Its text.
    text: String,
    /// The same in HTML; made of the text without it.
    html: Option<String>,
}

/// How mail about one type of event is worded in one language.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct MailTemplate {
    /// The type of event.
    r#type: String,
    /// The language.
    language: String,
    /// Are these the tenant's words?
    own: bool,
    /// Its subject.
    subject: String,
    /// Its text.
    text: String,
    /// The same in HTML; made of the text where there is none.
    html: Option<String>,
}

/// What a template writes of the sample.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct WrittenMail {
    /// The subject.
    subject: String,
    /// The text.
    text: String,
    /// The same in HTML.
    html: String,
}

/// What the host has heard as a receiver: a webhook, or a mail.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct InboxItem {
    /// `webhook` or `mail`.
    kind: String,
    /// When.
    at: Instant,
    /// Of a webhook: where it was told.
    url: Option<String>,
    /// Of a webhook: what was said of it.
    headers: Option<Value>,
    /// Of a webhook: is its signature that of the secret?
    verified: Option<bool>,
    /// Of a webhook: what was told.
    body: Option<Value>,
    /// Of a mail: from whom.
    from: Option<String>,
    /// Of a mail: to whom.
    to: Option<String>,
    /// Of a mail: its id, the same each time it is sent.
    message_id: Option<String>,
    /// Of a mail: the event's id.
    event: Option<String>,
    /// Of a mail: its subject.
    subject: Option<String>,
    /// Of a mail: its text.
    text: Option<String>,
    /// Of a mail: the same in HTML.
    html: Option<String>,
}
