//! Documents in YAML and TOML say the same as in JSON, or say why they cannot.

use counterfoil::document::json;
use std::path::Path;

fn yaml(text: &str) -> Result<String, String> {
    json(Path::new("rulebook.yaml"), text).map(|json| json.get().to_owned())
}

fn toml(text: &str) -> Result<String, String> {
    json(Path::new("rulebook.toml"), text).map(|json| json.get().to_owned())
}

fn ok(json: &str) -> Result<String, String> {
    Ok(json.to_owned())
}

#[test]
fn yaml_is_read_as_what_it_says() {
    let text = "# a rulebook\nname: x\nrounding: {scale: 2, mode: half_up}\nrates:\n  - id: a\n    price: '0.10'\n  - {id: b}\nempty: []\nnone: {}\n";
    assert_eq!(
        yaml(text),
        ok(
            r#"{"name":"x","rounding":{"scale":2,"mode":"half_up"},"rates":[{"id":"a","price":"0.10"},{"id":"b"}],"empty":[],"none":{}}"#
        )
    );
    assert_eq!(yaml("--- |\n  a \"b\"\n  c\n"), ok(r#""a \"b\"\nc\n""#));
    assert!(yaml("[true, False, null, ~, , -0, 12]").is_err(), "an empty item");
    assert_eq!(yaml("[true, False, null, ~, -0, 12]"), ok("[true,false,null,null,-0,12]"));
    // What other versions of YAML take for truths, dates, octals and clocks.
    assert_eq!(
        yaml("[no, NO, on, 2026-01-05, 1_000, 12:30:45, 1.2.3, 0b1]"),
        ok(r#"["no","NO","on","2026-01-05","1_000","12:30:45","1.2.3","0b1"]"#)
    );
}

#[test]
fn what_json_has_no_words_for_is_refused_with_its_place() {
    let refused = |text: &str| yaml(text).expect_err(text);
    assert_eq!(refused("a: &x 1\n"), "not YAML: line 1, column 4: anchors are not read; leave it out");
    assert_eq!(refused("a: 1\nb: !!str 2\n"), "not YAML: line 2, column 4: tags are not read; leave it out");
    assert!(refused("a: 1\n---\nb: 2\n").contains("line 2, column 1: a second document begins"));
    assert!(refused("? [a]\n: 1\n").contains("a key is not a text"));
    assert!(refused("").contains("there is nothing in it"));
    assert!(refused("a: b: c\n").starts_with("not YAML: "));
    assert!(refused("a: *x\n").starts_with("not YAML: "));
    for number in ["007", "+1", "0x1f", "0o17", ".5", "1.", "-.inf", ".nan", "1.e3"] {
        let message = refused(&format!("a: {number}\n"));
        assert!(message.contains(&format!("line 1, column 4: `{number}` is a number that JSON writes")), "{message}");
    }
}

#[test]
fn toml_is_read_as_what_it_says() {
    let text = "name = \"x\"\nday = 2026-01-05\nat = 2026-01-05T12:00:00Z\nn = 1_000\n[rounding]\nscale = 2\n[[rates]]\nid = \"a\"\n";
    assert_eq!(
        toml(text),
        ok(
            r#"{"name":"x","day":"2026-01-05","at":"2026-01-05T12:00:00Z","n":1000,"rounding":{"scale":2},"rates":[{"id":"a"}]}"#
        )
    );
    assert!(toml("a = 1\na = 2\n").expect_err("twice").contains("duplicate key"));
    assert_eq!(toml("a = inf\n"), Err("not TOML: `inf` is not a number of JSON".into()));
}

/// The core itself refuses fractions and repeated keys, at the same place and in the same words.
#[test]
fn fractions_and_repeated_keys_are_refused_as_in_json() {
    let engine = counterfoil::Engine::embedded().expect("the engine");
    let problems = |rulebook: Result<String, String>| {
        let call = format!("{{\"rulebook\":{}}}", rulebook.expect("JSON"));
        let reply = engine.call("check", call.as_bytes()).expect("an answer");
        let answer: serde_json::Value = serde_json::from_slice(&reply.bytes).expect("JSON");
        answer["problems"].to_string()
    };
    let json = |text: &str| json(Path::new("rulebook.json"), text).map(|json| json.get().to_owned());
    let fraction = problems(json(r#"{"rates":[{"price":0.5}]}"#));
    assert!(fraction.contains("fractional_number") && fraction.contains("/rulebook/rates/0/price"), "{fraction}");
    assert_eq!(problems(yaml("rates:\n- price: 0.5\n")), fraction);
    assert_eq!(problems(toml("[[rates]]\nprice = 0.5\n")), fraction);
    let twice = problems(json(r#"{"name":"a","name":"b"}"#));
    assert!(twice.contains("duplicate_key"), "{twice}");
    assert_eq!(problems(yaml("name: a\nname: b\n")), twice);
    let null = problems(json(r#"{"name":null}"#));
    assert_eq!(problems(yaml("name:\n")), null);
}

#[test]
fn deep_nests_do_no_harm() {
    for deep in ["[".repeat(100_000), "{a: ".repeat(100_000), "[".repeat(10_000) + &"]".repeat(10_000)] {
        assert!(yaml(&deep).is_err());
    }
    // A list of lists by dashes is handed on: the core counts how deep it is.
    assert!(yaml(&"- ".repeat(10_000)).is_ok());
    assert!(toml(&format!("a = {}1{}", "[".repeat(10_000), "]".repeat(10_000))).is_err());
}

#[test]
fn another_ending_is_json() {
    assert_eq!(json(Path::new("-"), "{\"a\":1}").map(|json| json.get().to_owned()), ok("{\"a\":1}"));
    assert!(json(Path::new("x.txt"), "a: 1").expect_err("no JSON").starts_with("not JSON: "));
}
