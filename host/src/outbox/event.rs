//! What is told: an envelope with the effect in it, as the engine wrote it.

use super::catalogue::of_effect;
use super::signing::Secret;
use crate::store::{Job, Parcel};
use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::Deserialize;
use serde_json::json;
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};
use std::borrow::Cow;

/// The id of an event: of the effect, and of nothing that changes. It has no full stop, which Standard Webhooks would sign by.
#[must_use]
pub fn event_id(tenant: i64, account: &str, effect: &str) -> String {
    let parts = [tenant.to_string(), account.to_owned(), effect.to_owned()];
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    format!("evt_{}", BASE32_NOPAD.encode(&hash.finalize()[..20]).to_ascii_lowercase())
}

/// The body that is sent. `at` is the effect's time, or the notice's.
#[must_use]
pub fn body(event: &str, kind: &str, at: &str, account: &str, effect: &RawValue) -> String {
    let (event, kind, at, account) = (json!(event), json!(kind), json!(at), json!(account));
    format!(r#"{{"id":{event},"type":{kind},"time":{at},"account":{account},"data":{effect}}}"#)
}

/// The body of a notice, which is JSON.
pub(super) fn whole(parcel: &Parcel, at: &str, account: &str, notice: &str) -> String {
    serde_json::from_str(notice)
        .map_or_else(|_| notice.to_owned(), |notice: &RawValue| body(&parcel.event, &parcel.kind, at, account, notice))
}

/// The same of a job. What is no effect is told as it is.
pub(super) fn body_of(job: &Job) -> Result<String, serde_json::Error> {
    let (Some(at), Some(account)) = (&job.at, &job.account) else { return Ok(job.body.clone()) };
    let effect: &RawValue = serde_json::from_str(&job.body)?;
    Ok(body(&job.event, &job.event_type, at, account, effect))
}

#[derive(Default, Deserialize)]
struct Told {
    webhook: Option<String>,
    #[serde(default)]
    to: Vec<String>,
    #[serde(default)]
    parked: bool,
}

/// What an effect is as an event, and whom it names. Mail about what a person has to look at first is not sent.
pub(super) fn parcel(mails: bool, tenant: i64, account: &str, id: &str, kind: &str, effect: &str) -> Parcel {
    let event = of_effect(kind);
    let told: Told = serde_json::from_str(effect).unwrap_or_default();
    let mailed = mails && !told.parked && event.is_some_and(|event| event.mailed);
    Parcel {
        kind: event.map_or(Cow::Borrowed(kind), |event| Cow::Borrowed(event.name)).into_owned(),
        event: event_id(tenant, account, id),
        url: told.webhook,
        to: if mailed { told.to } else { Vec::new() },
    }
}

/// What an owner's URL is signed with: of the tenant's secret, and another for each account, so that no owner can speak for another.
#[must_use]
pub fn owners_secret(tenants: &Secret, account: &str) -> Secret {
    let mac =
        Hmac::<Sha256>::new_from_slice(tenants.bytes()).map(|mac| mac.chain_update(account).finalize().into_bytes());
    // A key of any length is one.
    Secret::of(mac.unwrap_or_default().to_vec())
}
