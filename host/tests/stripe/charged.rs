//! What comes of a charge, of each answer that Stripe gives or does not give.

use crate::world::World;
use serde_json::{Value, json};

const DAY_S: i64 = 86_400;

/// An account with a card that behaves so is charged.
fn charged(world: &World, account: &str, does: &[&str]) {
    world.open(account);
    world.card(account, does);
    world.use_up(account, "u");
}

#[test]
fn a_card_is_charged_once_and_its_decline_is_told_by_its_code() {
    let mut world = World::new();
    for (account, does) in
        [("paid", "ok"), ("soft", "insufficient_funds"), ("hard", "stolen_card"), ("asked", "authentication")]
    {
        charged(&world, account, &[does]);
    }
    world.pass(3_600);
    let states = ["paid", "soft", "hard", "asked"].map(|account| {
        let told = world.payment(account, "recharge");
        (told["state"].as_str().expect("a state").to_owned(), world.balance(account))
    });
    let failed = || ("failed".to_owned(), "40.00".to_owned());
    assert_eq!(states, [("paid".into(), "80.00".into()), failed(), failed(), failed()]);
    let intents = world.fake.has("payments", "paid");
    assert_eq!((intents.len(), &intents[0]["amount_received"]), (1, &json!(4_000)));
    assert_eq!(world.payment("paid", "recharge")["reference"], intents[0]["id"]);
    let why = |account: &str| world.payment(account, "recharge")["reason"].as_str().expect("a reason").to_owned();
    assert!(why("soft").contains("insufficient_funds"), "{}", why("soft"));
    assert!(why("hard").contains("stolen_card"), "{}", why("hard"));
    assert!(why("asked").contains("authentication_required"), "{}", why("asked"));
    // What somebody would have had to confirm cannot come true later.
    assert_eq!(world.fake.has("payments", "asked")[0]["status"], "canceled");
    // A soft decline is tried again as the ladder has it, under another key; a hard one never with this card.
    for account in ["soft", "hard"] {
        world.use_up(account, "u2");
    }
    world.pass(3_600);
    assert_eq!((world.fake.has("payments", "soft").len(), world.fake.has("payments", "hard").len()), (2, 1));
    world.sound();
}

/// Whatever happens on the way, money moves once: the charge is found, or made under its key.
#[test]
fn what_is_unknown_is_asked_about_and_charged_once() {
    let mut world = World::new();
    let scripts: [&[&str]; 9] = [
        &["drop_before"],
        &["drop_after"],
        &["500_after"],
        &["409", "409"],
        &["429"],
        &["half"],
        &["drop_before", "429", "drop_after"],
        &["slow"],
        &["401"],
    ];
    for (place, script) in scripts.iter().enumerate() {
        let account = format!("a{place}");
        charged(&world, &account, &["ok"]);
        world.fake.fails("POST /v1/payment_intents", script);
        world.pass(DAY_S);
        assert_eq!(world.balance(&account), "80.00", "{script:?} {:?}", world.payments(&account));
        assert_eq!(world.fake.has("payments", &account).len(), 1, "{script:?}");
        assert_eq!(world.payment(&account, "recharge")["state"], "paid", "{script:?}");
    }
    world.sound();
}

/// A fault of Stripe's is what it says under that key for a day. Then the key is as good as new, and nothing was made by it.
#[test]
fn a_fault_that_is_kept_under_a_key_ends_with_the_key() {
    let mut world = World::new();
    charged(&world, "a", &["ok"]);
    world.fake.fails("POST /v1/payment_intents", &["500_before"]);
    world.pass(DAY_S);
    let waits = world.payment("a", "recharge");
    assert_eq!((&waits["state"], world.balance("a")), (&json!("sent"), "40.00".to_owned()));
    assert!(waits["reason"].as_str().is_some_and(|why| why.contains("500")), "{waits}");
    world.fake.told("forget", &json!({}));
    world.pass(DAY_S);
    assert_eq!((world.balance("a"), world.fake.has("payments", "a").len()), ("80.00".into(), 1));
    let calls = world.fake.told("ledger", &json!({}))["calls"].clone();
    let keys = calls.as_array().expect("calls").iter().filter(|call| call["call"] == "POST /v1/payment_intents");
    let keys: std::collections::BTreeSet<String> = keys.map(|call| call["key"].to_string()).collect();
    assert_eq!(keys.len(), 1, "one charge has one key: {keys:?}");
}

/// After a day Stripe knows no key any more: what was made is found by its metadata, however much was made since.
#[test]
fn a_charge_is_found_when_its_key_is_forgotten() {
    let mut world = World::new();
    charged(&world, "a", &["ok"]);
    // It is made, and nobody learns of it, until the host is gone.
    let down: Vec<Value> =
        (0..40).map(|_| json!({"call": "GET /v1/payment_intents", "skip": 1, "fault": "drop_before"})).collect();
    let first = json!([{"call": "POST /v1/payment_intents", "fault": "drop_after"}]);
    let all = [first.as_array().expect("a list").clone(), down].concat();
    world.fake.told("faults", &json!(all));
    world.pass(DAY_S);
    assert_eq!((world.payment("a", "recharge")["state"].clone(), world.fake.moved("a")), (json!("sent"), 4_000));
    world.end();
    world.fake.told("forget", &json!({}));
    world.fake.told("faults", &json!([]));
    world.begin();
    world.pass(DAY_S);
    assert_eq!((world.balance("a"), world.fake.moved("a")), ("80.00".into(), 4_000));
    assert_eq!(world.payment("a", "recharge")["state"], "paid");
}

/// Books of days ago know nothing of a charge, and no more does Stripe of its key.
#[test]
fn books_that_are_restored_do_not_charge_again() {
    let mut world = World::new();
    world.open("a");
    world.card("a", &["ok"]);
    let copy = world.copied();
    world.use_up("a", "u");
    world.pass(DAY_S);
    assert_eq!((world.balance("a"), world.fake.moved("a")), ("80.00".into(), 4_000));
    world.restored(copy);
    world.fake.told("forget", &json!({}));
    assert_eq!(world.balance("a"), "60.00");
    world.use_up("a", "u");
    world.pass(DAY_S);
    assert_eq!((world.balance("a"), world.fake.moved("a")), ("80.00".into(), 4_000));
    world.sound();
}

/// What was moved is not what was asked for: a person has to look, and nothing is posted.
#[test]
fn another_amount_or_currency_is_not_posted() {
    let mut world = World::new();
    for fault in ["wrong_amount", "wrong_currency"] {
        charged(&world, fault, &["ok"]);
        world.fake.fails("POST /v1/payment_intents", &[fault]);
        world.pass(DAY_S);
        let told = world.payment(fault, "recharge");
        assert_eq!((&told["state"], world.balance(fault)), (&json!("unposted"), "40.00".to_owned()), "{told}");
        assert!(told["reason"].as_str().is_some_and(|why| why.contains("not 40.00 USD")), "{told}");
    }
    world.pass(10 * DAY_S);
    assert_eq!(world.fake.has("payments", "wrong_amount").len(), 1, "and it is not charged again");
}

#[test]
fn what_stripe_does_not_keep_is_declined_and_not_sent() {
    let mut world = World::new();
    world.open("typed");
    let typed = json!({"type": "card", "method": "visa", "brand": "Visa", "last4": "4242", "expires": "2034-12"});
    world.event("typed", json!({"type": "method_added", "id": "m", "time": world.now(), "method": typed}));
    world.use_up("typed", "u");
    // The card of somebody else, by its name: Stripe holds it against the customer.
    world.open("owner");
    let owners = world.card("owner", &["ok"]);
    world.open("thief");
    world.card("thief", &["ok"]);
    let stolen = json!({"type": "card", "method": owners, "brand": "Visa", "last4": "4242", "expires": "2034-12"});
    world.event(
        "thief",
        json!({"type": "method_added", "id": "m", "time": world.now(), "method": stolen, "default": true}),
    );
    world.use_up("thief", "u");
    world.pass(3_600);
    for account in ["typed", "thief"] {
        let told = world.payment(account, "recharge");
        assert_eq!((&told["state"], world.fake.has("payments", account).len()), (&json!("failed"), 0), "{told}");
    }
    assert_eq!(world.fake.moved("owner"), 0);
}
