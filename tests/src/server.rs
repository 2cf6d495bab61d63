//! A real server on a file of its own.

use crate::runners::binary;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// The first key of the tests' books.
pub const KEY: &str = "cfk_000000000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Whatever is asked is asked with this key.
fn agent(key: &str) -> ureq::Agent {
    let bearer: ureq::http::HeaderValue = format!("Bearer {key}").parse().expect("a key");
    let with_key = move |mut request: ureq::http::Request<ureq::SendBody>, next: ureq::middleware::MiddlewareNext| {
        request.headers_mut().entry("authorization").or_insert(bearer.clone());
        next.handle(request)
    };
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_idle_connections(0)
        .middleware(with_key)
        .build()
        .into()
}

/// A running `counterfoil serve`; it ends with this value that has started it.
pub struct Server {
    child: Option<Child>,
    base: String,
    agent: ureq::Agent,
}

impl Server {
    /// Starts on a free port. What its tests are about happened long ago: time passes as they say.
    #[must_use]
    pub fn start(database: &Path, payments: &str) -> Self {
        Self::with(database, payments, &["--no-duties"])
    }

    /// One that does what is due.
    #[must_use]
    pub fn at_its_duties(database: &Path, payments: &str) -> Self {
        Self::with(database, payments, &[])
    }

    fn with(database: &Path, payments: &str, words: &[&str]) -> Self {
        let mut child = Command::new(binary())
            .args(["serve", "--log-level", "warn", "--listen", "127.0.0.1:0", "--payments", payments, "--database"])
            .arg(database)
            .args(words)
            .env("COUNTERFOIL_FIRST_KEY", KEY)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().expect("a pipe")).read_line(&mut line).expect("its first line");
        let base = line.trim().strip_prefix("console").expect("the console's address").trim().trim_end_matches('/');
        Self { base: base.to_owned(), child: Some(child), agent: agent(KEY) }
    }

    /// One that somebody else has started.
    #[must_use]
    pub fn at(address: &str, key: &str) -> Self {
        Self { base: address.trim_end_matches('/').to_owned(), child: None, agent: agent(key) }
    }

    /// Posts JSON.
    #[must_use]
    pub fn post(&self, path: &str, body: &str) -> (u16, Vec<u8>) {
        let request = self.agent.post(format!("{}{path}", self.base)).content_type("application/json");
        let mut response = request.send(body).expect("an answer");
        let bytes = response.body_mut().with_config().limit(64 << 20).read_to_vec().expect("a body");
        (response.status().as_u16(), bytes)
    }

    /// Sends a body of a content type, or none. Status, content type and body of what is answered.
    #[must_use]
    pub fn send(&self, method: &str, path: &str, body: Option<(&str, &str)>) -> (u16, String, Vec<u8>) {
        self.send_with(method, path, &[], body)
    }

    /// The same with headers.
    #[must_use]
    pub fn send_with(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<(&str, &str)>,
    ) -> (u16, String, Vec<u8>) {
        let mut request = ureq::http::Request::builder().method(method).uri(format!("{}{path}", self.base));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some((kind, _)) = body {
            request = request.header("content-type", kind);
        }
        let text = body.map_or_else(String::new, |(_, body)| body.to_owned());
        let mut response = self.agent.run(request.body(text).expect("a request")).expect("an answer");
        let kind = response.headers().get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().to_owned();
        let bytes = response.body_mut().with_config().limit(64 << 20).read_to_vec().expect("a body");
        (response.status().as_u16(), kind, bytes)
    }

    /// Reads.
    #[must_use]
    pub fn get(&self, path: &str) -> (u16, Vec<u8>) {
        let mut response = self.agent.get(format!("{}{path}", self.base)).call().expect("an answer");
        let bytes = response.body_mut().with_config().limit(64 << 20).read_to_vec().expect("a body");
        (response.status().as_u16(), bytes)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Already ended is as good.
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
