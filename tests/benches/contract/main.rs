//! The native and the wasmtime half of `cargo xtask bench`: a worker that takes the name of a job on each line of its
//! input and answers `nanoseconds result`, or `! why` of a job that fails. The order of jobs is the caller's, so that other
//! programs take turns with it.

mod columns;
mod handles;

use columns::{Columns, drafted, rows};
use counterfoil::Engine;
use counterfoil_core::account::{Event, Opening, Payments, State, apply};
use counterfoil_core::catalog::{Rulebook, RulebookParts};
use counterfoil_core::rating::{Usage, rate_for};
use counterfoil_core::wire::from_bytes;
use counterfoil_core::{call, stamp};
use handles::{Handles, asked};
use serde_json::{Value, json};
use std::io::{BufRead as _, stdin};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// Instances in one job, since one is too short to measure.
const INSTANCES: usize = 1_000;

/// Usages that may go ahead or not, in one call.
const REQUESTS: usize = 1_000;
/// Calls in one job, and days of a simulation.
const CALLS: usize = 10;
const DAYS: usize = 90;
/// Accounts, and events of each, that are applied without JSON.
const ACCOUNTS: usize = 1_000;
const EVENTS: usize = 1_000;

struct Worker {
    engine: Engine,
    columns: Columns,
    drafted: Columns,
    prefixes: Vec<u8>,
    rate: Vec<u8>,
    totals: Vec<u8>,
    graduated: Vec<u8>,
    apply: Vec<String>,
    authorize: String,
    authorize_one: Vec<String>,
    simulate: String,
    events: Vec<Event>,
    account: Value,
    folder: PathBuf,
    /// Made by the first job that asks for them: what others tell of their memory is without.
    handles: OnceLock<Handles>,
}

fn main() {
    // Without a folder of inputs this is somebody running every benchmark there is: there is nothing to measure.
    let Some(folder) = std::env::args().nth(1).filter(|word| !word.starts_with('-')) else { return };
    let read = |name: &str| std::fs::read_to_string(Path::new(&folder).join(name)).expect("an input of the benchmark");
    let engine = Engine::embedded().expect("the engine");
    let apply: Vec<String> = read("apply.ndjson").lines().map(str::to_owned).collect();
    let account = account(&apply[0]);
    let worker = Worker {
        engine,
        columns: Columns::of(&read("columns.json"), rows()),
        drafted: Columns::of(&read("draft.json"), drafted()),
        prefixes: read("prefixes.json").into(),
        rate: read("rate.json").into(),
        totals: read("totals.json").into(),
        graduated: read("graduated.json").into(),
        authorize: authorize(&account, REQUESTS),
        authorize_one: vec![authorize(&account, 1); REQUESTS],
        simulate: simulate(&account),
        folder: folder.clone().into(),
        handles: OnceLock::new(),
        account,
        events: events(),
        apply,
    };
    for job in stdin().lock().lines() {
        let job = job.expect("a line");
        // The reason was printed where it happened; the other jobs go on.
        match catch_unwind(AssertUnwindSafe(|| worker.work(&job))) {
            Ok((took, result)) => println!("{} {result}", took.as_nanos()),
            Err(_) => println!("! the job stopped; why stands above"),
        }
    }
}

/// Rulebook and state of the first account, after its month.
fn account(apply: &str) -> Value {
    let answer: Value = serde_json::from_slice(&call("apply", apply.as_bytes())).expect("JSON");
    let call_: Value = serde_json::from_str(apply).expect("JSON");
    json!({"rulebook": call_["rulebook"], "state": answer["answer"]["state"], "as_of": call_["as_of"]})
}

fn authorize(account: &Value, count: usize) -> String {
    let request = |place: usize| json!({"id": format!("r{place}"), "product": "call.day", "quantity": place % 30, "unit": "minute"});
    let mut call_ = account.clone();
    call_["requests"] = (0..count).map(request).collect();
    call_.to_string()
}

fn simulate(account: &Value) -> String {
    let mut call_ = account.clone();
    (call_["days"], call_["usage"]) = (DAYS.into(), json!({"type": "history"}));
    call_.to_string()
}

/// A usage every forty minutes.
fn events() -> Vec<Event> {
    let event = |place: usize| {
        let minute = 40 * place;
        let (day, hour, minute) = (minute / 1_440, minute / 60 % 24, minute % 60);
        let time = format!("2026-{:02}-{:02}T{hour:02}:{minute:02}:00Z", 1 + day / 28, 1 + day % 28);
        let (id, quantity) = (format!("event_{place:06}"), format!("{}.{}", place % 17, place % 10));
        json!({"type": "usage", "id": id, "time": time, "product": "call.day", "unit": "minute", "quantity": quantity})
    };
    let list: Value = (0..EVENTS).map(event).collect();
    from_bytes(list.to_string().as_bytes()).unwrap_or_else(|problems| panic!("{problems:?}"))
}

impl Worker {
    fn work(&self, job: &str) -> (Duration, String) {
        let native = |verb: &str, json: &[u8]| stamp(&call(verb, json), self.engine.digest());
        let wasmtime = |verb: &str, json: &[u8]| self.engine.call(verb, json).expect("an answer").bytes;
        match job {
            "rate" => rate(&self.rate, native),
            "rate-wasmtime" => rate(&self.rate, wasmtime),
            "rate-both" => both(&self.rate, native),
            "totals" => rate(&self.totals, native),
            "totals-wasmtime" => rate(&self.totals, wasmtime),
            "totals-both" => both(&self.totals, native),
            "graduated" => rate(&self.graduated, native),
            "graduated-wasmtime" => rate(&self.graduated, wasmtime),
            "columns" => self.columns.native("rate"),
            "columns-wasmtime" => self.columns.wasmtime(&self.engine, "rate"),
            "draft-rows" => self.drafted.native("draft"),
            "draft-rows-wasmtime" => self.drafted.wasmtime(&self.engine, "draft"),
            "prefixes-load" => repeated("check", std::str::from_utf8(&self.prefixes).expect("UTF-8"), 1, native),
            "prefixes" => self.look_ups(),
            "stream" => self.columns.stream(),
            "apply" => self.apply(native),
            "apply-wasmtime" => self.apply(wasmtime),
            "authorize" => repeated("authorize", &self.authorize, CALLS, native),
            "authorize-wasmtime" => repeated("authorize", &self.authorize, CALLS, wasmtime),
            "authorize-one" => asked(&self.authorize_one, |json| native("authorize", json)),
            "authorize-one-wasmtime" => asked(&self.authorize_one, |json| wasmtime("authorize", json)),
            "simulate" => repeated("simulate", &self.simulate, CALLS, native),
            "simulate-wasmtime" => repeated("simulate", &self.simulate, CALLS, wasmtime),
            "events" => self.events(),
            "instance-wasmtime" => self.instances(),
            _ => self.handles.get_or_init(|| self.handles()).work(job, &self.engine),
        }
    }

    fn handles(&self) -> Handles {
        let read = |name: &str| std::fs::read_to_string(self.folder.join(name)).expect("an input of the benchmark");
        Handles::of(&self.account, &read("decide.json"), &read("prefixes.json"))
    }

    /// A number for each prefix, looked up in the accepted card. The result is how many were found.
    fn look_ups(&self) -> (Duration, String) {
        let told: Value = serde_json::from_slice(&self.prefixes).expect("JSON");
        let parts: RulebookParts = from_bytes(told["rulebook"].to_string().as_bytes()).expect("a rulebook");
        let rulebook = Rulebook::accept(&parts).expect("a sound rulebook");
        let numbers = told["rulebook"]["rates"].as_array().expect("rates").iter().enumerate().map(|(place, rate)| {
            let prefix = rate["prefix"].as_str().expect("a prefix");
            json!({"id": "u", "time": "2026-01-05T00:00:00Z", "product": "call", "unit": "minute", "quantity": "1",
                "destination": format!("{prefix}{:04}", place % 10_000)})
        });
        let list: Value = numbers.collect();
        let usages: Vec<Usage> = from_bytes(list.to_string().as_bytes()).expect("usages");
        let from = Instant::now();
        let found = usages.iter().filter(|usage| rate_for(&rulebook, &usage.wanted(), None).is_ok()).count();
        (from.elapsed(), found.to_string())
    }

    /// One call for each account. The result is the bytes of all answers.
    fn apply(&self, call: impl Fn(&str, &[u8]) -> Vec<u8>) -> (Duration, String) {
        let from = Instant::now();
        let bytes: usize = self.apply.iter().map(|json| call("apply", json.as_bytes()).len()).sum();
        (from.elapsed(), bytes.to_string())
    }

    /// The same events to a thousand accounts, by the library's own types: no JSON at either end.
    fn events(&self) -> (Duration, String) {
        let call_: Value = serde_json::from_str(&self.apply[0]).expect("JSON");
        let parts: RulebookParts = from_bytes(call_["rulebook"].to_string().as_bytes()).expect("a rulebook");
        let rulebook = Rulebook::accept(&parts).expect("a sound rulebook");
        let as_of = from_bytes(b"\"2026-12-31T00:00:00Z\"").expect("a time");
        let accounts: Vec<State> = (0..ACCOUNTS)
            .map(|place| {
                let (mut open, id) = (call_["open"].clone(), format!("account_{place}"));
                (open["account"], open["time"]) = (id.into(), "2026-01-01T00:00:00Z".into());
                let opening: Opening = from_bytes(open.to_string().as_bytes()).expect("an opening");
                State::open(&rulebook, &opening).expect("an account")
            })
            .collect();
        let from = Instant::now();
        let entries: usize = accounts
            .into_iter()
            .map(|state| {
                apply(&rulebook, state, self.events.as_slice().into(), Payments::Succeed, as_of)
                    .expect("applied")
                    .entries
                    .len()
            })
            .sum();
        (from.elapsed(), entries.to_string())
    }

    /// An instance and the shortest call there is.
    fn instances(&self) -> (Duration, String) {
        let from = Instant::now();
        let bytes: usize = (0..INSTANCES).map(|_| self.engine.call("", b"{}").expect("an answer").bytes.len()).sum();
        (from.elapsed(), bytes.to_string())
    }
}

/// One call with every usage. The result is the total, which everyone must find.
fn rate(json: &[u8], call: impl Fn(&str, &[u8]) -> Vec<u8>) -> (Duration, String) {
    let from = Instant::now();
    let answer = call("rate", json);
    let took = from.elapsed();
    // The last amount of that name is the sum's; looked for as text, so that callgrind counts our work alone.
    let answer = String::from_utf8(answer).expect("UTF-8");
    let total = answer.rsplit_once(r#""total":""#).and_then(|(_, rest)| rest.split_once('"')).expect("a total").0;
    (took, total.to_owned())
}

/// The same call on two threads at once. The result is the total of both, which is one.
fn both(json: &[u8], call: impl Fn(&str, &[u8]) -> Vec<u8> + Sync) -> (Duration, String) {
    let from = Instant::now();
    let totals = std::thread::scope(|threads| {
        let started = [(); 2].map(|()| threads.spawn(|| rate(json, &call).1));
        started.map(|thread| thread.join().expect("a total"))
    });
    let took = from.elapsed();
    assert_eq!(totals[0], totals[1]);
    (took, totals[0].clone())
}

/// One call again and again. The result is the bytes of all answers.
fn repeated(verb: &str, json: &str, times: usize, call: impl Fn(&str, &[u8]) -> Vec<u8>) -> (Duration, String) {
    let from = Instant::now();
    let bytes: usize = (0..times).map(|_| call(verb, json.as_bytes()).len()).sum();
    (from.elapsed(), bytes.to_string())
}
