//! A quarter of many accounts of all five presets, by the tenant's own clock, while hosts are killed: every charge has its decision,
//! every decision one charge at most, every period one invoice, numbers have no gap, and the books are what the engine makes of them.

use crate::killed::made_again;
use crate::server::{Server, agent};
use counterfoil::Engine;
use counterfoil::outbox::event_id;
use counterfoil_postgres::Server as Postgres;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::sync::RwLock;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

const PRESETS: [&str; 5] = ["prepaid-cpaas", "prepaid-ladder", "credits-overage", "seat-invoiced", "seat-plan-credit"];
/// Cards, by what comes of them.
const CARDS: [&str; 6] = ["visa", "visa", "mastercard", "lost", "timeout", "decline"];
const PAUSE: Duration = Duration::from_millis(1_500);

/// The tenant `main` is the first.
const MAIN: i64 = 1;
/// Accounts of which somebody is told.
const WATCHED: usize = 30;
/// What a host tells of itself.
const NOTICES: [&str; 4] = ["payment.received", "invoice.issued", "invoice.collection_failed", "invoice.reminder"];

/// How many; `QUARTER` says otherwise.
fn accounts() -> usize {
    std::env::var("QUARTER").ok().and_then(|count| count.parse().ok()).unwrap_or(1_000)
}

fn name(number: usize) -> String {
    format!("q{number}")
}

fn usage(preset: &str, id: &str, time: &str, quantity: usize) -> Value {
    let (product, unit) = match preset {
        "prepaid-cpaas" => ("voice.inbound", "minute"),
        "prepaid-ladder" => ("call.agent", "minute"),
        "credits-overage" => ("agent.minutes", "minute"),
        "seat-invoiced" => ("conversations", "conversation"),
        _ => ("call.inbound", "second"),
    };
    json!({"type": "usage", "id": id, "time": time, "product": product, "unit": unit, "quantity": quantity})
}

/// Hosts that may be gone at any time.
struct Hosts<'a> {
    database: &'a OsStr,
    hosts: RwLock<Vec<Server>>,
    kills: AtomicU64,
}

impl Hosts<'_> {
    /// Asks any of them until one answers.
    fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> Value {
        let agent = agent(crate::server::KEY);
        let begun = Instant::now();
        for attempt in 0.. {
            assert!(begun.elapsed() < Duration::from_secs(120), "{method} {path}: nobody answers");
            let base = {
                let hosts = self.hosts.read().expect("hosts");
                hosts[attempt % hosts.len()].base.clone()
            };
            let url = format!("{base}{path}");
            let answer = match body {
                None => agent.get(url).call(),
                Some(body) if method == "PUT" => agent.put(url).content_type("application/json").send(body.to_string()),
                Some(body) => agent.post(url).content_type("application/json").send(body.to_string()),
            };
            let Ok(mut answer) = answer else {
                std::thread::sleep(Duration::from_millis(20));
                continue;
            };
            let status = answer.status().as_u16();
            let Ok(text) = answer.body_mut().read_to_string() else { continue };
            match status {
                200 | 201 => return serde_json::from_str(&text).expect("JSON"),
                503 => std::thread::sleep(Duration::from_millis(20)),
                other => panic!("{method} {path}: {other} {text}"),
            }
        }
        unreachable!()
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        self.ask("POST", path, Some(body))
    }

    fn all(&self, path: &str) -> Vec<Value> {
        let (mut found, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = self.ask("GET", &format!("{path}limit=200{cursor}"), None);
            found.extend(page["data"].as_array().expect("a list").clone());
            match page["cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return found,
            }
        }
    }

    fn open(&self, number: usize, digests: &BTreeMap<&str, Value>) {
        let preset = PRESETS[number % PRESETS.len()];
        let settings = match preset {
            "seat-invoiced" => json!({}),
            _ => json!({"recharge": {"enabled": true, "threshold": "50", "amount": "25"}}),
        };
        let customer = json!({"name": "Muster GmbH", "city": "Bonn", "postcode": "53111", "country": "DE"});
        let time = "2026-01-01T00:00:00Z";
        let open = json!({"account": name(number), "time": time, "settings": settings, "customer": customer});
        self.post("/v1/accounts", &json!({"rulebook": digests[preset], "open": open}));
        let card = json!({"type": "card", "method": CARDS[number % CARDS.len()], "brand": "Visa", "last4": "4242", "expires": "2031-12"});
        let mut events =
            vec![json!({"type": "method_added", "id": "card", "time": time, "method": card, "default": true})];
        match preset {
            "seat-invoiced" => events.push(json!({"type": "subscribed", "id": "seats", "time": time, "subscription": "seats", "plan": "seat", "quantity": 2})),
            "seat-plan-credit" => events.push(json!({"type": "subscribed", "id": "seats", "time": time, "subscription": "seats", "plan": "smart", "quantity": 1})),
            _ => events.push(json!({"type": "top_up", "id": "first", "time": time, "amount": "60"})),
        }
        self.post(&format!("/v1/accounts/{}/events", name(number)), &json!({"events": events}));
    }

    /// The tenant's time goes on.
    fn until(&self, time: &str) {
        self.post("/v1/test-clock", &json!({"now": time}));
        let begun = Instant::now();
        loop {
            let told = self.ask("GET", "/v1/test-clock", None);
            if told.get("goal").is_none() {
                return;
            }
            assert!(begun.elapsed() < Duration::from_secs(300), "time does not pass: {told}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// One after the other is killed, and another begins, until told to stop.
    fn killed(&self, stop: &AtomicBool) {
        while !stop.load(Ordering::Relaxed) {
            std::thread::sleep(PAUSE);
            let kill = self.kills.fetch_add(1, Ordering::Relaxed) as usize;
            let mut hosts = self.hosts.write().expect("hosts");
            let which = kill * 7 % hosts.len();
            // A file has one host at a time.
            hosts[which].kill();
            let gone = hosts.remove(which);
            gone.stop();
            hosts.insert(which, host(self.database));
        }
    }
}

/// One that hears itself what it tells.
fn host(database: &OsStr) -> Server {
    Server::start_with(database, "simulator", &["--inbox"])
}

fn quarter(database: &OsStr, count: usize) {
    let hosts = (0..count).map(|_| host(database)).collect();
    let hosts = Hosts { database, hosts: RwLock::new(hosts), kills: AtomicU64::new(0) };
    hosts.post("/v1/test-clock", &json!({"now": "2026-01-01T00:00:00Z"}));
    let watched: Vec<String> = (0..WATCHED.min(accounts())).map(name).collect();
    hosts.ask("PUT", "/v1/webhooks/all", Some(&json!({"url": "inbox:", "accounts": watched})));
    let digests: BTreeMap<&str, Value> = PRESETS
        .iter()
        .map(|preset| {
            let file = format!("{}/../core/presets/{preset}.json", env!("CARGO_MANIFEST_DIR"));
            let rulebook: Value =
                serde_json::from_str(&std::fs::read_to_string(file).expect("a preset")).expect("JSON");
            (*preset, hosts.post("/v1/rulebooks", &rulebook)["digest"].clone())
        })
        .collect();
    (0..accounts()).for_each(|number| hosts.open(number, &digests));
    let stop = AtomicBool::new(false);
    std::thread::scope(|threads| {
        threads.spawn(|| hosts.killed(&stop));
        // The killer ends with whatever ends this.
        let weeks = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            for (week, day) in ["01-08", "01-22", "02-05", "02-19", "03-05", "03-19", "04-02"].into_iter().enumerate() {
                let time = format!("2026-{day}T00:00:00Z");
                hosts.until(&time);
                for number in 0..accounts() {
                    let preset = PRESETS[number % PRESETS.len()];
                    let one = usage(preset, &format!("u{week}"), &time, 30 + (number * 13 + week * 7) % 150);
                    hosts.post(&format!("/v1/accounts/{}/events", name(number)), &json!({"events": [one]}));
                }
            }
            hosts.until("2026-04-20T00:00:00Z");
        }));
        stop.store(true, Ordering::Relaxed);
        weeks.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    });
    let kills = hosts.kills.load(Ordering::Relaxed);
    assert!(kills >= 3, "{kills} kills");
    let (charges, invoices) = holds(&hosts);
    let engine = Engine::embedded().expect("the engine");
    (0..accounts()).step_by(7).for_each(|number| folds(&hosts, &engine, &name(number)));
    told(&hosts, &watched);
    println!("{} accounts, {charges} charges, {invoices} invoices, {kills} kills", accounts());
    drop(hosts);
    let told: Value = made_again(database);
    assert_eq!((&told["accounts"], &told["faults"]), (&json!(accounts()), &json!([])));
}

/// Every effect of the accounts that a webhook is told of was delivered, under the one id that it has.
fn told(hosts: &Hosts<'_>, watched: &[String]) {
    let of = |state: &str| hosts.all(&format!("/v1/webhooks/all/deliveries?state={state}&"));
    let begun = Instant::now();
    while !of("waiting").is_empty() {
        assert!(begun.elapsed() < Duration::from_secs(120), "{} are not delivered", of("waiting").len());
        std::thread::sleep(Duration::from_millis(200));
    }
    assert_eq!(of("dead"), Vec::<Value>::new());
    let sent = of("sent");
    let ids: BTreeSet<&str> = sent.iter().filter_map(|one| one["event"].as_str()).collect();
    assert_eq!(ids.len(), sent.len(), "a delivery for each event");
    let mut effects = 0;
    for account in watched {
        for effect in hosts.all(&format!("/v1/accounts/{account}/effects?")) {
            let id = event_id(MAIN, account, effect["id"].as_str().expect("an id"));
            assert!(ids.contains(&*id), "{account}: nobody was told of {effect}");
            effects += 1;
        }
    }
    // Beside effects there are the host's own notices.
    let notices = sent.iter().filter(|one| NOTICES.iter().any(|kind| one["type"] == *kind)).count();
    assert_eq!(sent.len(), effects + notices);
    assert!(effects > watched.len() * 3, "{effects} effects");
}

/// One call over all that happened to an account, its first event told last, makes the state in the books.
fn folds(hosts: &Hosts<'_>, engine: &Engine, account: &str) {
    let kept = hosts.ask("GET", &format!("/v1/accounts/{account}"), None);
    let mut events = hosts.all(&format!("/v1/accounts/{account}/events?"));
    events.reverse();
    let (state, as_of) = (&kept["state"], &kept["state"]["as_of"]);
    let call = json!({"rulebook": kept["rulebook"], "open": kept["opening"], "as_of": as_of, "payments": "report", "events": events});
    let reply = engine.call("apply", call.to_string().as_bytes()).expect("an answer").bytes;
    let told: Value = serde_json::from_slice(&reply).expect("JSON");
    assert_eq!(told["answer"]["state"].to_string(), state.to_string(), "{account}: {}", told["problems"]);
}

/// What has to hold of every account; charges and invoices that there were.
fn holds(hosts: &Hosts<'_>) -> (usize, usize) {
    let filed = hosts.all("/v1/invoices?");
    for (place, invoice) in filed.iter().enumerate() {
        assert_eq!(invoice["number"], format!("INV-{:06}", place + 1), "a gap, or two of one number");
    }
    let (mut charges, mut drafted) = (0, 0);
    for number in 0..accounts() {
        let path = |list: &str| format!("/v1/accounts/{}/{list}", name(number));
        let effects = |kind: &str| hosts.all(&format!("{}?kind={kind}&", path("effects")));
        let asked = effects("charge_request");
        let decided: BTreeSet<&str> = asked.iter().filter_map(|effect| effect["charge"].as_str()).collect();
        assert_eq!(decided.len(), asked.len(), "a charge is asked for once");
        let payments = hosts.all(&format!("{}?", path("payments")));
        let of = |kinds: [&'static str; 2]| {
            payments.iter().filter(move |paid| kinds.iter().any(|kind| paid["kind"] == *kind))
        };
        let made: BTreeSet<&str> = of(["recharge", "debit"]).filter_map(|paid| paid["charge"].as_str()).collect();
        assert_eq!(decided, made, "{}: every charge has its decision, and every decision its charge", name(number));
        let over = |paid: &&Value| ["paid", "failed"].iter().any(|state| paid["state"] == *state);
        let open: Vec<&Value> = of(["recharge", "debit"]).filter(|paid| !over(paid)).collect();
        assert!(open.is_empty(), "{open:?}");
        let stray: Vec<&Value> = payments.iter().filter(|paid| paid["state"] == "unposted").collect();
        assert!(stray.is_empty(), "{stray:?}");
        // What was paid is in the books once.
        let entries = hosts.all(&format!("{}?kind=recharge&", path("history")));
        let paid = of(["recharge", "debit"]).filter(|paid| paid["state"] == "paid").count();
        assert_eq!(entries.len(), paid, "{}", name(number));
        let invoices = effects("invoice_drafted");
        let names: BTreeSet<&str> = invoices.iter().filter_map(|effect| effect["invoice"].as_str()).collect();
        assert_eq!(names.len(), invoices.len());
        let numbered: Vec<&str> = filed
            .iter()
            .filter(|filed| filed["account"] == name(number))
            .filter_map(|filed| filed["name"].as_str())
            .collect();
        assert_eq!(numbered.len(), names.len(), "{}: each invoice has one number", name(number));
        assert_eq!(numbered.into_iter().collect::<BTreeSet<_>>(), names);
        (charges, drafted) = (charges + made.len(), drafted + names.len());
    }
    assert_eq!(drafted, filed.len());
    assert!(charges > accounts() / 2 && drafted > accounts(), "{charges} charges, {drafted} invoices");
    (charges, drafted)
}

#[test]
fn a_quarter_passes_while_hosts_are_killed_in_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    quarter(folder.path().join("x.db").as_os_str(), 1);
}

#[test]
fn a_quarter_passes_while_three_hosts_are_killed_in_postgres() {
    let postgres = Postgres::start().expect("PostgreSQL");
    quarter(OsStr::new(&postgres.database().expect("a database")), 3);
}
