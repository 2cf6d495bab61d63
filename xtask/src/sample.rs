//! The sample accounts, loaded over HTTP as any client would. Every request can be sent again: an interrupted load
//! goes on where it was, since the server knows accounts and events by their ids.

use crate::outcome::Outcome;
use counterfoil_sample::{AS_OF, OPENED_AT, RULEBOOK, SETTINGS, Sample, samples};
use serde_json::{Value, json, value::RawValue};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use ureq::Agent;

/// The store writes one batch at a time; a second connection fills the gaps between them.
const CONNECTIONS: usize = 2;
const PROGRESS_EVERY: usize = 1_000;

/// What was loaded.
pub(crate) struct Loaded {
    pub(crate) accounts: usize,
    pub(crate) events: usize,
}

/// Loads every sample account, unless told to stop.
pub(crate) fn load(address: &str, key: &str, stop: &AtomicBool) -> Outcome<Loaded> {
    let digest = post(&agent(key), &format!("{address}v1/rulebooks"), RULEBOOK)?;
    let digest = digest["digest"].as_str().ok_or("the server gave no digest for the rulebook")?.to_owned();
    let (accounts, events) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let waiting = Mutex::new(samples());
    let work = || -> Result<(), String> {
        let agent = agent(key);
        while !stop.load(Ordering::Relaxed) {
            let next = waiting.lock().map_err(|_| "another connection failed")?.next();
            let Some(sample) = next else { break };
            send(&agent, address, &digest, &sample)?;
            events.fetch_add(sample.events.len(), Ordering::Relaxed);
            let done = accounts.fetch_add(1, Ordering::Relaxed) + 1;
            if done.is_multiple_of(PROGRESS_EVERY) {
                println!("  {done} accounts");
            }
        }
        Ok(())
    };
    thread::scope(|scope| {
        let threads = [(); CONNECTIONS].map(|()| scope.spawn(work));
        threads.into_iter().try_for_each(|thread| thread.join().map_err(|_| "a connection's thread panicked")?)
    })?;
    Ok(Loaded { accounts: accounts.into_inner(), events: events.into_inner() })
}

/// Is any account there?
pub(crate) fn any_account(address: &str, key: &str) -> Outcome<bool> {
    let page = agent(key).get(format!("{address}v1/accounts?limit=1")).call()?.body_mut().read_to_string()?;
    let page: Value = serde_json::from_str(&page)?;
    Ok(page["data"].as_array().is_some_and(|items| !items.is_empty()))
}

fn send(agent: &Agent, address: &str, digest: &str, sample: &Sample) -> Result<(), String> {
    let settings: &RawValue = serde_json::from_str(SETTINGS).map_err(|error| error.to_string())?;
    let opened = json!({"account": sample.account, "time": OPENED_AT, "settings": settings});
    post(agent, &format!("{address}v1/accounts"), &json!({"rulebook": digest, "open": opened}).to_string())?;
    let events = format!(r#"{{"as_of":"{AS_OF}","atomic":true,"events":[{}]}}"#, sample.events.join(","));
    post(agent, &format!("{address}v1/accounts/{}/events", sample.account), &events).map(drop)
}

/// Whatever it asks is asked with this key.
pub(crate) fn agent(key: &str) -> Agent {
    let bearer = ureq::http::HeaderValue::try_from(format!("Bearer {key}")).ok();
    let with_key = move |mut request: ureq::http::Request<ureq::SendBody>, next: ureq::middleware::MiddlewareNext| {
        request.headers_mut().extend(bearer.clone().map(|bearer| (ureq::http::header::AUTHORIZATION, bearer)));
        next.handle(request)
    };
    Agent::new_with_config(Agent::config_builder().http_status_as_error(false).middleware(with_key).build())
}

pub(crate) fn post(agent: &Agent, url: &str, body: &str) -> Result<Value, String> {
    let told = |error: ureq::Error| format!("POST {url}: {error}");
    let mut answer = agent.post(url).content_type("application/json").send(body).map_err(told)?;
    let text = answer.body_mut().read_to_string().map_err(told)?;
    if !answer.status().is_success() {
        return Err(format!("POST {url}: {} {text}", answer.status()));
    }
    serde_json::from_str(&text).map_err(|error| format!("POST {url}: {error}"))
}
