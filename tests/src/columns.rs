//! Cases of usages in columns: a call, its columns as lists of numbers, and what each row adds.

use crate::cases::merge;
use crate::root;
use counterfoil::Engine;
use serde::Deserialize;
use serde_json::{Map, Value};

/// One call with its columns.
#[derive(Clone, Debug)]
pub struct ColumnsCase {
    /// Its name.
    pub name: String,
    /// The call as JSON.
    pub call: Value,
    /// The columns by name, in their order; whole numbers, those of 64 bits as texts.
    pub columns: Map<String, Value>,
    /// The bytes cannot come about in JavaScript, whose package counts rows itself.
    pub raw: bool,
    /// What each row adds.
    pub amounts: Option<Value>,
    /// The answer's part.
    pub answer: Option<Value>,
    /// Codes and paths.
    pub problems: Option<Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    base: Value,
    cases: Vec<Written>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: String,
    source: String,
    #[serde(default)]
    call: Option<Value>,
    columns: Map<String, Value>,
    #[serde(default)]
    raw: bool,
    amounts: Option<Value>,
    answer: Option<Value>,
    problems: Option<Value>,
}

/// Every case of `tests/cases/columns`.
#[must_use]
pub fn all() -> Vec<ColumnsCase> {
    let text = std::fs::read_to_string(root().join("tests/cases/columns/columns.json")).expect("the cases");
    let File { base, cases } = serde_json::from_str(&text).expect("the cases are JSON");
    cases.into_iter().map(|written| case(&base, written)).collect()
}

fn case(base: &Value, written: Written) -> ColumnsCase {
    assert!(!written.source.is_empty(), "{}: a case names its source", written.name);
    let mut call = base.clone();
    let names: Vec<&String> = written.columns.keys().collect();
    let rows = written.columns.get("quantity").and_then(Value::as_array).map_or(0, Vec::len);
    merge(&mut call, &serde_json::json!({"usage": {"rows": rows, "columns": names}}));
    if let Some(more) = &written.call {
        merge(&mut call, more);
    }
    let Written { name, columns, raw, amounts, answer, problems, .. } = written;
    ColumnsCase { name, call, columns, raw, amounts, answer, problems }
}

impl ColumnsCase {
    fn pieces(&self) -> Vec<Vec<u8>> {
        let number = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let bytes = |(name, column): (&String, &Value)| -> Vec<u8> {
            let numbers = column.as_array().expect("a list").iter().map(number);
            match name.as_str() {
                "kind" => numbers.flat_map(|one| one.parse::<u32>().expect("32 bits").to_le_bytes()).collect(),
                _ => numbers.flat_map(|one| one.parse::<i64>().expect("64 bits").to_le_bytes()).collect(),
            }
        };
        self.columns.iter().map(bytes).collect()
    }

    /// The core's own answer and amounts.
    #[must_use]
    pub fn native(&self, engine: &Engine) -> (Vec<u8>, Vec<i64>) {
        let pieces = self.pieces();
        let pieces: Vec<&[u8]> = pieces.iter().map(Vec::as_slice).collect();
        let (answer, amounts) = counterfoil_core::call_columns("rate", self.call.to_string().as_bytes(), &pieces);
        (counterfoil_core::stamp(&answer, engine.digest()), amounts)
    }

    /// The artefact's in the host's sandbox.
    #[must_use]
    pub fn wasmtime(&self, engine: &Engine) -> (Vec<u8>, Vec<i64>) {
        let (reply, amounts) =
            engine.call_columns("rate", self.call.to_string().as_bytes(), &self.pieces().concat()).expect("an answer");
        (reply.bytes, amounts)
    }

    /// A line for a JavaScript runner.
    #[must_use]
    pub fn line(&self) -> String {
        serde_json::json!({"verb": "rate", "call": self.call.to_string(), "columns": self.columns}).to_string()
    }
}

/// Answer and amounts as a JavaScript runner writes them.
#[must_use]
pub fn told((answer, amounts): &(Vec<u8>, Vec<i64>)) -> String {
    let amounts: Vec<String> = amounts.iter().map(i64::to_string).collect();
    format!("{}[{}]", String::from_utf8_lossy(answer), amounts.join(","))
}
