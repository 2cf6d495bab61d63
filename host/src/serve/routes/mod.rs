//! One table of all routes: the router is built from it, and so are the description and the pages.

mod ask;
mod needs;
pub(super) mod param;
mod route;
mod shape;

pub(crate) use needs::Needs;
pub(crate) use param::{Kind, Param};
pub(crate) use route::{Content, JSON, Method, Route};
pub(crate) use shape::{KEPT, Shape};

use super::Host;
use super::identity::{Gate, pass};
use super::{
    accounts, assets, calls, collection, commands, compare, decisions, docs, documents, filed, health, idempotency,
    identity, lists, moves, openapi, papers, parts, pay_now, payments, posting, receipts, rulebooks, statements,
    stripe, testing, webhooks,
};
use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::MethodRouter;

/// Every route, in the order in which their examples can be followed.
pub(crate) fn routes() -> Vec<Route> {
    [
        health::routes(),
        identity::sessions(),
        identity::routes(),
        rulebooks::routes(),
        testing::routes(),
        accounts::routes(),
        identity::tokens(),
        commands::before_usage(),
        posting::routes(),
        commands::from_usage(),
        decisions::routes(),
        compare::routes(),
        parts::routes(),
        papers::routes(),
        documents::routes(),
        filed::routes(),
        collection::routes(),
        payments::routes(),
        pay_now::routes(),
        stripe::routes(),
        receipts::routes(),
        statements::routes(),
        moves::routes(),
        moves::of_accounts(),
        lists::routes(),
        commands::closing(),
        webhooks::routes(),
        calls::routes(),
        assets::routes(),
        openapi::routes(),
        docs::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The router that serves them, each behind its gate: what is asked is read first, then whoever asks is looked at, and only then
/// is an answer given anew, or again.
pub(super) fn router(host: &Host) -> Router<Host> {
    routes().into_iter().fold(Router::new(), |router, route| {
        let gate = Gate::of(host, &route);
        let serve: MethodRouter<Host> = route.serve.route_layer(from_fn_with_state(host.clone(), idempotency::once));
        let serve = serve.route_layer(from_fn_with_state(gate, pass));
        router.route(route.path, serve.route_layer(from_fn_with_state((route.path, route.query), ask::known)))
    })
}
