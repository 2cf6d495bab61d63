//! Keys, people and customers' tokens, at the door.

mod keys;
mod pages;
mod people;
mod second_factor;

use crate::server::{KEY, Server};
use serde_json::{Value, json};

/// Somebody who asks, with a key or with a browser's cookie.
struct Caller<'s> {
    server: &'s Server,
    key: Option<String>,
    cookie: Option<String>,
    csrf: Option<String>,
}

struct Answer {
    status: u16,
    body: Value,
    cookie: Option<String>,
}

impl<'s> Caller<'s> {
    fn key(server: &'s Server, key: &Value) -> Self {
        Self { server, key: Some(key.as_str().expect("a key").to_owned()), cookie: None, csrf: None }
    }

    fn browser(server: &'s Server) -> Self {
        Self { server, key: None, cookie: None, csrf: None }
    }

    fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> Answer {
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let mut request = ureq::http::Request::builder().method(method).uri(format!("{}{path}", self.server.base));
        let shown = [
            ("authorization", self.key.as_ref().map(|key| format!("Bearer {key}"))),
            ("cookie", self.cookie.clone()),
            ("counterfoil-csrf", self.csrf.clone()),
            ("content-type", body.map(|_| "application/json".to_owned())),
        ];
        for (name, value) in shown {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        let body = body.map(Value::to_string).unwrap_or_default();
        let mut response = agent.run(request.body(body).expect("a request")).expect("an answer");
        let cookie = response.headers().get("set-cookie").map(|value| value.to_str().expect("letters").to_owned());
        let text = response.body_mut().read_to_string().expect("a text");
        let body = if text.is_empty() { Value::Null } else { serde_json::from_str(&text).expect("JSON") };
        Answer { status: response.status().as_u16(), body, cookie }
    }

    fn get(&self, path: &str) -> (u16, Value) {
        let answer = self.ask("GET", path, None);
        (answer.status, answer.body)
    }

    fn post(&self, path: &str, body: Value) -> (u16, Value) {
        let answer = self.ask("POST", path, Some(&body));
        (answer.status, answer.body)
    }

    /// Signs in, and keeps what a browser keeps.
    fn sign_in(&mut self, body: Value) -> (u16, Value) {
        let answer = self.ask("POST", "/v1/session", Some(&body));
        self.take(&answer);
        (answer.status, answer.body)
    }

    fn take(&mut self, answer: &Answer) {
        if let Some(cookie) = &answer.cookie {
            self.cookie = cookie.split(';').next().map(str::to_owned);
            self.csrf = answer.body["csrf"].as_str().map(str::to_owned);
        }
    }
}

fn start() -> (tempfile::TempDir, Server) {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(&folder.path().join("x.db"), "report");
    (folder, server)
}

fn admin(server: &Server) -> Caller<'_> {
    Caller::key(server, &KEY.into())
}

fn code(answer: &(u16, Value)) -> (u16, &str) {
    (answer.0, answer.1["code"].as_str().unwrap_or_default())
}

const OWN: &str = "seven grey herons";

/// A user of this name and role with a password of the user's own, signed in.
fn user<'s>(server: &'s Server, name: &str, role: &str) -> Caller<'s> {
    let (status, made) = admin(server).post("/v1/users", json!({"name": name, "role": role}));
    assert_eq!(status, 201, "{made}");
    let mut browser = Caller::browser(server);
    let (status, told) = browser.sign_in(json!({"name": name, "password": made["temporary_password"]}));
    assert_eq!((status, &told["must_change"]), (200, &json!(true)));
    let change = json!({"current": made["temporary_password"], "new": OWN});
    let answer = browser.ask("POST", "/v1/session/password", Some(&change));
    assert_eq!((answer.status, &answer.body["must_change"]), (200, &json!(false)));
    browser.take(&answer);
    browser
}
