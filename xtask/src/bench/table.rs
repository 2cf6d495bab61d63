//! What was measured, as Markdown.

use super::input::{DRAFTED, GRADUATED, Input, PREFIXES, ROWS};
use super::{Group, JOBS, TURNS};
use crate::outcome::Outcome;

/// The turns of one job.
#[derive(Default)]
pub(super) struct Measured {
    nanoseconds: Vec<u64>,
    result: Option<String>,
}

impl Measured {
    /// Adds a turn; a warm-up has no time. A job that finds another result than before measures nothing.
    pub(super) fn add(&mut self, took: Option<u64>, result: String) -> Outcome {
        self.nanoseconds.extend(took);
        match self.result.replace(result) {
            Some(before) if Some(&before) != self.result.as_ref() => Err("a job gives two results".into()),
            _ => Ok(()),
        }
    }

    fn median(&self) -> u64 {
        let mut sorted = self.nanoseconds.clone();
        sorted.sort_unstable();
        sorted.get(sorted.len() / 2).copied().unwrap_or_default()
    }
}

/// Everyone rated to the same total, and applied to the same bytes: else they did not do the same job.
pub(super) fn agreed(measured: &[Measured]) -> Outcome {
    for group in [
        Group::Rate,
        Group::Both,
        Group::Totals,
        Group::TotalsBoth,
        Group::Graduated,
        Group::Columns,
        Group::Drafts,
        Group::Apply,
        Group::Authorize,
        Group::AuthorizeOne,
        Group::Card,
        Group::Simulate,
    ] {
        let mut results =
            JOBS.iter().zip(measured).filter(|(job, _)| job.group == group).map(|(_, turns)| &turns.result);
        let first = results.next();
        if results.any(|result| Some(result) != first) {
            return Err("the results differ".into());
        }
    }
    Ok(())
}

/// Prints the tables.
pub(super) fn print(measured: &[Measured], input: &Input, sizes: &str, instructions: Option<u64>) {
    println!("Median of {TURNS} turns.\n");
    let (usages, accounts, events) = (input.usages, input.accounts, input.events);
    let rate = format!("rate {usages} usages in one call");
    group(Group::Rate, measured, &rate, ("usages", usages), ["native", "decimal.js with JSON"]);
    let both = format!("rate {usages} usages in each of two calls at once");
    group(Group::Both, measured, &both, ("usages", 2 * usages), ["native", "decimal.js with JSON"]);
    let totals = format!("rate {usages} usages in one call, totals only");
    group(Group::Totals, measured, &totals, ("usages", usages), ["native", "decimal.js"]);
    let both = format!("rate {usages} usages in each of two calls at once, totals only");
    group(Group::TotalsBoth, measured, &both, ("usages", 2 * usages), ["native", "decimal.js"]);
    let graduated = format!("rate {GRADUATED} usages in JSON, graduated behind an allowance, totals only");
    group(Group::Graduated, measured, &graduated, ("usages", GRADUATED), ["native", "Node"]);
    let columns = format!("rate {ROWS} rows in columns, graduated behind an allowance");
    group(Group::Columns, measured, &columns, ("rows", ROWS), ["native", "Node"]);
    let drafts = format!("draft an invoice from {DRAFTED} rows");
    group(Group::Drafts, measured, &drafts, ("rows", DRAFTED), ["native", "Node"]);
    let prefixes = format!("a card of {PREFIXES} prefixes: load it, look up {PREFIXES} numbers");
    group(Group::Prefixes, measured, &prefixes, ("prefixes", PREFIXES), ["loading", "look-ups"]);
    let apply = format!("apply {events} events to {accounts} accounts with auto-recharge");
    group(Group::Apply, measured, &apply, ("events", events), ["native", "Node `callJson`"]);
    let events = "apply 1000000 events to 1000 accounts with auto-recharge";
    group(Group::Events, measured, events, ("events", 1_000_000), ["native", "native"]);
    let authorize = "authorize 10000 usages, 1000 in a call";
    group(Group::Authorize, measured, authorize, ("decisions", 10_000), ["native", "Node"]);
    group(
        Group::AuthorizeOne,
        measured,
        "authorize 1000 usages, a call for each",
        ("decisions", 1_000),
        ["native", "Node"],
    );
    let card = format!("authorize one usage by a card of {PREFIXES} prefixes");
    group(Group::Card, measured, &card, ("decisions", 1), ["a whole call", "prepared"]);
    group(Group::Simulate, measured, "simulate 90 days 10 times", ("simulations", 10), ["native", "Node"]);
    group(Group::Instance, measured, "make 1000 instances", ("instances", 1000), ["wasmtime", "Node"]);
    let kib: Vec<String> = sizes.split('/').filter_map(|one| one.parse().ok()).map(kib).collect();
    println!("The file: {} KiB ({}).", kib.first().map_or("?", String::as_str), packed(&kib));
    if let Some(count) = instructions {
        println!("Instructions of the native rate job (callgrind): {} for each usage.", count / usages as u64);
    }
}

/// `beside` names the two jobs of the group that the others are compared with: its first, and its `yardstick`.
fn group(group: Group, measured: &[Measured], head: &str, (items, many): (&str, usize), beside: [&str; 2]) {
    let rows: Vec<_> = JOBS.iter().zip(measured).filter(|(job, _)| job.group == group).collect();
    let first = rows.first().map_or(0, |(_, turns)| turns.median());
    let second = rows.iter().find(|(job, _)| job.yardstick).map_or(0, |(_, turns)| turns.median());
    println!("| {head} | ms | {items} a second | time / {} | time / {} |", beside[0], beside[1]);
    println!("| --- | ---: | ---: | ---: | ---: |");
    for (job, turns) in &rows {
        let took = turns.median().max(1);
        let rate = many as u64 * 1_000_000_000 / took;
        println!(
            "| {} | {:.1} | {} | {:.2} | {:.2} |",
            job.told,
            took as f64 / 1e6,
            grouped(rate),
            took as f64 / first as f64,
            took as f64 / second as f64
        );
    }
    println!();
}

fn packed(kib: &[String]) -> String {
    ["gzip", "brotli"]
        .iter()
        .zip(kib.iter().skip(1))
        .map(|(how, size)| format!("{size} {how}"))
        .collect::<Vec<_>>()
        .join(", ")
}

fn kib(bytes: f64) -> String {
    format!("{:.1}", bytes / 1024.0)
}

/// Thousands apart.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
