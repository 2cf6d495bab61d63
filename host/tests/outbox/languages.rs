//! What the host signs is verified by the public library of each language, as docs/webhooks.md shows it.

use crate::place::Place;
use crate::receive::event;
use crate::receiver::{Heard, Receiver};
use crate::world::{Host, SECRET, deny, main_books, open, store, until, webhook};
use axum::http::{HeaderMap, HeaderName};
use counterfoil::Clock;
use serde_json::{Value, json};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/receivers")
}

/// The same in Node and in Python: a request in JSON comes in, and the event's id goes out.
const NODE: &str = r#"
import { event } from "./receive.mjs";
let text = "";
for await (const part of process.stdin) text += part;
const { body, headers, secret } = JSON.parse(text);
console.log(event(Buffer.from(body, "utf8"), headers, secret).id);
"#;
const PYTHON: &str = r#"
import json, sys
from receive import event
heard = json.load(sys.stdin)
print(event(heard["body"].encode(), heard["headers"], heard["secret"])["id"])
"#;

/// What it says of a request; nothing where it refuses it.
fn said(mut command: Command, request: &Value) -> Option<String> {
    let command = command.current_dir(folder()).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("it starts: `cargo xtask test` installs it");
    child.stdin.take().expect("a pipe").write_all(request.to_string().as_bytes()).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() || told.contains("WebhookVerificationError"), "{told}");
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn node(request: &Value) -> Option<String> {
    let mut command = Command::new("node");
    command.args(["--input-type=module", "-e", NODE]);
    said(command, request)
}

fn python(request: &Value) -> Option<String> {
    let mut command = Command::new(folder().join("../.venv/bin/python"));
    command.args(["-c", PYTHON]);
    said(command, request)
}

fn rust(request: &Value) -> Option<String> {
    let mut headers = HeaderMap::new();
    for (name, value) in request["headers"].as_object().expect("headers") {
        let name: HeaderName = name.parse().expect("a name");
        headers.append(name, value.as_str().expect("a text").parse().expect("a value"));
    }
    let (body, secret) = (request["body"].as_str().expect("a body"), request["secret"].as_str().expect("a secret"));
    let event = event(body.as_bytes(), &headers, secret).ok()?;
    Some(event["id"].as_str().expect("an id").to_owned())
}

fn request(heard: &Heard) -> Value {
    let headers: Value = heard.headers.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
    json!({"body": String::from_utf8_lossy(&heard.body), "headers": headers, "secret": SECRET})
}

#[test]
fn public_libraries_verify_what_is_sent() {
    let (place, receiver) = (Place::sqlite(), Receiver::content());
    let store = store(&place);
    let books = main_books(&store);
    open(&books, "a", "10", &json!({}));
    webhook(&books, "all", &receiver.url(), &[], &[]);
    let _host = Host::start(&store, &Clock::default());
    deny(&books, "a", "h-1");
    until("it", || receiver.heard().len() == 1);
    let heard = receiver.heard().remove(0);
    let whole = request(&heard);
    let mut other = whole.clone();
    other["body"] = other["body"].as_str().expect("a body").replace("100000", "1").into();
    other["body"] = other["body"].as_str().expect("a body").replace("hold", "held").into();
    for verify in [node, python, rust] {
        assert_eq!(verify(&whole).as_deref(), Some(heard.header("webhook-id")));
        assert_eq!(verify(&other), None, "another body");
    }
}
