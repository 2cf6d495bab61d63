//! Cards and bank accounts: taken in by Stripe, added once, verified, and let go of.

use crate::world::{World, bare, on_both};
use serde_json::{Value, json};

fn kept(world: &World, account: &str) -> Vec<Value> {
    let (_, told) = world.server().get(&format!("/v1/accounts/{account}"));
    told["state"]["methods"].as_array().cloned().unwrap_or_default()
}

#[test]
fn a_card_is_added_once_by_whoever_asks_first() {
    let world = World::new();
    world.open("a");
    let intents = "/v1/accounts/a/setup-intents";
    let (status, intent) = world.server().post(intents, &json!({}));
    assert_eq!((status, &intent["status"]), (201, &json!("requires_payment_method")), "{intent}");
    assert!(intent["client_secret"].is_string());
    let id = intent["setup_intent"].as_str().expect("an id");
    let complete = || bare(world.server(), &format!("{intents}/{id}/complete"));
    let (status, told) = complete();
    assert_eq!((status, &told["status"]), (200, &json!("requires_payment_method")), "nothing is there yet");
    assert!(told.get("client_secret").is_none() && kept(&world, "a").is_empty(), "{told}");
    world.fake.told("confirm", &json!({"setup_intent": id, "does": ["ok"], "last4": "0341"}));
    let heard = world.fake.told("tell", &json!({"times": 3}));
    assert_eq!(heard["statuses"], json!([200, 200, 200]));
    assert_eq!(complete().0, 200);
    let methods = kept(&world, "a");
    assert_eq!(methods.len(), 1, "{methods:?}");
    assert_eq!(
        methods[0],
        json!({"type": "card", "method": complete().1["method"], "brand": "Visa", "last4": "0341", "name": "Jenny Rosen", "expires": "2034-12"})
    );
    // A second one is of the same customer.
    world.card("a", &["ok"]);
    assert_eq!((world.fake.has("customers", "a").len(), kept(&world, "a").len()), (1, 2));
}

#[test]
fn a_bank_account_is_added_when_it_is_verified() {
    let world = World::new();
    world.open("a");
    let intents = "/v1/accounts/a/setup-intents";
    let (_, intent) = world.server().post(intents, &json!({"type": "us_bank_account"}));
    let id = intent["setup_intent"].as_str().expect("an id");
    world.fake.told("confirm", &json!({"setup_intent": id, "does": ["processing"], "last4": "6789"}));
    let (_, told) = bare(world.server(), &format!("{intents}/{id}/complete"));
    assert_eq!((&told["status"], &told["verify"]["type"]), (&json!("requires_action"), &json!("amounts")), "{told}");
    let verify = |body: Value| world.server().post(&format!("{intents}/{id}/verification"), &body);
    for (body, status, code) in [
        (json!({}), 422, "request_shape"),
        (json!({"amounts": [32, 45], "code": "SM11AA"}), 422, "request_shape"),
        (json!({"amounts": [32]}), 422, "wrong_type"),
        (json!({"amounts": [0, 45]}), 422, "wrong_type"),
        (json!({"code": "SM11"}), 422, "wrong_type"),
        (json!({"amounts": [1, 2]}), 422, "stripe_refused"),
        (json!({"code": "SM11AB"}), 422, "stripe_refused"),
    ] {
        let (answered, told) = verify(body.clone());
        assert_eq!((answered, &told["code"]), (status, &json!(code)), "{body}: {told}");
    }
    assert!(kept(&world, "a").is_empty(), "what is not verified is not there");
    let (status, told) = verify(json!({"code": "sm11aa"}));
    assert_eq!((status, &told["status"]), (200, &json!("succeeded")), "{told}");
    let bank = &kept(&world, "a")[0];
    assert_eq!((&bank["type"], &bank["last4"], &bank["verified"]), (&json!("bank"), &json!("6789"), &json!(true)));
    assert_eq!(world.fake.told("tell", &json!({}))["statuses"], json!([200]), "and once");
    assert_eq!(kept(&world, "a").len(), 1);
}

#[test]
fn a_setup_intent_is_of_one_account() {
    let world = World::new();
    world.open("a");
    world.open("b");
    let (_, intent) = world.server().post("/v1/accounts/a/setup-intents", &json!({}));
    let id = intent["setup_intent"].as_str().expect("an id");
    world.server().post("/v1/accounts/b/setup-intents", &json!({}));
    world.fake.told("confirm", &json!({"setup_intent": id, "does": ["ok"]}));
    for at in [
        format!("b/setup-intents/{id}"),
        "a/setup-intents/seti_gone".into(),
        "a/setup-intents/pi_1".into(),
        "a/setup-intents/..%2Fcustomers".into(),
        format!("gone/setup-intents/{id}"),
    ] {
        let (status, told) = bare(world.server(), &format!("/v1/accounts/{at}/complete"));
        assert_eq!(status, 404, "{at}: {told}");
    }
    assert!(kept(&world, "b").is_empty());
    let (status, told) = world.server().post("/v1/accounts/a/setup-intents", &json!({"type": "sepa_debit"}));
    assert_eq!((status, &told["code"]), (422, &json!("wrong_type")), "{told}");
}

#[test]
fn a_method_that_is_removed_is_let_go_of() {
    on_both(let_go_of);
}

fn let_go_of(mut world: World) {
    world.open("a");
    let first = world.card("a", &["ok"]);
    let second = world.card("a", &["ok"]);
    world.event("a", json!({"type": "method_removed", "id": "r", "time": world.now(), "method": second}));
    world.fake.fails(&format!("POST /v1/payment_methods/{second}/detach"), &["drop_before", "drop_after"]);
    world.pass(3_600);
    let told = world.payment("a", "detach");
    assert_eq!((&told["state"], &told["method"]), (&json!("void"), &json!(second)), "{told}");
    let ledger = world.fake.told("ledger", &json!({}));
    let customer = |method: &str| {
        let all = ledger["methods"].as_array().expect("a list");
        all.iter().find(|one| one["id"] == method).expect("a method")["customer"].clone()
    };
    assert!(customer(&first).is_string() && customer(&second).is_null());
}

/// Stripe does not answer: nothing is kept, and the same again does it.
#[test]
fn what_stripe_does_not_answer_is_asked_again() {
    let world = World::new();
    world.open("a");
    for call in ["POST /v1/customers", "POST /v1/setup_intents"] {
        for fault in ["drop_before", "drop_after", "500_after", "401"] {
            world.fake.fails(call, &[fault]);
            let (status, told) = world.server().post("/v1/accounts/a/setup-intents", &json!({}));
            assert_eq!((status, &told["code"]), (503, &json!("stripe_unavailable")), "{call} {fault}: {told}");
            world.fake.told("forget", &json!({}));
        }
    }
    world.card("a", &["ok"]);
    assert_eq!(kept(&world, "a").len(), 1);
}

/// A host is killed while an account becomes a customer: it is one, and the same, whoever goes on.
#[test]
fn an_account_becomes_one_customer() {
    let mut world = World::new();
    for (call, place) in [("POST /v1/customers", 0), ("POST /v1/setup_intents", 1)] {
        for fault in ["kill_before", "kill_after", "kill_answered"] {
            let account = format!("{fault}{place}");
            world.open(&account);
            world.fake.fails(call, &[fault]);
            world.tried(&format!("/v1/accounts/{account}/setup-intents"), &json!({}));
            world.begin();
            world.card(&account, &["ok"]);
            assert_eq!(world.fake.has("customers", &account).len(), 1, "{call} {fault}");
            assert_eq!(kept(&world, &account).len(), 1, "{call} {fault}");
            world.use_up(&account, "u");
            world.pass(60);
            assert_eq!(world.fake.moved(&account), 4_000, "{call} {fault}");
        }
    }
    world.sound();
}
