//! Whether the host can work, as whoever sends it calls asks again and again.

use super::Host;
use super::known_case;
use super::problem::Refusal;
use crate::StoreError;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long an answer stands: however many ask, the books and the engine are asked once.
const STANDS: Duration = Duration::from_secs(1);

/// When it was looked, and what came of it.
type Looked = (Instant, Result<(), StoreError>);

/// Of one host.
#[derive(Clone, Default)]
pub(super) struct Standing {
    stopping: Arc<AtomicBool>,
    last: Arc<Mutex<Option<Looked>>>,
}

impl Standing {
    /// The host has been told to stop: it says so to whoever asks, and takes nothing new.
    #[cfg(feature = "cli")]
    pub(super) fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    fn stops(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }
}

fn stopping() -> Refusal {
    let (message, help) =
        ("the host is about to stop", "ask another, or try again in a few seconds; nothing was changed");
    Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "host_stopping", "", message, help)
}

/// Can the books be written, and is a known case priced as it has always been? It blocks.
pub(super) fn ready(host: &Host) -> Result<(), Refusal> {
    if host.standing.stops() {
        return Err(stopping());
    }
    let mut last = host.standing.last.lock().unwrap_or_else(PoisonError::into_inner);
    let stands = last.as_ref().filter(|(at, _)| at.elapsed() < STANDS).map(|(_, said)| said.clone());
    let said = stands.unwrap_or_else(|| {
        let said = looked(host);
        *last = Some((Instant::now(), said.clone()));
        said
    });
    said.map_err(Refusal::from)
}

fn looked(host: &Host) -> Result<(), StoreError> {
    host.store.ready()?;
    match known_case::holds(host.store.engine())? {
        true => Ok(()),
        false => Err(StoreError::Unavailable("the engine prices a known case otherwise".into())),
    }
}

/// What comes while the host stops is turned away, but for those who ask whether it does.
pub(super) async fn open(State(host): State<Host>, request: Request, next: Next) -> Response {
    if !host.standing.stops() || ["/livez", "/readyz", "/healthz"].contains(&request.uri().path()) {
        return next.run(request).await;
    }
    let mut response = stopping().into_response();
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}
