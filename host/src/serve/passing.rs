//! Every route by every role, and two tenants by every route and every id: made from the table of routes, so that none is left out.

use super::{Host, Needs, app, routes};
use crate::identity::{By, Issued, Kind, NewKey, NewToken, NewUser, Role, Scope};
use crate::{Books, Draft, Engine, Payments, Store, Tenant};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode, header};
use hyper::service::Service as _;
use hyper_util::service::TowerToHyperService;
use serde_json::value::RawValue;
use std::sync::Arc;

const METHODS: [Method; 5] = [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];
/// Of whatever is in the books of the first tenant, and of nothing anywhere.
const THERE: [(&str, &str); 4] = [("{id}", "acme"), ("{key}", ""), ("{name}", "ada"), ("{verb}", "rate")];

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

/// An account `acme` and a user `ada`.
fn fill(books: &Books) {
    let rulebook = r#"{"name":"x","currency":"USD","rounding":{"scale":2,"mode":"half_up"},"rates":[]}"#;
    let rulebook = books.put_rulebook(rulebook.into()).expect("a rulebook");
    for account in ["acme", "other"] {
        let open = format!(r#"{{"account":"{account}","time":"2026-01-01T00:00:00Z"}}"#);
        let draft = Draft { rulebook: rulebook.clone(), open: RawValue::from_string(open).expect("JSON") };
        books.open_account(draft).expect("an account");
    }
    let user = NewUser { name: "ada".into(), role: Role::Read, password: "x".into() };
    books.add_user(user, by()).expect("a user");
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

    /// The status and the body that somebody is answered with.
    fn ask(&self, method: &Method, path: &str, shown: Option<&str>) -> (StatusCode, String) {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, "localhost");
        if let Some(shown) = shown {
            request = request.header(header::AUTHORIZATION, format!("Bearer {shown}"));
        }
        let request =
            request.header(header::CONTENT_TYPE, "application/json").body(Body::from("{}")).expect("a request");
        self.runtime.block_on(async {
            let answer = self.app.call(request).await.expect("an answer");
            let status = answer.status();
            let body = to_bytes(answer.into_body(), usize::MAX).await.expect("a body");
            (status, String::from_utf8_lossy(&body).into_owned())
        })
    }

    fn there(&self, path: &str) -> String {
        let there = |path: String, (name, value): (&str, &str)| {
            path.replace(name, if name == "{key}" { &self.key } else { value })
        };
        THERE.into_iter().fold(path.to_owned(), there)
    }
}

/// The same address of what is nowhere.
fn nowhere(path: &str) -> String {
    path.replace("{id}", "gone").replace("{key}", "0000gone0000").replace("{name}", "gone").replace("{verb}", "gone")
}

/// What can be asked: methods that the address does not take are left out.
fn each(world: &World) -> Vec<(Method, &'static str, Needs)> {
    let routes = routes().into_iter();
    let all = routes.flat_map(|(path, needs, serve)| {
        METHODS.into_iter().filter_map(move |method| takes(&serve, &method).then_some((method, path, needs)))
    });
    let all: Vec<_> = all.collect();
    assert!(all.len() > 30, "{}", all.len());
    for (method, path, _) in &all {
        assert_ne!(world.ask(method, &world.there(path), None).0, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
    }
    all
}

fn takes(serve: &axum::routing::MethodRouter<Host>, method: &Method) -> bool {
    // A method router tells what it takes by how it is written for people only.
    format!("{serve:?}").contains(&format!("{}: Boxed", method.as_str().to_lowercase()))
}

#[test]
fn what_needs_nothing_is_a_short_list() {
    let open: Vec<&str> =
        routes().into_iter().filter(|(_, needs, _)| *needs == Needs::Nothing).map(|(path, ..)| path).collect();
    assert_eq!(open, ["/v1/version", "/counterfoil.wasm", "/livez", "/readyz", "/healthz", "/v1/session"]);
}

#[test]
fn nobody_passes_who_is_not_known() {
    let world = World::new();
    let never = Issued::new(Kind::Key).expect("randomness");
    let (_, good) = key(&world.main(), Role::Admin);
    let other_letter = format!("{}{}", &good[..good.len() - 1], if good.ends_with('A') { 'E' } else { 'A' });
    for (method, path, needs) in each(&world) {
        for shown in [None, Some(""), Some("x"), Some(never.secret.reveal()), Some(&*other_letter)] {
            let (status, body) = world.ask(&method, &world.there(path), shown);
            assert_eq!(status == StatusCode::UNAUTHORIZED, needs != Needs::Nothing, "{method} {path} {body}");
        }
    }
}

#[test]
fn each_role_passes_where_its_rights_are() {
    let world = World::new();
    for role in Role::ALL {
        let (_, shown) = key(&world.main(), role);
        for (method, path, needs) in each(&world) {
            let (status, body) = world.ask(&method, &nowhere(path), Some(&shown));
            let may = needs.rights().is_empty() || needs.rights().iter().any(|right| role.rights().contains(right));
            // What a session is needed for is refused behind the gate, by its own word.
            let passed = status != StatusCode::FORBIDDEN || body.contains("no_session");
            assert_eq!(passed, may, "{role:?} {method} {path} {status} {body}");
            assert!(!status.is_server_error(), "{role:?} {method} {path} {body}");
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
    for (method, path, _) in each(&world) {
        if !path.contains("{id}") && !path.contains("{key}") && !path.contains("{name}") {
            continue;
        }
        let (there, told) = world.ask(&method, &world.there(path), Some(&shown));
        let (gone, expected) = world.ask(&method, &nowhere(path), Some(&shown));
        assert_eq!((there, &told), (gone, &expected), "{method} {path}");
        // A body that is not right is told of before anything is looked for.
        let refused = [StatusCode::NOT_FOUND, StatusCode::UNPROCESSABLE_ENTITY].contains(&there);
        assert!(refused, "{method} {path} {there} {told}");
        held += 1;
    }
    assert!(held > 15, "{held}");
    assert_eq!(world.main().users(0, 10).expect("users").data.len(), 1);
    let kept = world.main().keys(0, 10).expect("keys").data;
    assert!(kept.iter().all(|key| key.ends_at.is_none()), "{kept:?}");
}

/// A customer's token sees one account; another of the same tenant is as if it were nowhere.
#[test]
fn a_token_passes_to_one_account() {
    let world = World::new();
    for settings in [&[][..], &["alerts", "recharge"]] {
        let shown = token(&world.main(), "other", settings);
        for (method, path, needs) in each(&world) {
            let (status, body) = world.ask(&method, &world.there(path), Some(&shown));
            match (needs, path.contains("{id}")) {
                (Needs::Nothing | Needs::Known, _) => assert_ne!(status, StatusCode::UNAUTHORIZED, "{method} {path}"),
                (_, false) => assert_eq!(status, StatusCode::FORBIDDEN, "{method} {path} {body}"),
                (_, true) => {
                    let (gone, expected) = world.ask(&method, &nowhere(path), Some(&shown));
                    assert_eq!((status, &body), (gone, &expected), "{method} {path}");
                    assert!([StatusCode::NOT_FOUND, StatusCode::FORBIDDEN].contains(&status), "{method} {path} {body}");
                }
            }
        }
        let own = |path| world.ask(&Method::GET, path, Some(&shown)).0;
        assert_eq!((own("/v1/accounts/other"), own("/v1/accounts/oth%65r")), (StatusCode::OK, StatusCode::OK));
        assert_eq!((own("/v1/accounts/acme"), own("/v1/accounts")), (StatusCode::NOT_FOUND, StatusCode::FORBIDDEN));
    }
}
