//! Asks a host over HTTP, as any client would.

use crate::outcome::Outcome;
use serde_json::Value;
use ureq::Agent;

/// Is any account there?
pub(crate) fn any_account(address: &str, key: &str) -> Outcome<bool> {
    let page = agent(key).get(format!("{address}v1/accounts?limit=1")).call()?.body_mut().read_to_string()?;
    let page: Value = serde_json::from_str(&page)?;
    Ok(page["data"].as_array().is_some_and(|items| !items.is_empty()))
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
