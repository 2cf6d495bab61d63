//! One delivery, once: to a webhook, an owner's URL, an address, or the inbox.

use super::event::{body_of, owners_secret};
use super::inbox::{self, INBOX};
use super::mail::{Mailer, Refused};
use super::schedule::wait;
use super::seal::{Sealing, place};
use super::signing::Secret;
use crate::Store;
use crate::clock::Clock;
use crate::outgoing::{Answer, Client, Fault, Reach, Request};
use crate::store::{Job, Outcome, Then};
use crate::trace::Trace;
use hyper::header::{CONTENT_TYPE, HeaderName, HeaderValue, InvalidHeaderValue, RETRY_AFTER};
use hyper::{Method, StatusCode};
use std::time::Duration;

/// What the host sends with.
#[derive(Clone)]
pub struct Carriers {
    /// For webhooks.
    pub client: Client,
    /// How far they go.
    pub reach: Reach,
    /// How secrets are kept.
    pub sealing: Sealing,
    /// For mail, where there is any.
    pub mailer: Option<Mailer>,
    /// Does the host hear what is sent to its own inbox?
    pub inbox: bool,
}

/// Longest that a receiver takes to answer.
const DEADLINE: Duration = Duration::from_secs(15);
/// Most that is read of its answer.
const ANSWER_MAX: usize = 1_024;

const ID: HeaderName = HeaderName::from_static("webhook-id");
const TIMESTAMP: HeaderName = HeaderName::from_static("webhook-timestamp");
const SIGNATURE: HeaderName = HeaderName::from_static("webhook-signature");
/// Of W3C Trace Context: each attempt is a trace of its own, which the log names.
const TRACE: HeaderName = HeaderName::from_static("traceparent");

/// What came of it, before it is known what is next.
pub(super) struct Came {
    status: Option<u16>,
    said: String,
    how: How,
}

/// How it went.
enum How {
    Well,
    /// The same may go well later; after so many seconds, where the other side has said so.
    Later(Option<i64>),
    /// It will not go well, however often it is tried.
    Never,
    /// Nobody is there any more.
    Gone,
}

impl Came {
    fn not(said: impl ToString, how: How) -> Self {
        Self { status: None, said: said.to_string(), how }
    }
}

impl Carriers {
    /// Sends it, and says what came of it and what is next.
    pub(super) async fn carry(&self, store: &Store, clock: &Clock, job: &Job) -> Outcome {
        let at = clock.now_ms();
        let (begun, trace) = (std::time::Instant::now(), Trace::new());
        let came = match job.kind.as_str() {
            "mail" => self.mail(store, clock, job).await,
            _ => self.webhook(store, clock, job, trace).await,
        };
        let took = i64::try_from(begun.elapsed().as_millis()).unwrap_or(i64::MAX);
        let again =
            |asked| wait(&job.event, job.tries + 1, asked).map_or(Then::Dead, |wait| Then::Again(at + took + wait));
        let then = match came.how {
            How::Well => Then::Sent,
            How::Later(asked) => again(asked),
            How::Never => Then::Dead,
            How::Gone => Then::Gone,
        };
        let (tenant, kind, delivery, event) = (job.tenant.number(), &*job.kind, job.delivery, &*job.event);
        let (status, trace_id) = (came.status, trace.id());
        let outcome = match then {
            Then::Sent => "sent",
            Then::Again(_) => "again",
            Then::Dead => "dead",
            Then::Gone => "gone",
        };
        tracing::info!(tenant, kind, delivery, event, outcome, status, duration_ms = took, trace_id, "carried");
        Outcome { at, took, status: came.status, said: came.said, then }
    }

    async fn webhook(&self, store: &Store, clock: &Clock, job: &Job, trace: Trace) -> Came {
        let secrets = match self.secrets(job, clock.now_ms()) {
            Ok(secrets) => secrets,
            Err(error) => return Came::not(error, How::Later(None)),
        };
        let body = match body_of(job) {
            Ok(body) => body,
            Err(error) => return Came::not(error, How::Never),
        };
        let second = clock.now_ms().div_euclid(1_000);
        let signed: Vec<String> =
            secrets.iter().map(|secret| secret.sign(&job.event, second, body.as_bytes())).collect();
        let (second, signed) = (second.to_string(), signed.join(" "));
        let url = if job.kind == "owners" { &job.part } else { &job.url };
        if url == INBOX {
            let heard = inbox::webhook(url, [&job.event, &second, &signed], &body, &secrets, clock.now_ms());
            return self.hear(store, job, heard.to_string()).await;
        }
        let Ok(headers) = headers(&job.event, &second, &signed, trace) else {
            return Came::not("the event's id is no header", How::Never);
        };
        let request = Request {
            method: Method::POST,
            url: url.clone(),
            headers,
            body: body.into_bytes(),
            deadline: DEADLINE,
            answer_max: ANSWER_MAX,
        };
        came(self.client.send(request, self.reach).await)
    }

    /// What is signed with: the outlet's secret, and the one before it while that is good.
    fn secrets(&self, job: &Job, now: i64) -> Result<Vec<Secret>, super::Unsealed> {
        let place = place(job.tenant.number(), &job.kind, &job.name);
        let secret = self.sealing.unseal(&job.secret, &place)?;
        if let (true, Some(account)) = (job.kind == "owners", &job.account) {
            return Ok(vec![owners_secret(&secret, account)]);
        }
        let former = job.former.as_ref().filter(|(_, until)| *until > now);
        let former = former.map(|(former, _)| self.sealing.unseal(former, &place)).transpose()?;
        Ok([secret].into_iter().chain(former).collect())
    }

    /// To the inbox.
    async fn hear(&self, store: &Store, job: &Job, heard: String) -> Came {
        if !self.inbox {
            return Came::not("this host has no inbox (`--inbox`)", How::Later(None));
        }
        let (store, tenant) = (store.clone(), job.tenant);
        let kept = tokio::task::spawn_blocking(move || store.hear(tenant, heard)).await;
        match kept.map_err(|error| error.to_string()).and_then(|kept| kept.map_err(|error| error.to_string())) {
            Ok(()) => Came { status: None, said: "in the inbox".into(), how: How::Well },
            Err(error) => Came::not(error, How::Later(None)),
        }
    }

    async fn mail(&self, store: &Store, clock: &Clock, job: &Job) -> Came {
        let Some(mailer) = &self.mailer else {
            return Came::not("this host carries no mail (`--smtp`)", How::Later(None));
        };
        let message = match mailer.written(store, job, clock.now_ms()).await {
            Ok(message) => message,
            Err(Refused { why, for_good }) => {
                return Came::not(why, if for_good { How::Never } else { How::Later(None) });
            }
        };
        if mailer.is_inbox() {
            return self.hear(store, job, message.heard(clock.now_ms())).await;
        }
        match mailer.send(message).await {
            Ok((status, said)) => Came { status: Some(status), said, how: How::Well },
            Err((status, Refused { why, for_good })) => {
                Came { status, said: why, how: if for_good { How::Never } else { How::Later(None) } }
            }
        }
    }
}

fn headers(
    event: &str,
    second: &str,
    signed: &str,
    trace: Trace,
) -> Result<Vec<(HeaderName, HeaderValue)>, InvalidHeaderValue> {
    Ok(vec![
        (CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (ID, HeaderValue::from_str(event)?),
        (TIMESTAMP, HeaderValue::from_str(second)?),
        (SIGNATURE, HeaderValue::from_str(signed)?),
        (TRACE, HeaderValue::from_str(&trace.to_string())?),
    ])
}

/// Whatever is not 2xx was not taken; 410 says that nothing ever will be.
fn came(answered: Result<Answer, Fault>) -> Came {
    let answer = match answered {
        Ok(answer) => answer,
        Err(fault) => return Came::not(fault, How::Later(None)),
    };
    let how = match answer.status {
        status if status.is_success() => How::Well,
        StatusCode::GONE => How::Gone,
        _ => How::Later(asked(&answer)),
    };
    let said = String::from_utf8_lossy(&answer.body).into_owned();
    Came { status: Some(answer.status.as_u16()), said, how }
}

/// Seconds that the receiver asks for.
fn asked(answer: &Answer) -> Option<i64> {
    answer.headers.get(RETRY_AFTER)?.to_str().ok()?.parse().ok()
}
