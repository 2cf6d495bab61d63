//! Commands, documents and CloudEvents at the door: what the examples of the description do not show.

use counterfoil_tests::api::follow;
use counterfoil_tests::server::Server;
use serde_json::{Value, json};

/// The account of the examples, all but its end.
fn host() -> (Server, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(&folder.path().join("x.db"), "report");
    follow(&server, |operation| operation != "closeAccount").expect("the examples");
    (server, folder)
}

fn send(server: &Server, method: &str, path: &str, key: Option<&str>, body: &Value) -> (u16, Value) {
    let headers: Vec<(&str, &str)> = key.map(|key| ("idempotency-key", key)).into_iter().collect();
    let text = body.to_string();
    let body = if method == "DELETE" { None } else { Some(("application/json", &*text)) };
    let (status, _, told) = server.send_with(method, path, &headers, body);
    (status, serde_json::from_slice(&told).expect("JSON"))
}

/// Code and path of each problem.
fn problems(told: &Value) -> Vec<(&str, &str)> {
    let all = told["problems"].as_array().map_or(&[][..], Vec::as_slice);
    all.iter()
        .map(|problem| (problem["code"].as_str().expect("a code"), problem["path"].as_str().expect("a path")))
        .collect()
}

#[test]
fn a_command_needs_neither_id_nor_time() {
    let (server, _folder) = host();
    let path = "/v1/accounts/acme/top-ups";
    let amount = json!({"amount": "10"});
    let (status, first) = send(&server, "POST", path, None, &amount);
    let (_, second) = send(&server, "POST", path, None, &amount);
    assert_eq!((status, &first["applied"]), (200, &json!(1)), "{first}");
    assert_ne!(first["event"]["id"], second["event"]["id"]);
    assert_eq!(first["event"]["id"].as_str().expect("an id").len(), 32);
    let now = jiff::Timestamp::now();
    let time: jiff::Timestamp = first["event"]["time"].as_str().expect("a time").parse().expect("RFC 3339");
    assert!(now.duration_since(time).as_secs() < 60, "{first}");
    // The caller's key is the event's id, so that it counts once however it is sent again.
    for (method, path, body) in [
        ("POST", path, amount),
        ("PUT", "/v1/accounts/acme/settings/alert-days", json!({"alert_days": 3})),
        ("PATCH", "/v1/accounts/acme/settings", json!({"settings": {"alert_days": 4}})),
    ] {
        let key = format!("order-{method}");
        let first = send(&server, method, path, Some(&key), &body);
        assert_eq!((first.0, &first.1["event"]["id"]), (200, &json!(key)), "{}", first.1);
        assert_eq!(send(&server, method, path, Some(&key), &body), first, "the same answer");
    }
    // A named event counts once, too, whenever it is sent again: it has the time that it had.
    let named = json!({"id": "named", "amount": "12"});
    let (_, first) = send(&server, "POST", path, None, &named);
    let (status, again) = send(&server, "POST", path, None, &named);
    assert_eq!((status, &again), (200, &first), "the same answer");
    let (status, other) = send(&server, "POST", path, None, &json!({"id": "named", "amount": "13"}));
    assert_eq!((status, problems(&other)), (409, vec![("event_conflict", "/id")]));
    // A key has more letters than an id.
    let (_, told) = send(&server, "POST", path, Some("order 17/a"), &json!({"amount": "11"}));
    let id = told["event"]["id"].as_str().expect("an id");
    assert!(id.starts_with("key:") && id.len() == 36, "{id}");
    let hold = json!({"id": "h", "product": "sms.outbound", "quantity": "1", "unit": "message", "until": "2199-01-01T00:00:00Z"});
    let (status, refused) = send(&server, "POST", "/v1/accounts/acme/holds", None, &hold);
    assert_eq!((status, problems(&refused)), (422, vec![("hold_period", "/until")]), "{refused}");
}

/// Paths name fields of what was sent, and all that is wrong with it is told.
#[test]
fn refusals_of_commands_name_the_callers_own_fields() {
    let (server, _folder) = host();
    for (method, path, body, expected) in [
        (
            "POST",
            "top-ups",
            json!({"amount": 1.5, "metod": "visa"}),
            vec![("fractional_number", "/amount"), ("unknown_field", "/metod")],
        ),
        ("POST", "top-ups", json!({}), vec![("missing_field", "")]),
        ("POST", "top-ups", json!({"amount": "1"}), vec![("top_up_below_minimum", "/amount")]),
        (
            "POST",
            "top-ups",
            json!({"amount": "20", "type": "refund", "account": "b"}),
            vec![("unknown_field", "/type"), ("unknown_field", "/account")],
        ),
        ("PUT", "settings/alerts", json!({"alerts": ["5", "5"]}), vec![("threshold_duplicate", "/alerts/1")]),
        (
            "PUT",
            "settings/alerts",
            json!({"alert_days": 1}),
            vec![("missing_field", ""), ("unknown_field", "/alert_days")],
        ),
        ("PUT", "settings/recharge", json!({"recharge": {"enabled": true}}), vec![("missing_field", "/recharge")]),
        ("POST", "holds/nothing/settle", json!({"quantity": "1"}), vec![("hold_not_open", "/hold")]),
        ("POST", "holds/nothing/settle", json!({"hold": "h", "quantity": "1"}), vec![("unknown_field", "/hold")]),
        ("PUT", "default-method", json!({"method": "none"}), vec![("method_unknown", "/method")]),
        ("DELETE", "methods/no%20id", json!({}), vec![("id_grammar", "/method")]),
    ] {
        let (status, refused) = send(&server, method, &format!("/v1/accounts/acme/{path}"), None, &body);
        assert_eq!((status, problems(&refused)), (422, expected), "{method} {path} {body}: {refused}");
    }
    let (status, refused) =
        send(&server, "POST", "/v1/accounts/acme/top-ups", None, &json!({"id": "top-up-1", "amount": "99"}));
    assert_eq!((status, problems(&refused)), (409, vec![("event_conflict", "/id")]));
    assert_eq!(send(&server, "POST", "/v1/accounts/nobody/top-ups", None, &json!({"amount": "20"})).0, 404);
    let rulebook =
        json!({"name": "x", "currency": "EUR", "rounding": {"scale": 2, "mode": "half_up"}, "rates": [{"id": "r"}]});
    for path in ["/v1/rulebooks", "/v1/rulebooks/check"] {
        let (status, refused) = send(&server, "POST", path, None, &rulebook);
        assert_eq!((status, problems(&refused)[0].1), (422, "/rates/0"), "{refused}");
    }
}

#[test]
fn cloudevents_are_usages_each_by_itself() {
    let (server, _folder) = host();
    let path = "/v1/accounts/acme/events";
    let event = |id: &str, quantity: &str| {
        json!({"specversion": "1.0", "id": id, "source": "/meters/7", "type": "sms.outbound", "time": "2026-03-01T10:00:00Z",
               "data": {"quantity": quantity, "unit": "message"}})
    };
    let mut strange = event("m3", "1");
    strange["specversion"] = "0.3".into();
    let batch = json!([event("m1", "1"), strange, event("m2", "much"), event("m4", "2")]).to_string();
    let many = "application/cloudevents-batch+json";
    let (status, _, told) = server.send("POST", path, Some((many, &batch)));
    let told: Value = serde_json::from_slice(&told).expect("JSON");
    assert_eq!((status, &told["applied"]), (200, &json!(2)), "{told}");
    let refused: Vec<(u64, &str)> = told["refused"]
        .as_array()
        .expect("refusals")
        .iter()
        .map(|one| (one["event"].as_u64().expect("a place"), one["problems"][0]["path"].as_str().expect("a path")))
        .collect();
    assert_eq!(refused, [(1, "/events/1/specversion"), (2, "/events/2/quantity")]);
    // The same event from the same source counts once, alone as among others.
    let (status, _, told) =
        server.send("POST", path, Some(("application/cloudevents+json", &event("m1", "1").to_string())));
    let told: Value = serde_json::from_slice(&told).expect("JSON");
    assert_eq!((status, &told["applied"]), (200, &json!(0)), "{told}");
    let (status, _, told) = server.send("POST", &format!("{path}?atomic=true"), Some((many, &batch)));
    assert_eq!(status, 422, "{}", String::from_utf8_lossy(&told));
}

#[test]
fn an_invoice_is_told_as_xml_under_its_number() {
    let (server, _folder) = host();
    let invoice = "/v1/accounts/acme/invoices/period.2026-02-01";
    for (query, root) in [("format=ubl", "<Invoice"), ("format=cii", "<rsm:CrossIndustryInvoice")] {
        let (status, kind, xml) = server.send("GET", &format!("{invoice}?{query}"), None);
        let told = String::from_utf8(xml.clone()).expect("UTF-8");
        assert!(
            status == 200 && kind == "application/xml" && told.contains(root) && told.contains("INV-000001"),
            "{told}"
        );
        assert_eq!(server.send("GET", &format!("/v1/invoices/INV-000001?{query}"), None).2, xml, "the same bytes");
    }
    let accepting = [("accept", "application/xml")];
    let (status, kind, _) = server.send_with("GET", invoice, &accepting, None);
    assert_eq!((status, &*kind), (200, "application/xml"));
    // The series is the host's: nobody gives an invoice another number.
    let (status, _, refused) = server.send("GET", &format!("{invoice}?format=ubl&number=INV-7"), None);
    let refused: Value = serde_json::from_slice(&refused).expect("JSON");
    assert_eq!((status, problems(&refused)[0].1), (422, "/number"), "{refused}");
    assert_eq!(server.send("GET", "/v1/accounts/acme/invoices/none", None).0, 404);
}

#[test]
fn another_rulebook_is_compared_over_the_accounts_own_events() {
    let (server, _folder) = host();
    let (_, rulebooks) = server.get("/v1/rulebooks");
    let rulebooks: Value = serde_json::from_slice(&rulebooks).expect("JSON");
    let all = rulebooks["data"].as_array().expect("rulebooks");
    let dearer = all.iter().find(|one| one["name"] == "example-2026-07").expect("it is kept")["digest"].clone();
    let ask = |body: Value| send(&server, "POST", "/v1/accounts/acme/compare", None, &body);
    let (status, told) = ask(json!({"rulebook": dearer, "as_of": "2026-03-01T00:00:00Z"}));
    assert_eq!((status, &told["answer"]["differing"]), (200, &json!(1)), "{told}");
    assert!(!told["answer"]["difference"].as_str().expect("an amount").starts_with('-'), "it is dearer: {told}");
    let (status, same) = ask(json!({"as_of": "2026-03-01T00:00:00Z"}));
    assert_eq!((status, &same["answer"]["differing"]), (200, &json!(0)), "{same}");
    assert_eq!(ask(json!({"rulebook": "sha256:0"})).0, 404);
    let (status, refused) = ask(json!({"rulebook": 7, "other": {}}));
    assert_eq!((status, problems(&refused)), (422, vec![("wrong_type", "/rulebook"), ("unknown_field", "/other")]));
}
