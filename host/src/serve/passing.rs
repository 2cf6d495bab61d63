//! Every route by every role, and two tenants by every route and every id: made from the table of routes, so that none is left out.

use super::routes::{Method, Needs, Route, routes};
use super::{Host, app};
use crate::identity::{By, Issued, Kind, NewKey, NewToken, NewUser, Role, Scope};
use crate::{Books, Draft, Engine, NewOutlet, Payments, Store, Tenant};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use hyper::service::Service as _;
use hyper_util::service::TowerToHyperService;
use serde_json::value::RawValue;
use std::sync::Arc;

struct World {
    app: TowerToHyperService<Router>,
    store: Store,
    runtime: tokio::runtime::Runtime,
    /// Of the first tenant.
    key: String,
    _folder: tempfile::TempDir,
}

fn by() -> By {
    By { who: "test".into(), at_ms: jiff::Timestamp::now().as_millisecond(), request: "r".into() }
}

fn key(books: &Books, role: Role) -> (String, String) {
    let issued = Issued::new(Kind::Key).expect("randomness");
    books.add_key(NewKey::of(&issued, "k".into(), role, None), by()).expect("a key");
    (issued.id.clone(), issued.secret.reveal().to_owned())
}

fn token(books: &Books, account: &str, settings: &[&str]) -> String {
    let issued = Issued::new(Kind::Customer).expect("randomness");
    let settings = settings.iter().map(|name| (*name).to_owned()).collect();
    let opens = Scope { id: issued.id.clone(), account: account.into(), settings };
    let ends_at = jiff::Timestamp::now().as_second() + 600;
    books.add_token(NewToken { opens, hash: issued.hash, ends_at }, by()).expect("a token");
    issued.secret.reveal().to_owned()
}

/// What the examples of the routes are about: an account `acme` and a user `ada@acme.example`.
fn fill(books: &Books) {
    let rulebook = books.put_rulebook(include_str!("examples/rulebook.json").into()).expect("a rulebook");
    for account in ["acme", "other"] {
        let open: serde_json::Value = serde_json::from_str(include_str!("examples/open.json")).expect("JSON");
        let open = open["open"].to_string().replace("\"acme\"", &format!("\"{account}\""));
        let draft = Draft { rulebook: rulebook.clone(), open: RawValue::from_string(open).expect("JSON") };
        books.open_account(draft).expect("an account");
    }
    let user = NewUser { name: "ada@acme.example".into(), role: Role::Read, password: "x".into() };
    books.add_user(user, by()).expect("a user");
    let new = NewOutlet {
        id: "shop".into(),
        url: "https://acme.example".into(),
        description: String::new(),
        types: Vec::new(),
        accounts: Vec::new(),
        enabled: true,
    };
    books.put_webhook(new, "open:whsec_".into(), by()).expect("a webhook");
    books.test_webhook("shop".into(), ("evt_1".into(), "webhook.test"), "{}".into(), 0).expect("a delivery");
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let engine = Arc::new(Engine::embedded().expect("the engine"));
        let store = Store::open(&folder.path().join("x.db"), engine).expect("a store");
        let books = store.books(Tenant::MAIN);
        fill(&books);
        let host = Host::new(store.clone(), Payments::Report).expect("a host");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let (key, _) = key(&books, Role::Ingest);
        Self { app: TowerToHyperService::new(app(host)), store, runtime, key, _folder: folder }
    }

    fn main(&self) -> Books {
        self.store.books(Tenant::MAIN)
    }

    /// The status and the body that somebody is answered with to the example of a route, at this address.
    fn ask(&self, route: &Route, address: &str, shown: Option<&str>) -> (StatusCode, String) {
        let (kind, body) = route.takes.first().map_or(("", ""), |content| (content.kind, content.example));
        self.send(route.method.word(), address, (kind, body), shown)
    }

    fn send(&self, method: &str, address: &str, body: (&str, &str), shown: Option<&str>) -> (StatusCode, String) {
        let mut request = Request::builder().method(method).uri(address).header(header::HOST, "localhost");
        if let Some(shown) = shown {
            request = request.header(header::AUTHORIZATION, format!("Bearer {shown}"));
        }
        let (kind, body) = body;
        let request = request.header(header::CONTENT_TYPE, kind).body(Body::from(body.to_owned())).expect("a request");
        self.runtime.block_on(async {
            let answer = self.app.call(request).await.expect("an answer");
            let status = answer.status();
            let body = to_bytes(answer.into_body(), usize::MAX).await.expect("a body");
            (status, String::from_utf8_lossy(&body).into_owned())
        })
    }

    /// Where a route's example is of what the first tenant has.
    fn there(&self, route: &Route) -> String {
        ["000000000000", "7k2m9x4q0f8a"]
            .into_iter()
            .fold(route.example.to_owned(), |address, id| address.replace(id, &self.key))
    }

    /// The same of what is nowhere.
    fn nowhere(&self, route: &Route) -> String {
        let address = self.there(route).replace("/ada@", "/gone@").replace("/accounts/acme", "/accounts/gone");
        // Whoever puts something under a name has it then.
        let address =
            if route.method == Method::Put { address } else { address.replace("/webhooks/shop", "/webhooks/gone") };
        address.replace("/deliveries/1", "/deliveries/999").replace(&self.key, "0000gone0000")
    }
}

fn each() -> Vec<Route> {
    let all = routes();
    assert!(all.len() > 80, "{}", all.len());
    all
}

#[test]
fn what_needs_nothing_is_a_short_list() {
    let open: Vec<_> = each().into_iter().filter(|route| route.needs == Needs::Nothing).map(|route| route.id).collect();
    let pages = ["docs", "docsTypes", "docsStyle", "docsAddress"];
    let expected =
        [&["live", "ready", "health", "version", "signIn", "hearStripe", "engineFile", "openapi"][..], &pages].concat();
    assert_eq!(open, expected);
}

#[test]
fn nobody_passes_who_is_not_known() {
    let world = World::new();
    let never = Issued::new(Kind::Key).expect("randomness");
    let (_, good) = key(&world.main(), Role::Admin);
    let other_letter = format!("{}{}", &good[..good.len() - 1], if good.ends_with('A') { 'E' } else { 'A' });
    for route in each().iter().filter(|route| route.needs != Needs::Nothing) {
        for shown in [None, Some(""), Some("x"), Some(never.secret.reveal()), Some(&*other_letter)] {
            let (status, body) = world.ask(route, &world.there(route), shown);
            assert_eq!(status, StatusCode::UNAUTHORIZED, "{} {body}", route.id);
        }
    }
}

#[test]
fn each_role_passes_where_its_rights_are() {
    let world = World::new();
    for role in Role::ALL {
        let (_, shown) = key(&world.main(), role);
        for route in each() {
            let (status, body) = world.ask(&route, &world.nowhere(&route), Some(&shown));
            let rights = route.needs.rights();
            let may = rights.is_empty() || rights.iter().any(|right| role.rights().contains(right));
            // Behind the gate each event asks for the right of its type, a token for what it gives, and a session for a session.
            let behind = ["postEvents", "makeToken"].contains(&route.id) || body.contains("no_session");
            assert!(
                status != StatusCode::FORBIDDEN && may || status == StatusCode::FORBIDDEN && (behind || !may),
                "{role:?} {} {status} {body}",
                route.id
            );
            assert!(!status.is_server_error(), "{role:?} {} {body}", route.id);
        }
    }
}

/// Whatever is of another tenant is as if it were nowhere.
#[test]
fn two_tenants_do_not_meet_on_any_route() {
    let world = World::new();
    let second = world.store.books(world.store.add_tenant("second").expect("a tenant"));
    let (_, shown) = key(&second, Role::Admin);
    let mut held = 0;
    for route in each().iter().filter(|route| world.there(route) != world.nowhere(route)) {
        let told = world.ask(route, &world.there(route), Some(&shown));
        assert_eq!(told, world.ask(route, &world.nowhere(route), Some(&shown)), "{}", route.id);
        assert_eq!(told.0, StatusCode::NOT_FOUND, "{} {}", route.id, told.1);
        held += 1;
    }
    assert!(held > 60, "{held}");
    let (_, main) = key(&world.main(), Role::Admin);
    let own = |path: &str, shown: &str| world.send("GET", path, ("", ""), Some(shown)).1;
    for path in ["/v1/accounts", "/v1/users", "/v1/keys", "/v1/audit", "/v1/webhooks", "/v1/deliveries"] {
        let marks = ["ada@", &*world.key, "acme", "shop"];
        let (its, other) = (own(path, &main), own(path, &shown));
        assert!(marks.iter().any(|mark| its.contains(mark)), "{path} {its}");
        assert!(!marks.iter().any(|mark| other.contains(mark)), "{path} {other}");
    }
    assert!(world.main().keys(0, 10).expect("keys").data.iter().all(|key| key.ends_at.is_none()));
}

/// A customer's token sees one account; another of the same tenant is as if it were nowhere.
#[test]
fn a_token_passes_to_one_account() {
    let world = World::new();
    for settings in [&[][..], &["alerts", "recharge"], &["charges"], &["charges", "method_added", "method_default"]] {
        let shown = token(&world.main(), "other", settings);
        for route in each().iter().filter(|route| !matches!(route.needs, Needs::Nothing | Needs::Known)) {
            let (status, body) = world.ask(route, &world.there(route), Some(&shown));
            if !route.path.contains("/accounts/{id}") {
                assert_eq!(status, StatusCode::FORBIDDEN, "{} {body}", route.id);
                continue;
            }
            let gone = world.ask(route, &world.nowhere(route), Some(&shown));
            assert_eq!((status, &body), (gone.0, &gone.1), "{}", route.id);
            assert!([StatusCode::NOT_FOUND, StatusCode::FORBIDDEN].contains(&status), "{} {body}", route.id);
        }
        let own = |path: &str| world.send("GET", path, ("", ""), Some(&shown)).0;
        assert_eq!((own("/v1/accounts/other"), own("/v1/accounts/oth%65r")), (StatusCode::OK, StatusCode::OK));
        assert_eq!((own("/v1/accounts/acme"), own("/v1/accounts")), (StatusCode::NOT_FOUND, StatusCode::FORBIDDEN));
    }
}
