//! The jobs' input, made from the telephone customers: the same files for everyone.

use crate::outcome::{Outcome, root};
use counterfoil_sample::{AS_OF, CUSTOMERS, OPENED_AT, RULEBOOK, SETTINGS, samples};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Product and column of its minutes.
const CLASSES: [(&str, usize); 4] =
    [("call.day", 5), ("call.evening", 8), ("call.night", 11), ("call.international", 14)];

/// How much there is to do.
pub(super) struct Input {
    pub(super) usages: usize,
    pub(super) accounts: usize,
    pub(super) events: usize,
}

/// Writes `rate.json`, one call, and `apply.ndjson`, a call for each account.
pub(super) fn write(folder: &Path) -> Outcome<Input> {
    fs::create_dir_all(folder)?;
    let usages = usages();
    let rulebook = one_line(&fs::read_to_string(root().join("tests/cases/telephone/rulebook.json"))?)?;
    fs::write(folder.join("rate.json"), format!(r#"{{"rulebook":{rulebook},"usage":[{}]}}"#, usages.join(",")))?;
    let (rulebook, settings) = (one_line(RULEBOOK)?, one_line(SETTINGS)?);
    let (mut calls, mut accounts, mut events) = (String::new(), 0, 0);
    for sample in samples() {
        let open = format!(r#"{{"account":"{}","time":"{OPENED_AT}","settings":{settings}}}"#, sample.account);
        let list = sample.events.join(",");
        writeln!(
            calls,
            r#"{{"rulebook":{rulebook},"open":{open},"as_of":"{AS_OF}","payments":"succeed","events":[{list}]}}"#
        )?;
        accounts += 1;
        events += sample.events.len();
    }
    fs::write(folder.join("apply.ndjson"), calls)?;
    Ok(Input { usages: usages.len(), accounts, events })
}

fn usages() -> Vec<String> {
    let mut usages = Vec::new();
    for row in CUSTOMERS.lines().skip(1) {
        let cells: Vec<&str> = row.split(',').collect();
        for (product, minutes) in CLASSES {
            usages.push(format!(
                r#"{{"id":"{}-{product}","time":"2026-01-31T00:00:00Z","product":"{product}","quantity":"{}","unit":"minute"}}"#,
                cells[0], cells[minutes]
            ));
        }
    }
    usages
}

fn one_line(json: &str) -> Outcome<String> {
    Ok(serde_json::from_str::<serde_json::Value>(json)?.to_string())
}
