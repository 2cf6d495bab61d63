//! Jobs with usages in columns.

use counterfoil::Engine;
use counterfoil_core::call_columns;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// A call and its rows.
pub(crate) struct Columns {
    call: Value,
    pieces: [Vec<u8>; 3],
    rows: usize,
}

/// Numbers of a month: quantities in thousandths, a millisecond apart, every tenth a message.
pub(crate) fn rows() -> Vec<(i64, i64, u32)> {
    (0..1_000_000_i64).map(|row| (row * 7_919 % 20_000 + 1, JANUARY + row, u32::from(row % 10 == 0))).collect()
}

/// Minutes, tokens in and out, and messages in turn, 25 seconds apart; quantities in tenths.
pub(crate) fn drafted() -> Vec<(i64, i64, u32)> {
    let quantity = |row: i64| match row % 4 {
        0 => row % 7 * 10 + row % 10,
        1 => (1_000 + row % 5_000) * 10,
        2 => (100 + row % 900) * 10,
        _ => 10,
    };
    (0..100_000_i64).map(|row| (quantity(row), JANUARY + 3_600_000 + 25_000 * row, (row % 4) as u32)).collect()
}

/// 2026-01-01T00:00:00Z in milliseconds.
const JANUARY: i64 = 1_767_225_600_000;

impl Columns {
    pub(crate) fn of(call: &str, rows: Vec<(i64, i64, u32)>) -> Self {
        let mut call: Value = serde_json::from_str(call).expect("JSON");
        (call["usage"]["rows"], call["usage"]["columns"]) = (rows.len().into(), json!(["quantity", "time", "kind"]));
        let pieces = [
            rows.iter().flat_map(|row| row.0.to_le_bytes()).collect(),
            rows.iter().flat_map(|row| row.1.to_le_bytes()).collect(),
            rows.iter().flat_map(|row| row.2.to_le_bytes()).collect(),
        ];
        Self { call, pieces, rows: rows.len() }
    }

    fn asked(&self, json: &str, verb: &str) -> (Vec<u8>, Vec<i64>) {
        let [quantity, time, kind] = &self.pieces;
        call_columns(verb, json.as_bytes(), &[quantity, time, kind])
    }

    /// The result is the sum of the amounts, or the bytes of an answer without any.
    fn result(answer: &[u8], amounts: &[i64]) -> String {
        let answer = String::from_utf8_lossy(answer);
        assert!(answer.contains(r#""status":"ok","#), "{answer}");
        if amounts.is_empty() { "drafted".into() } else { amounts.iter().sum::<i64>().to_string() }
    }

    pub(crate) fn native(&self, verb: &str) -> (Duration, String) {
        let json = self.call.to_string();
        let from = Instant::now();
        let (answer, amounts) = self.asked(&json, verb);
        (from.elapsed(), Self::result(&answer, &amounts))
    }

    pub(crate) fn wasmtime(&self, engine: &Engine, verb: &str) -> (Duration, String) {
        let (json, rows) = (self.call.to_string(), self.pieces.concat());
        let from = Instant::now();
        let (reply, amounts) = engine.call_columns(verb, json.as_bytes(), &rows).expect("an answer");
        (from.elapsed(), Self::result(&reply.bytes, &amounts))
    }

    /// A hundred calls of one period, each going on where the last one ended. The result is how many rows there were, and
    /// the most memory that this process has had, in KiB.
    pub(crate) fn stream(&self) -> (Duration, String) {
        let mut call = self.call.clone();
        // The same times again and again: rows of one moment may follow each other.
        (call["usage"]["columns"], call["goes_on"]) = (json!(["quantity", "kind"]), true.into());
        let [quantity, _, kind] = &self.pieces;
        let (mut took, mut rows) = (Duration::ZERO, 0);
        for _ in 0..100 {
            let json = call.to_string();
            let from = Instant::now();
            let (answer, amounts) = call_columns("rate", json.as_bytes(), &[quantity, kind]);
            took += from.elapsed();
            rows += amounts.len();
            let answer: Value = serde_json::from_slice(&answer).expect("JSON");
            call["so_far"] = answer["answer"]["so_far"].clone();
        }
        assert_eq!(rows, 100 * self.rows);
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("? kB");
        (took, format!("{rows} {}", peak.trim().trim_end_matches(" kB")))
    }
}
