//! What is told is heard where Stripe has signed it, and nowhere else.

use crate::server::Server;
use crate::world::{SECRET, World};
use serde_json::json;

#[test]
fn what_is_not_signed_by_stripe_is_not_heard() {
    let world = World::new();
    world.open("a");
    world.card("a", &["ok"]);
    for (told, status) in [
        (json!({}), 200),
        (json!({"age": 290}), 200),
        (json!({"age": 400}), 400),
        (json!({"age": -400}), 400),
        (json!({"secret": "whsec_other"}), 400),
        (json!({"secret": SECRET, "times": 2}), 200),
    ] {
        let answered = world.fake.told("tell", &told);
        let all = answered["statuses"].as_array().expect("a list");
        assert!(!all.is_empty() && all.iter().all(|one| *one == status), "{told} {answered}");
    }
    let hook = |headers: &[(&str, &str)], body: &str| {
        let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
        let mut asked = agent.post(format!("{}/v1/stripe/webhook", world.server().base));
        for (name, value) in headers {
            asked = asked.header(*name, *value);
        }
        asked.send(body).ok().map(|answer| answer.status().as_u16())
    };
    assert_eq!(hook(&[], "{}"), Some(400), "nobody has signed it");
    assert_eq!(hook(&[("stripe-signature", "t=1,v1=00")], "{}"), Some(400));
    // It may hang up before all of it has come.
    assert!(matches!(hook(&[], &"x".repeat((1 << 20) + 1)), None | Some(413)));
    // A key of the API is no signature.
    assert_eq!(hook(&[("authorization", &format!("Bearer {}", crate::server::KEY))], "{}"), Some(400));
}

#[test]
fn a_host_without_stripe_or_its_secret_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(&folder.path().join("x.db"), "report");
    let (status, told) = server.post("/v1/stripe/webhook", &json!({}));
    assert_eq!((status, &told["code"]), (409, &json!("no_stripe")));
    server.open();
    let (status, told) = server.post("/v1/accounts/a/setup-intents", &json!({}));
    assert_eq!((status, &told["code"]), (409, &json!("no_stripe")), "{told}");
    assert_eq!(server.post("/v1/accounts/gone/setup-intents", &json!({})).0, 404);
    let words = ["--stripe-key", "sk_test_x", "--stripe-url", "http://127.0.0.1:65000"];
    let server = Server::start_with(&folder.path().join("y.db"), "stripe", &words);
    assert_eq!(server.post("/v1/stripe/webhook", &json!({})).0, 400);
}

#[test]
fn a_host_is_not_started_with_what_cannot_be_used() {
    let program = env!("CARGO_BIN_EXE_counterfoil");
    for (words, said) in [
        (&["--payments", "stripe"][..], "COUNTERFOIL_STRIPE_KEY"),
        (&["--payments", "stripe", "--stripe-key", "pk_live_hush"], "sk_"),
        (&["--payments", "stripe", "--stripe-key", "sk_hush", "--stripe-url", "http://stripe.example"], "https"),
        (&["--payments", "stripe", "--stripe-key", "sk_hush", "--stripe-webhook-secret", "a,b,c"], "more than 2"),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let mut command = std::process::Command::new(program);
        command.args(["serve", "--listen", "127.0.0.1:0", "--database"]).arg(folder.path().join("x.db")).args(words);
        let told = command.env_remove("COUNTERFOIL_STRIPE_KEY").output().expect("it ends");
        let text = String::from_utf8_lossy(&told.stderr);
        assert_eq!(told.status.code(), Some(2), "{words:?} {text}");
        assert!(text.contains(said) && !text.contains("hush"), "{words:?} {text}");
    }
}

#[test]
fn secrets_are_not_shown() {
    let told = std::process::Command::new(env!("CARGO_BIN_EXE_counterfoil"))
        .args(["config", "show", "--stripe-key", "sk_live_hush", "--stripe-url", "https://stripe.example"])
        .env("COUNTERFOIL_STRIPE_WEBHOOK_SECRET", "whsec_hush,whsec_hush2")
        .output()
        .expect("it ends");
    let text = String::from_utf8(told.stdout).expect("text");
    for line in [
        "stripe-key = \"***\"  # command line",
        "stripe-webhook-secret = [\"***\", \"***\"]  # environment",
        "stripe-url = \"https://stripe.example\"  # command line",
    ] {
        assert!(text.lines().any(|own| own == line), "{line}\n{text}");
    }
    assert!(!text.contains("hush"), "{text}");
}
