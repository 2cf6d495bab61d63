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
use super::{
    accounts, assets, calls, commands, compare, decisions, docs, documents, health, lists, moves, openapi, parts,
    posting, receipts, rulebooks,
};
use axum::Extension;
use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::MethodRouter;

/// Every route, in the order in which their examples can be followed.
pub(crate) fn routes() -> Vec<Route> {
    [
        health::routes(),
        rulebooks::routes(),
        accounts::routes(),
        commands::before_usage(),
        posting::routes(),
        commands::from_usage(),
        decisions::routes(),
        compare::routes(),
        parts::routes(),
        documents::routes(),
        receipts::routes(),
        moves::routes(),
        moves::of_accounts(),
        lists::routes(),
        commands::closing(),
        calls::routes(),
        assets::routes(),
        openapi::routes(),
        docs::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The router that serves them. Whatever stands between `Extension` and the route knows what the route needs.
pub(super) fn router() -> Router<Host> {
    routes().into_iter().fold(Router::new(), |router, route| {
        let serve: MethodRouter<Host> = route.serve.layer(from_fn_with_state(route.query, ask::known));
        router.route(route.path, serve.layer(Extension(route.needs)))
    })
}
