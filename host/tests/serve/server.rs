//! The server as a process, for the tests that talk to it.

use serde_json::{Value, json};
use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// The first key of the tests' books.
pub(crate) const KEY: &str = "cfk_000000000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Whatever is asked is asked with this key.
pub(crate) fn agent(key: &str) -> ureq::Agent {
    let bearer: ureq::http::HeaderValue = format!("Bearer {key}").parse().expect("a key");
    let with_key = move |mut request: ureq::http::Request<ureq::SendBody>, next: ureq::middleware::MiddlewareNext| {
        request.headers_mut().entry("authorization").or_insert(bearer.clone());
        next.handle(request)
    };
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_idle_connections(0)
        .middleware(with_key)
        .build()
        .into()
}

pub(crate) struct Server {
    child: Child,
    pub(crate) base: String,
    pub(crate) agent: ureq::Agent,
}

impl Server {
    pub(crate) fn start(database: &(impl AsRef<OsStr> + ?Sized), payments: &str) -> Self {
        Self::start_with(database, payments, &[])
    }

    /// With more words of the command line.
    pub(crate) fn start_with(database: &(impl AsRef<OsStr> + ?Sized), payments: &str, words: &[&str]) -> Self {
        let command = Command::new(env!("CARGO_BIN_EXE_counterfoil"));
        Self::of(command, database.as_ref(), payments, words).expect("the console's address")
    }

    /// One that seals by a key what must be read again.
    pub(crate) fn sealing(database: &Path, key: &str) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_counterfoil"));
        command.env("COUNTERFOIL_SECRET_KEY", key);
        Self::of(command, database.as_os_str(), "report", &[]).expect("the console's address")
    }

    /// One whose system calls are watched by `strace`, which does to it what `inject` says. None where that was its end.
    pub(crate) fn traced(database: &Path, inject: &str) -> Option<Self> {
        let mut command = Command::new("strace");
        command.args(["-f", "-qq", "-o", "/dev/null", "-e", "trace=pwrite64,fsync,fdatasync", "-e", inject]);
        command.arg(env!("CARGO_BIN_EXE_counterfoil"));
        Self::of(command, database.as_os_str(), "report", &[])
    }

    fn of(mut command: Command, database: &OsStr, payments: &str, words: &[&str]) -> Option<Self> {
        command
            .args(["serve", "--listen", "127.0.0.1:0", "--payments", payments, "--database"])
            .arg(database)
            .args(words);
        // What they are about happened long ago: time passes as the tests say, but for those of gateways.
        if !["simulator", "stripe"].contains(&payments) {
            command.arg("--no-duties");
        }
        // A line for each request would hide what is wrong.
        command.env("COUNTERFOIL_LOG_LEVEL", "warn");
        command.env("COUNTERFOIL_FIRST_KEY", KEY).stdout(Stdio::piped()).process_group(0);
        let mut child = command.spawn().expect("the server starts");
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().expect("a pipe")).read_line(&mut line).expect("its first line");
        let Some(base) = line.trim().strip_prefix("console") else {
            child.wait().expect("it has ended");
            return None;
        };
        Some(Self { base: base.trim().trim_end_matches('/').to_owned(), child, agent: agent(KEY) })
    }

    pub(crate) fn send(&self, path: &str, kind: &str, body: &str) -> (u16, String) {
        let url = format!("{}{path}", self.base);
        let mut response = self.agent.post(url).content_type(kind).send(body).expect("an answer");
        (response.status().as_u16(), response.body_mut().read_to_string().expect("a text"))
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        let (status, text) = self.send(path, "application/json", &body.to_string());
        (status, serde_json::from_str(&text).expect("JSON"))
    }

    pub(crate) fn put(&self, path: &str, body: &Value) -> (u16, Value) {
        let request = self.agent.put(format!("{}{path}", self.base)).content_type("application/json");
        let mut response = request.send(body.to_string()).expect("an answer");
        let text = response.body_mut().read_to_string().expect("a text");
        (response.status().as_u16(), serde_json::from_str(&text).expect("JSON"))
    }

    pub(crate) fn get(&self, path: &str) -> (u16, Value) {
        let mut response = self.agent.get(format!("{}{path}", self.base)).call().expect("an answer");
        let text = response.body_mut().read_to_string().expect("a text");
        (response.status().as_u16(), serde_json::from_str(&text).expect("JSON"))
    }

    /// An account `a` with 100 on it.
    pub(crate) fn open(&self) -> String {
        let (status, answer) = self.post("/v1/rulebooks", &rulebook());
        assert_eq!(status, 201, "{answer}");
        let digest = answer["digest"].as_str().expect("a digest").to_owned();
        let open = json!({"account": "a", "time": "2026-01-01T00:00:00Z", "settings": {"alerts": [], "recharge": {"enabled": true, "threshold": "50", "amount": "25", "method": "card"}}});
        assert_eq!(self.post("/v1/accounts", &json!({"rulebook": digest, "open": open})).0, 201);
        assert_eq!(self.post("/v1/accounts", &json!({"rulebook": digest, "open": open})).0, 200, "the same again");
        let other = json!({"account": "a", "time": "2026-01-02T00:00:00Z"});
        assert_eq!(self.post("/v1/accounts", &json!({"rulebook": digest, "open": other})).0, 409);
        let top_up = json!({"type": "top_up", "id": "t", "time": "2026-01-01T00:00:00Z", "amount": "100"});
        assert_eq!(self.post("/v1/accounts/a/events", &json!({"events": [top_up]})).0, 200);
        digest
    }

    pub(crate) fn state(&self) -> Value {
        self.get("/v1/accounts/a").1["state"].clone()
    }

    /// Of the process.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// SIGKILL, while others talk to it.
    pub(crate) fn kill(&self) {
        let killed = Command::new("kill").args(["-9", &self.pid().to_string()]).status();
        assert!(killed.expect("a signal").success());
    }

    pub(crate) fn stop(mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it ends");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Whoever watches it and what is watched; already stopped is as good.
        let _ =
            Command::new("kill").args(["-9", "--", &format!("-{}", self.child.id())]).stderr(Stdio::null()).status();
        let _ = self.child.wait();
    }
}

pub(crate) fn rulebook() -> Value {
    json!({"name": "x", "currency": "USD", "rounding": {"scale": 2, "mode": "half_up"},
           "rates": [{"id": "r", "product": "call", "unit": "minute", "price": "0.01"}],
           "recharge": {"trigger": "below", "ladder_percent": [75, 50, 25, 0]}})
}

pub(crate) fn usage(id: &str, quantity: u32) -> Value {
    json!({"type": "usage", "id": id, "time": "2026-01-05T12:00:00Z", "product": "call", "quantity": quantity, "unit": "minute"})
}
