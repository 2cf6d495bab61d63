//! Killed at each call of Stripe: before it is heard, after it is done, and after it was answered. Each charge moves money at most once, and
//! the books say what Stripe's say.

use crate::disputed::invoiced;
use crate::world::World;
use serde_json::{Value, json};

const DAY_S: i64 = 86_400;
/// What happens to a call, or to the host that makes it.
const FAULTS: [&str; 6] = ["kill_before", "kill_after", "kill_answered", "drop_before", "drop_after", "500_after"];

/// Faults, each at a call that comes so many after those before it.
type Script = Vec<(usize, &'static str)>;

/// Whatever happens to the first calls of a charge, and to those by which it is asked about.
fn scripts() -> Vec<Script> {
    let twice = ["kill_before", "kill_after", "500_after"].into_iter().flat_map(|first| {
        ["kill_before", "kill_after", "kill_answered"].map(|second| vec![(1, first), (0, second), (1, first)])
    });
    let once = (0..3).flat_map(|skip| FAULTS.map(|fault| vec![(skip, fault)]));
    once.chain(twice).chain((0..DRAWN).map(drawn)).collect()
}

/// How many are drawn beside those; `STRIPE_SEED` draws others.
const DRAWN: u64 = 10;

/// One to four faults, the same for a seed.
fn drawn(place: u64) -> Script {
    let seed: u64 = std::env::var("STRIPE_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let mut state = seed.wrapping_mul(1_000).wrapping_add(place);
    let mut draw = |most: usize| {
        // SplitMix64.
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % most as u64) as usize
    };
    (0..=draw(4)).map(|_| (draw(3), FAULTS[draw(FAULTS.len())])).collect()
}

#[test]
fn a_killed_host_charges_once_in_a_file() {
    let mut world = World::new();
    charges(&mut world, scripts());
    top_ups(&mut world);
    refunds(&mut world);
    world.sound();
}

#[test]
fn a_killed_host_charges_once_in_postgresql() {
    let postgres = counterfoil_postgres::Server::start().expect("PostgreSQL");
    let database = postgres.database().expect("a database");
    let mut world = World::on(tempfile::tempdir().expect("a folder"), database);
    let kills = |script: &Script| script.len() == 1 && script[0].0 > 0 && script[0].1.starts_with("kill");
    charges(&mut world, scripts().into_iter().filter(kills).collect());
    world.sound();
}

fn charges(world: &mut World, scripts: Vec<Script>) {
    for (place, script) in scripts.into_iter().enumerate() {
        let account = format!("k{place}");
        world.open(&account);
        world.card(&account, &["ok"]);
        // Nothing is charged before the faults are known.
        let faults = script.iter().map(|(skip, fault)| json!({"call": "*", "skip": skip, "fault": fault}));
        world.fake.told("faults", &faults.collect());
        let usage = json!({"type": "usage", "id": "u", "time": world.now(), "product": "call", "quantity": 20, "unit": "minute"});
        world.tried(&format!("/v1/accounts/{account}/events"), &json!({"events": [usage]}));
        world.pass(DAY_S);
        world.fake.told("faults", &json!([]));
        world.pass(DAY_S);
        held(world, &account, &script);
    }
}

/// Books and ledger of an account that was charged 40 once.
fn held(world: &World, account: &str, script: &Script) {
    let told = world.payment(account, "recharge");
    let intents = world.fake.has("payments", account);
    assert_eq!((intents.len(), world.fake.moved(account)), (1, 4_000), "{script:?} {intents:?}");
    assert_eq!((&told["state"], &told["reference"]), (&json!("paid"), &intents[0]["id"]), "{script:?} {told}");
    assert_eq!(world.balance(account), "80.00", "{script:?}");
}

/// The same of what an owner asks for by hand, which is said again where no answer came.
fn top_ups(world: &mut World) {
    let points = (0..3).flat_map(|skip| FAULTS.map(|fault| (skip, fault)));
    for (place, (skip, fault)) in points.enumerate() {
        let account = format!("t{place}");
        world.open(&account);
        world.card(&account, &["ok"]);
        world.fake.told("faults", &json!([{"call": "*", "skip": skip, "fault": fault}]));
        let charges = format!("/v1/accounts/{account}/charges");
        world.tried(&charges, &json!({"id": "u", "amount": "40"}));
        world.pass(DAY_S);
        world.fake.told("faults", &json!([]));
        world.tried(&charges, &json!({"id": "u", "amount": "40"}));
        world.pass(DAY_S);
        let told = world.payment(&account, "top_up");
        let intents = world.fake.has("payments", &account);
        assert_eq!((intents.len(), world.fake.moved(&account)), (1, 4_000), "{fault} {skip} {intents:?}");
        assert_eq!((&told["state"], &told["reference"]), (&json!("paid"), &intents[0]["id"]), "{fault} {skip} {told}");
        assert_eq!(world.balance(&account), "100.00", "{fault} {skip}");
    }
}

/// The same of what is paid back.
fn refunds(world: &mut World) {
    for (place, fault) in ["kill_before", "kill_after", "kill_answered"].into_iter().enumerate() {
        for skip in 0..3 {
            let account = format!("r{place}{skip}");
            let (invoice, whole) = invoiced(world, &account);
            world.fake.told("faults", &json!([{"call": "*", "skip": skip, "fault": fault}]));
            let credit = json!({"reason": "All of it", "to": "payer"});
            world.tried(&format!("/v1/invoices/{invoice}/credit-notes"), &credit);
            world.pass(DAY_S);
            world.fake.told("faults", &json!([]));
            world.pass(DAY_S);
            let back: u64 = world.fake.has("refunds", &account).iter().map(amount).sum();
            assert_eq!((back, world.fake.has("refunds", &account).len()), (whole, 1), "{fault} {skip}");
            assert_eq!(world.payment(&account, "refund")["state"], "paid", "{fault} {skip}");
        }
    }
}

fn amount(refund: &Value) -> u64 {
    refund["amount"].as_u64().expect("a count")
}
