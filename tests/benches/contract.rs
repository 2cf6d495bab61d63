//! The native and the wasmtime half of `cargo xtask bench`: a worker that takes the name of a job on each line of its
//! input and answers `nanoseconds result`. The order of jobs is the caller's, so that other programs take turns with it.

use counterfoil::Engine;
use counterfoil_core::{call, stamp};
use std::io::{BufRead as _, stdin};
use std::path::Path;
use std::time::{Duration, Instant};

/// Instances in one job, since one is too short to measure.
const INSTANCES: usize = 1_000;

struct Worker {
    engine: Engine,
    rate: Vec<u8>,
    apply: Vec<String>,
}

fn main() {
    // Without a folder of inputs this is somebody running every benchmark there is: there is nothing to measure.
    let Some(folder) = std::env::args().nth(1).filter(|word| !word.starts_with('-')) else { return };
    let read = |name: &str| std::fs::read_to_string(Path::new(&folder).join(name)).expect("an input of the benchmark");
    let engine = Engine::embedded().expect("the engine");
    let worker = Worker {
        engine,
        rate: read("rate.json").into(),
        apply: read("apply.ndjson").lines().map(str::to_owned).collect(),
    };
    for job in stdin().lock().lines() {
        let (took, result) = worker.work(&job.expect("a line"));
        println!("{} {result}", took.as_nanos());
    }
}

impl Worker {
    fn work(&self, job: &str) -> (Duration, String) {
        let native = |verb: &str, json: &[u8]| stamp(&call(verb, json), self.engine.digest());
        let wasmtime = |verb: &str, json: &[u8]| self.engine.call(verb, json).expect("an answer").bytes;
        match job {
            "rate" => self.rate(native),
            "rate-wasmtime" => self.rate(wasmtime),
            "apply" => self.apply(native),
            "apply-wasmtime" => self.apply(wasmtime),
            "instance-wasmtime" => self.instances(),
            _ => panic!("`{job}` is not a job of this worker"),
        }
    }

    /// One call with every usage. The result is the total, which everyone must find.
    fn rate(&self, call: impl Fn(&str, &[u8]) -> Vec<u8>) -> (Duration, String) {
        let from = Instant::now();
        let answer = call("rate", &self.rate);
        let took = from.elapsed();
        // The last amount of that name is the sum's; looked for as text, so that callgrind counts our work alone.
        let answer = String::from_utf8(answer).expect("UTF-8");
        let total = answer.rsplit_once(r#""total":""#).and_then(|(_, rest)| rest.split_once('"')).expect("a total").0;
        (took, total.to_owned())
    }

    /// One call for each account. The result is the bytes of all answers.
    fn apply(&self, call: impl Fn(&str, &[u8]) -> Vec<u8>) -> (Duration, String) {
        let from = Instant::now();
        let bytes: usize = self.apply.iter().map(|json| call("apply", json.as_bytes()).len()).sum();
        (from.elapsed(), bytes.to_string())
    }

    /// An instance and the shortest call there is.
    fn instances(&self) -> (Duration, String) {
        let from = Instant::now();
        let bytes: usize = (0..INSTANCES).map(|_| self.engine.call("", b"{}").expect("an answer").bytes.len()).sum();
        (from.elapsed(), bytes.to_string())
    }
}
