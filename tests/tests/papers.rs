//! Papers at the door: who asks for a PDF has one, in the tenant's brand, and what was issued stays as it was.

use counterfoil_tests::root;
use counterfoil_tests::server::Server;
use serde_json::{Value, json};
use std::process::Command;
use std::time::{Duration, Instant};

/// The account of the examples with credit and usage of January, on the first of February of a time of its own.
fn host() -> (Server, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::at_its_duties(&folder.path().join("x.db"), "report");
    let post = |path: &str, body: &str| {
        let (status, told) = server.post(path, body);
        assert!(status < 300, "{path}: {}", String::from_utf8_lossy(&told));
    };
    let wait = |path: &str, is_there: &dyn Fn(&str) -> bool| {
        let begun = Instant::now();
        while !is_there(&String::from_utf8_lossy(&server.get(path).1)) {
            assert!(begun.elapsed() < Duration::from_secs(60), "time does not pass");
            std::thread::sleep(Duration::from_millis(20));
        }
    };
    let until = |time: &str| post("/v1/test-clock", &json!({ "now": time }).to_string());
    let arrived = |told: &str| !told.contains("goal");
    let examples = root().join("host/src/serve/examples");
    let example = |name: &str| std::fs::read_to_string(examples.join(name)).expect("an example");
    until("2026-01-01T00:00:00Z");
    post("/v1/rulebooks", &example("rulebook.json"));
    post("/v1/accounts", &example("open.json"));
    until("2026-01-20T00:00:00Z");
    wait("/v1/test-clock", &arrived);
    let sms = |id: &str, time: &str, quantity: &str| json!({"type": "usage", "id": id, "time": time, "product": "sms.outbound", "quantity": quantity, "unit": "message"});
    let events = json!({"atomic": true, "events": [
        {"type": "top_up", "id": "top-up-1", "time": "2026-01-02T09:00:00Z", "amount": "100"},
        sms("u1", "2026-01-07T09:00:00Z", "200"), sms("u2", "2026-01-07T10:00:00Z", "20"), sms("u3", "2026-01-08T00:00:00Z", "7"),
        sms("u4", "2026-01-12T00:00:00Z", "9"), sms("u5", "2026-01-19T23:59:59Z", "11"),
    ]});
    post("/v1/accounts/acme/events", &events.to_string());
    until("2026-02-02T00:00:00Z");
    wait("/v1/invoices", &|told| told.contains("INV-000001"));
    (server, folder)
}

fn pdf(server: &Server, path: &str) -> Vec<u8> {
    let (status, kind, bytes) = server.send("GET", path, None);
    assert_eq!((status, &*kind), (200, "application/pdf"), "{path}: {}", String::from_utf8_lossy(&bytes));
    bytes
}

/// What another program reads of it, without spaces.
fn text(pdf: &[u8]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("paper.pdf");
    std::fs::write(&file, pdf).expect("a file");
    let told = Command::new("pdftotext").arg("-raw").arg(&file).arg("-").output().expect("pdftotext of poppler-utils");
    String::from_utf8(told.stdout).expect("UTF-8").chars().filter(|letter| !letter.is_whitespace()).collect()
}

fn put(server: &Server, brand: &Value) -> (u16, Value) {
    let (status, _, told) = server.send("PUT", "/v1/brand", Some(("application/json", &brand.to_string())));
    (status, serde_json::from_slice(&told).expect("JSON"))
}

#[test]
fn an_invoice_and_a_credit_note_are_set_as_they_are_asked_for() {
    let (server, _folder) = host();
    let invoice = "/v1/accounts/acme/invoices/period.2026-02-01";
    let english = pdf(&server, &format!("{invoice}?format=pdf&language=en"));
    let (told, all) = (text(&english), String::from_utf8_lossy(&english));
    assert!(told.contains("InvoiceINV-000001") && told.contains("1February2026"), "{told}");
    assert!(all.contains("factur-x.xml") && all.contains("<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>"));
    let german = text(&pdf(&server, &format!("{invoice}?format=pdf&language=de")));
    assert!(german.contains("RechnungINV-000001") && german.contains("1.Februar2026"), "{german}");
    let accepting = [("accept", "application/pdf")];
    let (status, kind, accepted) = server.send_with("GET", &format!("{invoice}?language=en"), &accepting, None);
    assert_eq!((status, &*kind, accepted == english), (200, "application/pdf", true));
    // It is kept, wherever it is asked for.
    assert_eq!(english, pdf(&server, "/v1/invoices/INV-000001?format=pdf&language=en"), "the same bytes");
    assert_eq!(server.send("GET", "/v1/accounts/acme/invoices/none?format=pdf", None).0, 404);
    let (status, told) = server.post("/v1/invoices/INV-000001/credit-notes", r#"{"reason": "Service was down"}"#);
    assert_eq!(status, 201, "{}", String::from_utf8_lossy(&told));
    let note = text(&pdf(&server, "/v1/credit-notes/CN-000001?format=pdf&language=de"));
    assert!(note.contains("RechnungskorrekturCN-000001"), "{note}");
}

#[test]
fn what_was_issued_stays_as_it_was_and_other_papers_follow_the_brand() {
    let (server, _folder) = host();
    assert_eq!(put(&server, &json!({"name": "First Brand", "language": "en", "accent": "#0f766e"})).0, 200);
    let receipt = "/v1/accounts/acme/receipts/top-up-1?format=pdf";
    let statement = "/v1/accounts/acme/statement?from=2026-01-01&until=2026-02-01&format=pdf";
    let invoice = "/v1/invoices/INV-000001?format=pdf";
    let (first, told, issued) = (pdf(&server, receipt), pdf(&server, statement), pdf(&server, invoice));
    assert!(text(&issued).contains("FirstBrand"));
    assert!(text(&first).contains("FirstBrand") && text(&told).contains("FirstBrand"));
    assert!(text(&first).contains("ReceiptRC-000001") && text(&first).contains("100.00"));
    let second = json!({"name": "Second Brand", "language": "en", "footer": ["Acme GmbH"]});
    let (status, kept) = put(&server, &second);
    assert_eq!((status, &kept), (200, &json!({"name": "Second Brand", "language": "en", "footer": ["Acme GmbH"]})));
    let (_, read) = server.get("/v1/brand");
    assert_eq!(serde_json::from_slice::<Value>(&read).expect("JSON"), second);
    assert_eq!(pdf(&server, receipt), first, "the same bytes, whatever the brand is now");
    assert_eq!(pdf(&server, invoice), issued, "the same bytes, whatever the brand is now");
    assert!(text(&pdf(&server, statement)).contains("SecondBrand"));
    let german = pdf(&server, &format!("{receipt}&language=de"));
    assert!(text(&german).contains("Zahlungsbeleg"), "another language is another paper");
    assert_eq!(server.send("GET", "/v1/accounts/acme/receipts/none?format=pdf", None).0, 404);
}

/// Spans that follow one another leave out nothing, and begin where the one before ended.
#[test]
fn statements_follow_one_another() {
    let (server, _folder) = host();
    let told = |from: &str, until: &str| -> Value {
        let (status, body) = server.get(&format!("/v1/accounts/acme/statement?from={from}&until={until}"));
        let body: Value = serde_json::from_slice(&body).expect("JSON");
        assert_eq!(status, 200, "{body}");
        body
    };
    let days = ["2025-12-01", "2026-01-01", "2026-01-08", "2026-02-01", "2026-03-01", "2027-01-01"];
    let spans: Vec<Value> = days.windows(2).map(|span| told(span[0], span[1])).collect();
    let whole = told(days[0], days[days.len() - 1]);
    assert_eq!(spans[0]["rows"], json!([]), "nothing before it was opened");
    assert_eq!((&spans[0]["opening"], &spans[0]["closing"]), (&spans[0]["opening"], &spans[0]["opening"]));
    for pair in spans.windows(2) {
        assert_eq!(pair[0]["closing"], pair[1]["opening"]);
    }
    let rows: Vec<Value> = spans.iter().flat_map(|span| span["rows"].as_array().expect("rows").clone()).collect();
    assert!(rows.len() > 5);
    assert_eq!(json!(rows), whole["rows"]);
    let last = rows.last().expect("a row");
    assert_eq!(whole["closing"], last["balance"]);
    let (status, body) = server.get("/v1/accounts/acme/statement?from=2026-02-01&until=2026-02-01");
    let refused: Value = serde_json::from_slice(&body).expect("JSON");
    assert_eq!((status, &refused["problems"][0]["path"]), (422, &json!("/until")));
    let (status, body) = server.get("/v1/accounts/acme/statement?from=2026-02-30");
    let refused: Value = serde_json::from_slice(&body).expect("JSON");
    assert_eq!((status, refused["problems"].as_array().expect("problems").len()), (422, 2));
}

#[test]
fn a_brand_that_is_not_sound_changes_nothing() {
    let (server, _folder) = host();
    let (_, before) = server.get("/v1/brand");
    for (brand, code, path) in [
        (json!({"accent": "blue"}), "paper_brand", "/accent"),
        (json!({"logo": "https://example.com/logo.png"}), "paper_logo", "/logo"),
        (json!({"name": "例"}), "paper_glyph", "/name"),
        (json!({"language": "fr"}), "wrong_type", "/language"),
        (json!({"colour": "#fff"}), "unknown_field", "/colour"),
    ] {
        let (status, refused) = put(&server, &brand);
        let first = &refused["problems"][0];
        assert_eq!((status, &first["code"], &first["path"]), (422, &json!(code), &json!(path)), "{refused}");
    }
    assert_eq!(server.get("/v1/brand").1, before);
}

/// A customer whose name the font has not gets no paper with boxes on it, and the document as JSON.
#[test]
fn what_cannot_be_set_is_refused_with_its_place() {
    let (server, _folder) = host();
    let customer = json!({"type": "customer_changed", "id": "c-1", "time": "2026-02-01T00:00:00Z", "customer":
        {"name": "株式会社", "business": true, "country": "US", "region": "CA"}});
    let body = json!({"events": [customer], "atomic": true}).to_string();
    let (status, told) = server.post("/v1/accounts/acme/events", &body);
    assert_eq!(status, 200, "{}", String::from_utf8_lossy(&told));
    let statement = "/v1/accounts/acme/statement?from=2026-01-01&until=2026-02-01";
    let (status, _, refused) = server.send("GET", &format!("{statement}&format=pdf"), None);
    let refused: Value = serde_json::from_slice(&refused).expect("JSON");
    let first = &refused["problems"][0];
    assert_eq!(
        (status, &first["code"], &first["path"]),
        (422, &json!("paper_glyph"), &json!("/buyer/name")),
        "{refused}"
    );
    assert!(first["message"].as_str().expect("a text").contains("U+682A"), "{refused}");
    assert_eq!(server.get(statement).0, 200);
}
