//! Jobs through handles: what is kept between calls, natively and as the memory that instances in wasmtime begin with.

use crate::REQUESTS;
use counterfoil::Engine;
use counterfoil_core::{Account, Prepared, call, stamp};
use serde_json::{Value, json};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

/// Usages that are posted one by one.
const POSTED: usize = 300;
/// Instances that begin with a large card.
const INSTANCES: usize = 100;

/// An account, and the decisions that other libraries are asked for as well.
pub(crate) struct Handles {
    authorize: Kept,
    decide: Kept,
    /// The call of `check` with a card of many prefixes, and one usage for it.
    deck: String,
    snapshots: [OnceLock<counterfoil::Prepared>; 2],
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
    pub(crate) fn of(account: &Value, decide: &str, deck: &str) -> Self {
        let request = json!({"id": "r0", "product": "call.day", "quantity": 0, "unit": "minute"});
        let decide: Value = serde_json::from_str(decide).expect("JSON");
        let requests = decide["requests"].as_array().expect("requests").clone();
        Self {
            authorize: Kept::of(account, vec![request; REQUESTS]),
            decide: Kept::of(&decide, requests),
            deck: deck.to_owned(),
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
            "instance-deck-wasmtime" => self.large_card(engine),
            _ => panic!("`{job}` is not a job of this worker"),
        }
    }

    /// Made by the first job that asks for it, which is a warm-up.
    fn snapshot(&self, place: usize, engine: &Engine, check: &str) -> &counterfoil::Prepared {
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

    /// Instances that begin with the card, each for one usage.
    fn large_card(&self, engine: &Engine) -> (Duration, String) {
        let usage = r#"{"usage":[{"id":"u","time":"2026-01-05T00:00:00Z","product":"call","unit":"minute","quantity":"1","destination":"100000001"}]}"#;
        let prepared = self.snapshot(1, engine, &self.deck);
        let from = Instant::now();
        let bytes: usize =
            (0..INSTANCES).map(|_| prepared.call("rate", usage.as_bytes()).expect("an answer").bytes.len()).sum();
        (from.elapsed(), bytes.to_string())
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
