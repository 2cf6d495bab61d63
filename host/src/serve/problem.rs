//! Refusals over HTTP: RFC 9457 problem details that carry the contract's own problems.
//!
//! 400 not JSON or an address that cannot be read, 404 no such thing, 409 the id is taken by other content, 413 too long, 415 another content type,
//! 422 JSON that the contract refuses, 500 the engine failed, 503 the store cannot be used now.

use crate::{EngineError, Reply, StoreError};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Value, json};

/// One thing that is wrong, as the contract tells it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Problem {
    code: &'static str,
    /// Where, as a JSON Pointer into the body, or the name of what stands in the address.
    path: String,
    message: String,
    help: String,
}

impl Problem {
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    pub(super) fn new(code: &'static str, path: &str, message: &str, help: &str) -> Self {
        Self { code, path: path.into(), message: message.into(), help: help.into() }
    }
}

/// A refusal on its way out.
#[derive(Debug)]
pub(super) struct Refusal {
    status: StatusCode,
    /// The digest of the call's rulebook, where the engine names it.
    rulebook: Option<Value>,
    problems: Vec<Value>,
    /// Seconds after which to send it again.
    after: Option<u16>,
}

impl Refusal {
    pub(super) fn after(self, seconds: u16) -> Self {
        Self { after: Some(seconds), ..self }
    }

    pub(super) fn new(status: StatusCode, code: &str, path: &str, message: &str, help: &str) -> Self {
        let problem = json!({"code": code, "path": path, "message": message, "help": help});
        Self { status, rulebook: None, problems: vec![problem], after: None }
    }

    /// All that is wrong with a call's shape, at once.
    pub(super) fn of(problems: Vec<Problem>) -> Self {
        Self::with(StatusCode::UNPROCESSABLE_ENTITY, problems)
    }

    pub(super) fn with(status: StatusCode, problems: Vec<Problem>) -> Self {
        Self::told(status, problems.iter().map(|problem| json!(problem)).collect())
    }

    /// What was told before.
    pub(super) const fn told(status: StatusCode, problems: Vec<Value>) -> Self {
        Self { status, rulebook: None, problems, after: None }
    }

    pub(super) fn problems(self) -> Vec<Value> {
        self.problems
    }

    /// The engine's own answer, with the status that its first code calls for.
    pub(super) fn of_reply(reply: &Reply) -> Self {
        Self::of_reply_at(reply, |path| path.to_owned())
    }

    /// The same with each path as it is called in the caller's own body.
    pub(super) fn of_reply_at(reply: &Reply, at: impl Fn(&str) -> String) -> Self {
        let answer: Value = serde_json::from_slice(&reply.bytes).unwrap_or_default();
        let mut problems = answer["problems"].as_array().cloned().unwrap_or_default();
        for problem in &mut problems {
            problem["path"] = at(problem["path"].as_str().unwrap_or_default()).into();
        }
        let status = match problems.first().and_then(|problem| problem["code"].as_str()) {
            Some("unknown_verb") => StatusCode::NOT_FOUND,
            Some("json_utf8" | "json_syntax" | "json_depth") => StatusCode::BAD_REQUEST,
            Some("event_conflict") => StatusCode::CONFLICT,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Self { status, rulebook: answer.get("rulebook").cloned(), problems, after: None }
    }

    /// Would the same be refused again, whenever it is sent?
    pub(super) fn is_the_callers(&self) -> bool {
        self.status.is_client_error()
    }

    pub(super) fn too_long(most: usize) -> Self {
        let message = format!("the body is longer than {} MiB", most >> 20);
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "body_too_long", "", &message, "send fewer at once")
    }

    pub(super) fn shape(path: &str, message: &str) -> Self {
        Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "request_shape",
            path,
            message,
            "compare the body with the route's page in docs/http.md",
        )
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        let text = error.to_string();
        match error {
            StoreError::Refused(reply) => Self::of_reply(&reply),
            StoreError::Engine(error) => error.into(),
            StoreError::NotFound(what) => Self::new(
                StatusCode::NOT_FOUND,
                &format!("{what}_not_found"),
                "",
                &text,
                match what {
                    "engine" => "start the host with `--keep-engine` and the file that has this digest",
                    _ => "check the id; ids are compared byte by byte",
                },
            ),
            StoreError::Conflict { what, path, .. } => Self::new(
                StatusCode::CONFLICT,
                &format!("{what}_conflict"),
                &path,
                &text,
                "what is kept stays: correct it by something of its own, under an id of its own",
            ),
            StoreError::Taken { what, .. } => {
                let path = if what == "user" || what == "tenant" { "/name" } else { "" };
                Self::new(StatusCode::CONFLICT, &format!("{what}_taken"), path, &text, "give it another name")
            }
            StoreError::TooMany { what, .. } => Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                &format!("{what}_too_many"),
                "",
                &text,
                "ask for a shorter span",
            ),
            StoreError::Cursor => Self::shape("/cursor", &text),
            StoreError::Busy | StoreError::Overtaken => Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "store_busy",
                "",
                &text,
                "try again in a second; nothing was changed",
            ),
            StoreError::Unavailable(_) => {
                tracing::warn!(error = text, "the books cannot be had");
                Self::new(
                    StatusCode::SERVICE_UNAVAILABLE,
                    "store_unavailable",
                    "",
                    &text,
                    "try again; nothing was changed",
                )
            }
        }
    }
}

impl From<EngineError> for Refusal {
    fn from(error: EngineError) -> Self {
        let (status, code) = match &error {
            EngineError::CallTooLong(_) => (StatusCode::PAYLOAD_TOO_LARGE, "call_too_long"),
            // What is asked for decides how much work it is: neither is a fault of the host's.
            EngineError::OutOfFuel => (StatusCode::UNPROCESSABLE_ENTITY, "engine_out_of_fuel"),
            EngineError::TooLong => (StatusCode::UNPROCESSABLE_ENTITY, "engine_too_slow"),
            EngineError::Memory => (StatusCode::UNPROCESSABLE_ENTITY, "engine_out_of_memory"),
            EngineError::Busy => (StatusCode::SERVICE_UNAVAILABLE, "engine_busy"),
            EngineError::Trap(_) => (StatusCode::INTERNAL_SERVER_ERROR, "engine_trap"),
            EngineError::NotAnEngine(_) | EngineError::BadAnswer(_) => {
                (StatusCode::INTERNAL_SERVER_ERROR, "engine_failed")
            }
        };
        // What the engine said of itself goes to the log; the caller learns that it was not their fault.
        match status {
            StatusCode::INTERNAL_SERVER_ERROR => tracing::error!(code, %error, "the engine gave no answer"),
            _ => tracing::warn!(code, %error, "the engine gave no answer"),
        }
        Self::new(
            status,
            code,
            "",
            "the engine did not answer this call",
            "nothing was changed; send fewer events at once, or report it",
        )
    }
}

/// What the router refuses by itself gets the same shape: another method, an address it cannot read, too slow.
pub(super) async fn shaped(response: Response) -> Response {
    let status = response.status();
    let told = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == PROBLEM);
    if told || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let allowed = response.headers().get(header::ALLOW).cloned();
    let said = axum::body::to_bytes(response.into_body(), 4096).await.unwrap_or_default();
    let said = String::from_utf8_lossy(&said);
    let (code, message, help) = match status {
        StatusCode::METHOD_NOT_ALLOWED => {
            ("method_not_allowed", "this address takes another method", "the header `Allow` names those it takes")
        }
        StatusCode::REQUEST_TIMEOUT => (
            "request_too_slow",
            "the request took longer than 30 seconds",
            "send fewer events at once; sending the same again is safe",
        ),
        _ => ("address_unreadable", &*said, "compare the address with the routes in docs/http.md"),
    };
    let mut response = Refusal::new(status, code, "", message, help).into_response();
    if let Some(methods) = allowed {
        response.headers_mut().insert(header::ALLOW, methods);
    }
    response
}

const PROBLEM: &str = "application/problem+json";

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let code = self.problems.first().and_then(|problem| problem["code"].as_str()).unwrap_or("problem").to_owned();
        let mut body = json!({
            "type": format!("urn:counterfoil:problem:{code}"),
            "title": self.status.canonical_reason().unwrap_or("problem"),
            "status": self.status.as_u16(),
            "code": code,
            "problems": self.problems,
        });
        if let Some(rulebook) = self.rulebook {
            body["rulebook"] = rulebook;
        }
        let mut response = (self.status, [(header::CONTENT_TYPE, PROBLEM)], body.to_string()).into_response();
        if self.status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        let after = self.after.or((self.status == StatusCode::SERVICE_UNAVAILABLE).then_some(1));
        if let Some(seconds) = after {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}
