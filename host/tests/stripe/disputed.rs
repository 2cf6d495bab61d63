//! Money that goes back: refunds, disputes, debits that a bank returns; and debits that are on their way for days.

use crate::server::Server;
use crate::world::{World, on_both, until};
use serde_json::{Value, json};

const DAY_S: i64 = 86_400;

fn intent(world: &World, account: &str) -> Value {
    world.fake.has("payments", account).remove(0)["id"].clone()
}

/// An account with a card that has paid 40.
fn paid(world: &mut World, account: &str) {
    world.open(account);
    world.card(account, &["ok"]);
    world.use_up(account, "u");
    world.pass(3_600);
    assert_eq!(world.balance(account), "80.00");
}

#[test]
fn a_dispute_is_a_chargeback_once_however_it_is_told() {
    on_both(charged_back_once);
}

fn charged_back_once(mut world: World) {
    for (account, amount, backwards) in [("whole", 4_000, false), ("part", 1_500, true)] {
        paid(&mut world, account);
        world.fake.told("dispute", &json!({"intent": intent(&world, account), "amount": amount}));
        let told = world.fake.told("tell", &json!({"times": 2, "backwards": backwards}));
        assert!(told["statuses"].as_array().is_some_and(|all| all.iter().all(|one| one == 200)), "{told}");
        world.pass(DAY_S);
        let back = world.payment(account, "chargeback");
        assert_eq!(
            (&back["state"], &back["amount"]),
            (&json!("paid"), &json!(format!("{}.00", amount / 100))),
            "{back}"
        );
    }
    assert_eq!((world.balance("whole"), world.balance("part")), ("40.00".into(), "65.00".into()));
    let (_, told) = world.server().get("/v1/accounts/whole/history?limit=200");
    let text = told.to_string();
    assert_eq!(text.matches("chargeback of").count(), 1, "{text}");
    world.sound();
}

#[test]
fn a_dispute_that_is_won_gives_it_again_once() {
    on_both(won);
}

fn won(mut world: World) {
    for (account, status) in [("won", "won"), ("lost", "lost"), ("late", "won")] {
        paid(&mut world, account);
        let dispute =
            world.fake.told("dispute", &json!({"intent": intent(&world, account), "amount": 4_000}))["id"].clone();
        // Of the last one nothing is heard before it is over.
        if account != "late" {
            world.fake.told("tell", &json!({}));
            world.pass(DAY_S);
            assert_eq!(world.balance(account), "40.00");
        }
        world.fake.told("decide", &json!({"dispute": dispute, "status": status}));
        let told = world.fake.told("tell", &json!({"times": 2, "types": ["charge.dispute.closed"]}));
        assert!(told["statuses"].as_array().is_some_and(|all| all.iter().all(|one| one == 200)), "{told}");
        world.pass(DAY_S);
    }
    assert_eq!(
        (world.balance("won"), world.balance("lost"), world.balance("late")),
        ("80.00".into(), "40.00".into(), "80.00".into())
    );
    assert_eq!(world.payment("won", "won")["state"], "paid");
    assert_eq!(world.payments("lost").iter().filter(|one| one["kind"] == "won").count(), 0);
    world.sound();
}

#[test]
fn an_inquiry_takes_nothing() {
    let mut world = World::new();
    paid(&mut world, "a");
    for status in ["warning_needs_response", "warning_closed", "prevented"] {
        world.fake.told("dispute", &json!({"intent": intent(&world, "a"), "status": status}));
    }
    world.fake.told("tell", &json!({}));
    world.pass(DAY_S);
    assert_eq!(world.balance("a"), "80.00");
}

/// The dispute is told while nobody knows yet that the charge was paid.
#[test]
fn a_dispute_waits_for_its_payment() {
    let mut world = World::new();
    world.open("a");
    world.card("a", &["ok"]);
    world.use_up("a", "u");
    let mut faults = vec![json!({"call": "POST /v1/payment_intents", "fault": "drop_after"})];
    faults.extend((0..40).map(|_| json!({"call": "GET /v1/payment_intents", "skip": 1, "fault": "drop_before"})));
    world.fake.told("faults", &json!(faults));
    world.pass(60);
    assert_eq!(world.payment("a", "recharge")["state"], "sent");
    world.fake.told("dispute", &json!({"intent": intent(&world, "a"), "amount": 1_500}));
    assert_eq!(world.fake.told("tell", &json!({"types": ["charge.dispute.created"]}))["statuses"], json!([200]));
    world.pass(60);
    assert_eq!(
        (world.payment("a", "chargeback")["state"].clone(), world.balance("a")),
        (json!("wanted"), "40.00".into())
    );
    world.fake.told("faults", &json!([]));
    world.pass(DAY_S);
    assert_eq!(
        (world.payment("a", "chargeback")["state"].clone(), world.balance("a")),
        (json!("paid"), "65.00".into())
    );
    world.sound();
}

/// A bank answers after days; the webhook says when, and nobody has to wait for the next look.
#[test]
fn a_debit_is_pending_until_the_bank_answers_and_may_be_returned() {
    on_both(debited);
}

fn debited(mut world: World) {
    for account in ["paid", "failed", "returned"] {
        world.open(account);
        let bank = world.method(account, "us_bank_account", &["processing"]);
        let debit = json!({"enabled": true, "method": bank, "day_of_month": 2, "amount": "100"});
        world.event(
            account,
            json!({"type": "settings_changed", "id": "s", "time": world.now(), "settings": {"bank_debit": debit}}),
        );
    }
    world.pass(2 * DAY_S);
    for account in ["paid", "failed", "returned"] {
        let debit = world.payment(account, "debit");
        assert_eq!((&debit["state"], world.balance(account)), (&json!("pending"), "60.00".to_owned()), "{debit}");
        let intent = intent(&world, account);
        let settled = if account == "failed" {
            json!({"intent": intent, "failed": "no_account"})
        } else {
            json!({"intent": intent})
        };
        world.fake.told("settle", &settled);
    }
    world.fake.told("tell", &json!({"times": 2, "backwards": true}));
    for (account, state, balance) in
        [("paid", "paid", "160.00"), ("failed", "failed", "60.00"), ("returned", "paid", "160.00")]
    {
        until(account, || world.payment(account, "debit")["state"] == state);
        assert_eq!(world.balance(account), balance, "{account}");
    }
    assert!(world.payment("failed", "debit")["reason"].to_string().contains("no_account"));
    world.fake.told("dispute", &json!({"intent": intent(&world, "returned"), "reason": "insufficient_funds"}));
    world.fake.told("tell", &json!({}));
    until("the return", || {
        world.payments("returned").iter().any(|one| one["kind"] == "return" && one["state"] == "paid")
    });
    assert_eq!(world.balance("returned"), "60.00");
    let (_, told) = world.server().get("/v1/accounts/returned/history?limit=200");
    assert!(told.to_string().contains("returned debit of"), "{told}");
    world.sound();
}

/// An account of three seats whose invoice is paid by the method that `paying` brings; and its number.
pub(crate) fn invoiced_by(server: &Server, account: &str, paying: impl Fn()) -> String {
    let preset = include_str!("../../../core/presets/seat-invoiced.json");
    let (_, told) = server.post("/v1/rulebooks", &serde_json::from_str(preset).expect("a preset"));
    let now = server.get("/v1/test-clock").1["now"].clone();
    let customer = json!({"name": "Muster GmbH", "city": "Bonn", "postcode": "53111", "country": "DE"});
    let open = json!({"account": account, "time": now, "customer": customer});
    let (status, told) = server.post("/v1/accounts", &json!({"rulebook": told["digest"], "open": open}));
    assert_eq!(status, 201, "{told}");
    paying();
    let plan =
        json!({"type": "subscribed", "id": "s", "time": now, "subscription": "seats", "plan": "seat", "quantity": 3});
    let (status, told) =
        server.post(&format!("/v1/accounts/{account}/events"), &json!({"events": [plan], "atomic": true}));
    assert_eq!(status, 200, "{told}");
    let payments = || server.get(&format!("/v1/accounts/{account}/payments")).1["data"].clone();
    until("an invoice", || payments().as_array().is_some_and(|all| all.iter().any(|one| one["state"] == "paid")));
    let (_, filed) = server.get("/v1/invoices?limit=200");
    let own =
        filed["data"].as_array().expect("a list").iter().find(|one| one["account"] == account).expect("an invoice");
    own["number"].as_str().expect("a number").to_owned()
}

/// The same by a card, and what it was, in cents.
pub(crate) fn invoiced(world: &World, account: &str) -> (String, u64) {
    let number = invoiced_by(world.server(), account, || drop(world.card(account, &["ok"])));
    (number, world.fake.moved(account))
}

fn credited(world: &mut World, invoice: &str, body: &Value) -> (u16, Value) {
    let told = world.server().post(&format!("/v1/invoices/{invoice}/credit-notes"), body);
    world.pass(3_600);
    told
}

#[test]
fn an_invoice_is_paid_back_in_parts_and_never_more_than_it_was() {
    let mut world = World::new();
    let (invoice, whole) = invoiced(&world, "a");
    let (_, filed) = world.server().get(&format!("/v1/invoices/{invoice}"));
    let line = filed["document"]["lines"][0]["id"].clone();
    let back = |world: &World| -> Vec<u64> {
        world.fake.has("refunds", "a").iter().map(|refund| refund["amount"].as_u64().expect("a count")).collect()
    };
    let part = json!({"reason": "One day", "to": "payer", "lines": [{"line": line, "net": "1"}]});
    world.fake.fails("POST /v1/refunds", &["drop_after", "429"]);
    let (status, told) = credited(&mut world, &invoice, &part);
    assert_eq!(status, 201, "{told}");
    let first = back(&world);
    assert!(first.len() == 1 && (100..200).contains(&first[0]), "{first:?}");
    // A person has paid a part back at Stripe: what is left is less than the books believe.
    let (status, told) = credited(&mut world, &invoice, &json!({"reason": "All of it", "to": "payer"}));
    assert_eq!(status, 201, "{told}");
    assert_eq!(back(&world).iter().sum::<u64>(), whole);
    let states: Vec<Value> =
        world.payments("a").iter().filter(|one| one["kind"] == "refund").map(|one| one["state"].clone()).collect();
    assert_eq!(states, ["paid", "paid"]);
    world.sound();
}

#[test]
fn what_is_not_left_is_not_paid_back() {
    let mut world = World::new();
    let (invoice, whole) = invoiced(&world, "a");
    // Somebody has paid most of it back at Stripe.
    let sent = ureq::post(format!("{}/v1/refunds", world.fake.base))
        .header("authorization", "Bearer sk_test_fake")
        .header("stripe-version", "2024-06-20")
        .send(format!("payment_intent={}&amount={}", intent(&world, "a").as_str().expect("an id"), whole - 10));
    assert_eq!(sent.expect("an answer").status().as_u16(), 200);
    let (status, told) = credited(&mut world, &invoice, &json!({"reason": "All of it", "to": "payer"}));
    assert_eq!(status, 201, "{told}");
    let refund = world.payment("a", "refund");
    assert_eq!((&refund["state"], world.fake.has("refunds", "a").len()), (&json!("failed"), 0), "{refund}");
    assert!(refund["reason"].as_str().is_some_and(|why| why.contains("only 10 is left")), "{refund}");
}

/// What a holder of a card takes back of an invoice is due again.
#[test]
fn a_disputed_invoice_is_due_again() {
    let mut world = World::new();
    let (invoice, _) = invoiced(&world, "a");
    world.fake.told("dispute", &json!({"intent": intent(&world, "a")}));
    world.fake.told("tell", &json!({}));
    world.pass(3_600);
    assert_eq!(world.payment("a", "chargeback")["state"], "paid", "{:?}", world.payments("a"));
    let (_, told) = world.server().get(&format!("/v1/invoices/{invoice}"));
    assert_ne!(told["status"], "paid", "{told}");
}
