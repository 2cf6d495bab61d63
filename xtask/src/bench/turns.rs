//! A table measured: its jobs take turns, so that whatever else the machine does meets all of them; the median counts.

use super::Turns;
use super::docs;
use super::tables::{Finds, Job, Table};
use super::worker::Workers;
use serde_json::{Value, json};
use std::io::{IsTerminal as _, stderr};

/// The turns of one job.
pub(super) struct Measured {
    pub(super) job: &'static Job,
    nanoseconds: Vec<u64>,
    result: Option<String>,
    pub(super) failed: Option<String>,
}

/// Measures a table and prints each job when it is done.
pub(super) fn table(table: &'static Table, turns: Turns, workers: &mut Workers) -> Vec<Measured> {
    println!("\n{}: {}", table.name, table.head);
    let start = |job| Measured { job, nanoseconds: Vec::new(), result: None, failed: None };
    let mut all: Vec<Measured> = table.jobs.iter().map(start).collect();
    let last = turns.warm_ups + turns.counted - 1;
    for turn in 0..=last {
        if stderr().is_terminal() {
            eprint!("\rturn {} of {}\r", turn + 1, last + 1);
        }
        for place in 0..all.len() {
            all[place].take(turn >= turns.warm_ups, workers);
            if turn == last {
                let (before, this) = all.split_at_mut(place);
                this[0].compare(before);
                println!("{}", this[0].line(table, before));
            }
        }
    }
    all
}

impl Measured {
    fn take(&mut self, counts: bool, workers: &mut Workers) {
        if self.failed.is_some() {
            return;
        }
        match workers.work(self.job.door, self.job.name) {
            Ok((took, result)) => {
                self.nanoseconds.extend(Some(took).filter(|_| counts));
                if self.result.as_ref().is_some_and(|before| *before != result) {
                    self.failed = Some("it gives two results".into());
                }
                self.result = Some(result);
            }
            Err(error) => self.failed = Some(error.to_string()),
        }
    }

    /// Who finds something else did not do the same job.
    fn compare(&mut self, before: &[Self]) {
        let first = before.iter().find(|one| one.failed.is_none()).and_then(|one| one.result.as_deref());
        let (Some(first), Some(found), None) = (first, self.result.as_deref(), &self.failed) else { return };
        let count = |result: &str| result.split('/').next().map(str::to_owned);
        let same = match self.job.finds {
            Finds::All => first == found,
            Finds::Count => count(first) == count(found),
            Finds::Other => true,
        };
        if !same {
            self.failed = Some(format!("it finds {found} where the first finds {first}"));
        }
    }

    pub(super) fn median(&self) -> Option<u64> {
        let mut sorted = self.nanoseconds.clone();
        sorted.sort_unstable();
        sorted.get(sorted.len() / 2).copied().filter(|_| self.failed.is_none())
    }

    fn line(&self, table: &Table, before: &[Self]) -> String {
        let Some(took) = self.median() else {
            return format!("  failed: {}: {}", self.job.told, self.failed.as_deref().unwrap_or("no turn"));
        };
        let ratio = before.first().map_or(Some(1.0), |first| Some(took as f64 / first.median()? as f64));
        let ratio = ratio.map_or_else(|| "-".into(), docs::ratio);
        let rate = docs::a_second(table.many as u64, took);
        format!("{:>10.2} ms {rate:>12} {}/s {ratio:>7}  {}", took as f64 / 1e6, table.items, self.job.told)
    }

    /// As `target/bench.json` has it.
    pub(super) fn json(&self, first: Option<u64>, yardstick: Option<u64>) -> Value {
        let (name, told) = (self.job.name, self.job.told);
        let Some(median) = self.median() else { return json!({"name": name, "told": told, "failed": self.failed}) };
        let ratio = |beside: Option<u64>| beside.map(|beside| median as f64 / beside as f64);
        json!({"name": name, "told": told, "median_ns": median, "least_ns": self.nanoseconds.iter().min(),
            "turns_ns": self.nanoseconds, "ratio": ratio(first), "ratio_yardstick": ratio(yardstick), "result": self.result})
    }
}
