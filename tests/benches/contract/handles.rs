//! Jobs through handles: what is kept between calls, natively and as the memory that instances in wasmtime begin with.

use crate::{REQUESTS, repeated};
use counterfoil::{Engine, Snapshot};
use counterfoil_core::{Account, Prepared, call, stamp};
use serde_json::{Value, json};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

/// Usages that are posted one by one.
const POSTED: usize = 300;
/// Instances that begin with a large card: one is too short to measure.
const INSTANCES: u32 = 100;

/// An account, and the decisions that other libraries are asked for as well.
pub(crate) struct Handles {
    authorize: Kept,
    decide: Kept,
    card: Card,
    snapshots: [OnceLock<Snapshot>; 2],
}

/// A call in its parts, and the handles that keep some of them.
struct Kept {
    check: String,
    prepared: Arc<Prepared>,
    state: String,
    as_of: Value,
    requests: Vec<Value>,
}

impl Kept {
    fn of(account: &Value, requests: Vec<Value>) -> Self {
        let check = json!({"rulebook": account["rulebook"]}).to_string();
        let prepared = Arc::new(Prepared::new(check.as_bytes()).expect("a sound rulebook"));
        let state = json!({"state": account["state"]}).to_string();
        Self { check, prepared, state, as_of: account["as_of"].clone(), requests }
    }

    fn account(&self) -> Account {
        Account::open(Arc::clone(&self.prepared), self.state.as_bytes()).expect("a sound state")
    }

    /// The calls that leave out what a rulebook's handle keeps, or an account's.
    fn rests(&self, keeps_state: bool) -> Vec<String> {
        let state: Value = serde_json::from_str(&self.state).expect("JSON");
        let rest = |request: &Value| {
            let mut call = if keeps_state { json!({}) } else { state.clone() };
            (call["as_of"], call["requests"]) = (self.as_of.clone(), json!([request]));
            call.to_string()
        };
        self.requests.iter().map(rest).collect()
    }
}

impl Handles {
    pub(crate) fn of(account: &Value, decide: &str, card: &str) -> Self {
        let request = json!({"id": "r0", "product": "call.day", "quantity": 0, "unit": "minute"});
        let decide: Value = serde_json::from_str(decide).expect("JSON");
        let requests = decide["requests"].as_array().expect("requests").clone();
        Self {
            authorize: Kept::of(account, vec![request; REQUESTS]),
            decide: Kept::of(&decide, requests),
            card: Card::of(card, account),
            snapshots: [const { OnceLock::new() }; 2],
        }
    }

    pub(crate) fn work(&self, job: &str, engine: &Engine) -> (Duration, String) {
        let stamped = |bytes: Vec<u8>| stamp(&bytes, engine.digest());
        let whole = |verb: &str, json: &[u8]| stamped(call(verb, json));
        match job {
            "authorize-one-prepared" => {
                let prepared = &self.authorize.prepared;
                asked(&self.authorize.rests(false), |rest| stamped(prepared.call("authorize", rest)))
            }
            "authorize-one-prepared-wasmtime" => {
                let prepared = self.prepared_wasmtime(engine);
                asked(&self.authorize.rests(false), |rest| prepared("authorize", rest))
            }
            "authorize-one-account" => {
                let mut account = self.authorize.account();
                asked(&self.authorize.rests(true), |rest| stamped(account.call("authorize", rest)))
            }
            "decide" => {
                let mut account = self.decide.account();
                asked(&self.decide.rests(true), |rest| stamped(account.call("authorize", rest)))
            }
            "post" => self.posted("apply", true, whole),
            "post-prepared-wasmtime" => self.posted("apply", false, self.prepared_wasmtime(engine)),
            "post-account" => self.posted_to_account("apply", stamped),
            "spend" => self.posted("spend", true, whole),
            "spend-prepared-wasmtime" => self.posted("spend", false, self.prepared_wasmtime(engine)),
            "spend-account" => self.posted_to_account("spend", stamped),
            "card-wasmtime" => repeated("authorize", &self.card.whole, 1, |verb, json| {
                engine.call(verb, json).expect("an answer").bytes
            }),
            "card-prepared-wasmtime" => {
                let prepared = self.snapshot(1, engine, &self.card.check);
                self.card.prepared(prepared)
            }
            _ => panic!("`{job}` is not a job of this worker"),
        }
    }

    /// Made by the first job that asks for it, which is a warm-up.
    fn snapshot(&self, place: usize, engine: &Engine, check: &str) -> &Snapshot {
        let made = || engine.prepare(check.as_bytes()).expect("an answer").expect("a sound rulebook");
        self.snapshots[place].get_or_init(made)
    }

    fn prepared_wasmtime(&self, engine: &Engine) -> impl Fn(&str, &[u8]) -> Vec<u8> + '_ {
        let prepared = self.snapshot(0, engine, &self.authorize.check);
        move |verb: &str, rest: &[u8]| prepared.call(verb, rest).expect("an answer").bytes
    }

    fn parts(verb: &str, place: usize) -> Value {
        let time = format!("2026-02-01T00:{:02}:{:02}Z", place / 60, place % 60);
        let (id, product) = (format!("p{place}"), "call.day");
        let mut usage = json!({"id": id, "time": time, "product": product, "quantity": "1.5", "unit": "minute"});
        let as_of = "2026-02-02T00:00:00Z";
        if verb == "spend" {
            return json!({"as_of": as_of, "payments": "succeed", "usage": usage});
        }
        usage["type"] = "usage".into();
        json!({"as_of": as_of, "payments": "succeed", "events": [usage]})
    }

    /// Usages posted one by one, each call with the state, and with the rulebook where nothing keeps it. The result is the
    /// bytes of all answers.
    fn posted(&self, verb: &str, whole: bool, call: impl Fn(&str, &[u8]) -> Vec<u8>) -> (Duration, String) {
        let before =
            if whole { format!("{},", &self.authorize.check[..self.authorize.check.len() - 1]) } else { "{".into() };
        let rests: Vec<String> = (0..POSTED).map(|place| Self::parts(verb, place).to_string()).collect();
        let mut state = self.authorize.state[1..self.authorize.state.len() - 1].to_owned();
        let (from, mut bytes) = (Instant::now(), 0);
        for rest in &rests {
            let answer = call(verb, format!("{before}{state},{}", &rest[1..]).as_bytes());
            bytes += answer.len();
            let answer = std::str::from_utf8(&answer).expect("UTF-8");
            // The state as it was written is what the next call begins with.
            let begin = answer.find(r#""state":"#).expect("a state");
            let end = answer.find(r#","entries":"#).expect("entries behind the state");
            state = answer[begin..end].to_owned();
        }
        (from.elapsed(), bytes.to_string())
    }

    fn posted_to_account(&self, verb: &str, stamped: impl Fn(Vec<u8>) -> Vec<u8>) -> (Duration, String) {
        let rests: Vec<String> = (0..POSTED).map(|place| Self::parts(verb, place).to_string()).collect();
        let mut account = self.authorize.account();
        let from = Instant::now();
        let bytes: usize = rests.iter().map(|rest| stamped(account.call(verb, rest.as_bytes())).len()).sum();
        (from.elapsed(), bytes.to_string())
    }
}

/// A card of many prefixes, and one usage that it prices.
struct Card {
    check: String,
    whole: String,
    rest: String,
}

impl Card {
    fn of(card: &str, account: &Value) -> Self {
        let rulebook = serde_json::from_str::<Value>(card).expect("JSON")["rulebook"].clone();
        let prefix = rulebook["rates"][0]["prefix"].as_str().expect("a prefix");
        let mut state = account["state"].clone();
        // Another rulebook than the one it was made with: what hangs on that one is left out.
        for name in ["allowances", "counters", "subscriptions", "counter_payers"] {
            state.as_object_mut().expect("an object").remove(name);
        }
        state["settings"] = json!({});
        let requests =
            json!([{"product": "call", "unit": "minute", "quantity": "3", "destination": format!("{prefix}0123")}]);
        let rest = json!({"state": state, "as_of": account["as_of"], "requests": requests}).to_string();
        let whole = format!("{{\"rulebook\":{rulebook},{}", &rest[1..]);
        Self { check: json!({"rulebook": rulebook}).to_string(), whole, rest }
    }

    /// One of many calls, each in an instance of its own.
    fn prepared(&self, prepared: &Snapshot) -> (Duration, String) {
        let ask = || prepared.call("authorize", self.rest.as_bytes()).expect("an answer").bytes.len();
        let from = Instant::now();
        let bytes = (0..INSTANCES).map(|_| ask()).max().unwrap_or_default();
        (from.elapsed() / INSTANCES, bytes.to_string())
    }
}

/// A call for each. The result is how many may go ahead, and the bytes of all answers.
pub(crate) fn asked(rests: &[String], mut call: impl FnMut(&[u8]) -> Vec<u8>) -> (Duration, String) {
    let from = Instant::now();
    let answers: Vec<Vec<u8>> = rests.iter().map(|rest| call(rest.as_bytes())).collect();
    let took = from.elapsed();
    (took, allowed(&answers))
}

/// How many may go ahead of how many bytes of answers.
fn allowed(answers: &[Vec<u8>]) -> String {
    let yes = |answer: &&Vec<u8>| String::from_utf8_lossy(answer).contains(r#""allowed":true"#);
    let bytes: usize = answers.iter().map(Vec::len).sum();
    format!("{}/{bytes}", answers.iter().filter(yes).count())
}
