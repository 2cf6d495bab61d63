//! Connections: bounded in number, dropped when they dawdle, finished when the server is told to stop.

use super::patience::Patience;
use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

const CONNECTIONS_MAX: usize = 1024;
/// Of those who look at metrics.
const WATCHERS_MAX: usize = 16;
/// Longest to send a request's headers, or to leave a connection idle.
const HEADER_TIME: Duration = Duration::from_secs(10);
/// Longest that nothing of an answer is taken.
const WRITE_TIME: Duration = Duration::from_secs(20);
/// Longest to finish what was begun, once told to stop; a second signal ends it at once.
const DRAIN_TIME: Duration = Duration::from_secs(10);
/// Accepting fails when files run out; they come back.
const PAUSE: Duration = Duration::from_millis(100);

/// Serves what is no caller's business, until it is dropped.
pub(super) async fn forever(listener: TcpListener, app: Router) {
    let places = Arc::new(Semaphore::new(WATCHERS_MAX));
    let service = TowerToHyperService::new(app);
    answering(&listener, &service, &places).await;
}

/// A client has not for ever to say what it wants.
fn patient() -> http1::Builder {
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(HEADER_TIME);
    builder
}

/// Serves until it is told to stop, and says so to `told`; then what was begun is finished. Whoever comes meanwhile is still
/// heard, and learns from the application that it stops.
pub(super) async fn serve(listener: TcpListener, app: Router, told: impl FnOnce()) {
    let watched = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    let service = TowerToHyperService::new(app);
    let mut stop = pin!(told_to_stop());
    loop {
        let (stream, place) = tokio::select! {
            accepted = accept(&listener, &places) => accepted,
            () = &mut stop => break,
        };
        let connection =
            watched.watch(patient().serve_connection(TokioIo::new(Patience::new(stream, WRITE_TIME)), service.clone()));
        tokio::spawn(async move {
            // A connection that breaks off concerns its client only.
            let _ = connection.await;
            drop(place);
        });
    }
    told();
    tokio::spawn(ended_at_once());
    let mut over = pin!(tokio::time::timeout(DRAIN_TIME, watched.shutdown()));
    tokio::select! {
        _ = &mut over => {}
        () = answering(&listener, &service, &places) => {}
    }
}

/// A second signal: what is cut off has not happened, and comes again.
async fn ended_at_once() {
    told_to_stop().await;
    tracing::warn!("told again to stop: ended at once");
    std::process::exit(1);
}

/// Answers until it is dropped.
async fn answering(listener: &TcpListener, service: &TowerToHyperService<Router>, places: &Arc<Semaphore>) {
    loop {
        let (stream, place) = accept(listener, places).await;
        let connection = patient().serve_connection(TokioIo::new(Patience::new(stream, WRITE_TIME)), service.clone());
        tokio::spawn(async move {
            // A connection that breaks off concerns its client only.
            let _ = connection.await;
            drop(place);
        });
    }
}

async fn accept(listener: &TcpListener, places: &Arc<Semaphore>) -> (TcpStream, Option<OwnedSemaphorePermit>) {
    // The semaphore is never closed: there is always a place to wait for.
    let place = Arc::clone(places).acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return (stream, place),
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
}

async fn told_to_stop() {
    let interrupt = async { drop(tokio::signal::ctrl_c().await) };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
