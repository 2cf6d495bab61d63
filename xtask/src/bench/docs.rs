//! `cargo xtask bench --docs`: the tables of `docs/benchmarks.md` from `target/bench.json`. The prose around them is written
//! by hand.

use super::{WHOLE, tables};
use crate::outcome::{Outcome, root};
use serde_json::Value;
use std::fmt::Write as _;
use std::fs;

const BEGIN: &str = "<!-- Measured: from here on by `cargo xtask bench --docs` -->";
const END: &str = "<!-- Measured: to here -->";

/// Writes what the last whole run found.
pub(super) fn write() -> Outcome {
    let (from, to) = (root().join("target/bench.json"), root().join("docs/benchmarks.md"));
    let text = fs::read_to_string(from).map_err(|_| "there is no target/bench.json: run cargo xtask bench first")?;
    let report: Value = serde_json::from_str(&text)?;
    let measured = report["tables"].as_array().map_or(0, Vec::len);
    if measured != tables::all().count() || report["turns"] != WHOLE.counted {
        return Err("target/bench.json is of a part, or of few turns: run cargo xtask bench without either".into());
    }
    let page = fs::read_to_string(&to)?;
    let (before, rest) = page.split_once(BEGIN).ok_or("docs/benchmarks.md has lost its mark")?;
    let (_, after) = rest.split_once(END).ok_or("docs/benchmarks.md has lost its second mark")?;
    fs::write(&to, format!("{before}{BEGIN}\n\n{}\n{END}{after}", markdown(&report)?))?;
    println!("wrote docs/benchmarks.md");
    Ok(())
}

fn markdown(report: &Value) -> Outcome<String> {
    let mut page = String::new();
    let (machine, said) = (&report["machine"], |value: &Value| value.as_str().unwrap_or("unknown").to_owned());
    writeln!(
        page,
        "Measured at {} on {} with {} cores, {}, wasmtime {}, Node {}. Median of {} turns.\n",
        said(&report["commit"]["id"]).get(..12).unwrap_or("an unknown commit"),
        said(&machine["processor"]),
        machine["cores"],
        said(&machine["rust"]).split(" (").next().unwrap_or_default(),
        said(&machine["wasmtime"]),
        said(&machine["node"]).trim_start_matches('v'),
        report["turns"]
    )?;
    for table in report["tables"].as_array().into_iter().flatten() {
        self::table(&mut page, table)?;
    }
    let kib =
        |form: &str| report["file"][form].as_f64().map_or_else(|| "?".into(), |bytes| format!("{:.1}", bytes / 1024.0));
    writeln!(page, "The file: {} KiB ({} gzip, {} brotli).\n", kib("raw"), kib("gzip"), kib("brotli"))?;
    let count = &report["instructions"];
    let count = count.as_u64().map_or_else(|| said(count), |count| format!("{count} for each usage"));
    writeln!(page, "Instructions of the native rate job (callgrind): {count}.\n")?;
    let stream = &report["stream"];
    if let (Some(rows), Some(took)) = (stream["rows"].as_u64(), stream["nanoseconds"].as_f64()) {
        let (seconds, memory) = (took / 1e9, said(&stream["memory_kib"]));
        writeln!(page, "A stream of {} rows: {seconds:.1} s, at most {memory} KiB of memory.", grouped(rows))?;
    }
    Ok(page)
}

fn table(page: &mut String, table: &Value) -> Outcome {
    let said = |value: &Value| value.as_str().unwrap_or("?").to_owned();
    let beside = [said(&table["beside"][0]), said(&table["beside"][1])];
    let heads = if beside[0] == beside[1] { &beside[..1] } else { &beside[..] };
    let heads: Vec<String> = heads.iter().map(|beside| format!("time / {beside}")).collect();
    writeln!(page, "| {} | ms | {} a second | {} |", said(&table["head"]), said(&table["items"]), heads.join(" | "))?;
    writeln!(page, "| --- | ---: | ---: |{}", " ---: |".repeat(heads.len()))?;
    for job in table["jobs"].as_array().into_iter().flatten() {
        let told = said(&job["told"]);
        let Some(took) = job["median_ns"].as_u64() else {
            writeln!(page, "| {told} | failed | |{}", " |".repeat(heads.len()))?;
            continue;
        };
        let ratios: Vec<String> = ["ratio", "ratio_yardstick"]
            .iter()
            .take(heads.len())
            .map(|ratio| job[ratio].as_f64().map_or_else(|| "?".into(), self::ratio))
            .collect();
        let rate = a_second(table["many"].as_u64().unwrap_or_default(), took);
        writeln!(page, "| {told} | {:.2} | {rate} | {} |", took as f64 / 1e6, ratios.join(" | "))?;
    }
    Ok(writeln!(page)?)
}

/// How many in a second; a few of them with a decimal.
pub(super) fn a_second(many: u64, took: u64) -> String {
    let rate = many as f64 * 1e9 / took.max(1) as f64;
    if rate < 10.0 { format!("{rate:.1}") } else { grouped(rate as u64) }
}

/// Two decimals, or four where two would say nothing.
pub(super) fn ratio(ratio: f64) -> String {
    if ratio < 0.05 { format!("{ratio:.4}") } else { format!("{ratio:.2}") }
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
