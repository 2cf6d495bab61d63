//! The description of the HTTP API says what the host does: it is fresh, sound, and each of its examples is answered as it says.

use counterfoil::serve::examples;
use counterfoil_tests::api::{described, description, follow};
use counterfoil_tests::root;
use counterfoil_tests::server::Server;
use serde_json::{Map, Value, json};
use std::process::Command;

fn server() -> (Server, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    (Server::start(&folder.path().join("x.db"), "report"), folder)
}

#[test]
fn the_description_is_fresh_and_served() {
    let (server, _folder) = server();
    // To be told apart at a glance: what is stale, and what is merely not built in.
    let committed = std::fs::read_to_string(root().join("docs/openapi.json")).expect("docs/openapi.json");
    assert!(
        committed == format!("{:#}\n", description(&server)),
        "docs/openapi.json is stale: run `cargo xtask bless`"
    );
    let (status, served) = server.get("/v1/openapi.json");
    assert_eq!(status, 200);
    assert!(served == committed.as_bytes(), "the host was built with another docs/openapi.json");
}

#[test]
fn the_description_is_openapi_and_its_examples_fit_its_schemas() {
    let output = Command::new(root().join("tests/.venv/bin/python"))
        .arg(root().join("tests/openapi.py"))
        .arg(root().join("docs/openapi.json"))
        .output()
        .expect("Python runs: `cargo xtask test` installs it");
    let told = [output.stdout, output.stderr].concat();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&told));
}

/// A route that answers something else than its example says is named with what it answered.
#[test]
fn every_route_is_told_whole() {
    let described = described();
    let mut names = std::collections::BTreeSet::new();
    each(&described, |path, method, operation| {
        let at = format!("{method} {path}");
        assert!(names.insert(operation["operationId"].as_str().expect("a name").to_owned()), "{at}: the name twice");
        let summary = operation["summary"].as_str().expect("a summary");
        assert!(!summary.is_empty() && !summary.ends_with('.'), "{at}: {summary}");
        let public = operation["x-rights"].as_array().expect("rights").is_empty();
        assert!(!public || !path.contains("accounts"), "{at} asks for no right");
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let told = parameter.get("$ref").is_some()
                || parameter["description"].as_str().is_some_and(|text| !text.is_empty());
            assert!(told, "{at}: {parameter}");
        }
        if let Some(content) = operation["requestBody"]["content"].as_object() {
            assert!(content.values().all(|content| !content["example"].is_null()), "{at}: no example");
        }
    });
    assert!(names.len() > 60, "{} routes", names.len());
}

/// What a route does not know is refused, in its body and behind its question mark; what its schema names is known.
#[test]
fn bodies_and_questions_are_read_strictly() {
    let (server, _folder) = server();
    follow(&server, |_| true).expect("the account of the examples");
    let described = described();
    each(&described, |path, method, operation| {
        let example = examples().into_iter().find(|example| operation["operationId"] == example.operation);
        let address = example.expect("its example").address.split('?').next().unwrap_or_default();
        let asked = format!("{address}?made_up=1&made_up=2");
        let body = operation["requestBody"]["content"]["application/json"].as_object();
        let (status, _, told) = server.send(method, &asked, body.map(|_| ("application/json", "{}")));
        let told = String::from_utf8_lossy(&told);
        assert!(
            status == 422 && told.contains("\"/made_up\"") && told.contains("duplicate_key"),
            "{method} {path}: {told}"
        );
        // A body is read when it is known that its sender may send it.
        let others = operation["x-rights"] == json!(["tenants"]);
        let Some(content) = body.filter(|_| !path.contains("{verb}") && !others) else { return };
        let schema = &content["schema"];
        let named = schema["$ref"].as_str().and_then(|target| target.rsplit('/').next());
        let schema = named.map_or(schema, |name| &described["components"]["schemas"][name]);
        let fields = schema["properties"].as_object().expect("a body with fields");
        // Nothing that is described has such a value, so that nothing is done.
        let mut body: Map<String, Value> = fields.keys().map(|name| (name.clone(), json!([[0.5]]))).collect();
        body.insert("made_up".into(), json!(1));
        let (status, _, told) =
            server.send(method, address, Some(("application/json", &Value::Object(body).to_string())));
        let told: Value = serde_json::from_slice(&told).expect("JSON");
        let unknown: Vec<&Value> = told["problems"]
            .as_array()
            .expect("problems")
            .iter()
            .filter(|problem| problem["code"] == "unknown_field")
            .map(|problem| &problem["path"])
            .collect();
        assert_eq!((status, unknown), (422, vec![&json!("/made_up")]), "{method} {path}: {told}");
    });
}

#[test]
fn other_methods_are_not_allowed() {
    let (server, _folder) = server();
    for (path, methods) in described()["paths"].as_object().expect("paths") {
        let address = path.replace(['{', '}'], "");
        for method in ["get", "post", "put", "patch", "delete"] {
            if methods.get(method).is_none() {
                let (status, _, told) = server.send(&method.to_uppercase(), &address, None);
                assert_eq!(status, 405, "{method} {path}: {}", String::from_utf8_lossy(&told));
            }
        }
    }
}

fn each(described: &Value, mut held: impl FnMut(&str, &str, &Value)) {
    for (path, methods) in described["paths"].as_object().expect("paths") {
        for (method, operation) in methods.as_object().expect("methods") {
            held(path, &method.to_uppercase(), operation);
        }
    }
}
