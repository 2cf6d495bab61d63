//! Case files: `base` holds what their calls share; a case's `call` is merged over it (RFC 7386, null removes).

use crate::root;
use serde::Deserialize;
use serde_json::Value;
use std::fs;
use std::path::Path;

/// One call and what its answer must say.
#[derive(Clone, Debug)]
pub struct Case {
    /// The file it stands in, and its name there.
    pub name: String,
    /// The verb.
    pub verb: String,
    /// The call as JSON text.
    pub call: String,
    /// What the answer must say.
    pub expected: Expected,
}

/// What an answer must say. Objects may say more; lists are matched item by item; null means absent.
#[derive(Clone, Debug)]
pub enum Expected {
    /// The answer's part.
    Answer(Value),
    /// Codes and paths, all of them, in order.
    Problems(Value),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    base: Value,
    cases: Vec<Written>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: String,
    verb: String,
    source: String,
    #[serde(default)]
    call: Value,
    /// The call's own bytes, where JSON values cannot say what is wrong with it.
    text: Option<String>,
    answer: Option<Value>,
    problems: Option<Value>,
}

/// Every case, the presets' sample accounts and busy quarters: what every runner answers alike.
#[must_use]
pub fn everything() -> Vec<Case> {
    let mut cases = all();
    cases.extend(crate::accounts::cases());
    cases.extend(crate::quarter::cases());
    cases
}

/// Every case of `tests/cases/rules` and `tests/cases/refused`, in the order of the files' names.
#[must_use]
pub fn all() -> Vec<Case> {
    ["rules", "refused"].iter().flat_map(|folder| folder_cases(&root().join("tests/cases").join(folder))).collect()
}

fn folder_cases(folder: &Path) -> Vec<Case> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<_> = entries.map(|entry| entry.expect("a readable entry").path()).collect();
    files.sort();
    files.iter().flat_map(|file| file_cases(file)).collect()
}

fn file_cases(file: &Path) -> Vec<Case> {
    let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let read: File = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let stem = file.file_stem().and_then(|stem| stem.to_str()).expect("a name").to_owned();
    read.cases.into_iter().map(|written| case(&stem, &read.base, written)).collect()
}

fn case(file: &str, base: &Value, written: Written) -> Case {
    let name = format!("{file}: {}", written.name);
    assert!(!written.source.is_empty(), "{name}: a case names its source");
    let call = written.text.unwrap_or_else(|| {
        let mut call = base.clone();
        if !written.call.is_null() {
            merge(&mut call, &written.call);
        }
        call.to_string()
    });
    let expected = match (written.answer, written.problems) {
        (Some(answer), None) => Expected::Answer(answer),
        (None, Some(problems)) => Expected::Problems(problems),
        _ => panic!("{name}: a case expects an answer or problems, one of the two"),
    };
    Case { name, verb: written.verb, call, expected }
}

/// RFC 7386.
pub(crate) fn merge(into: &mut Value, patch: &Value) {
    let Value::Object(patch) = patch else {
        *into = patch.clone();
        return;
    };
    if !into.is_object() {
        *into = Value::Object(serde_json::Map::new());
    }
    let object = into.as_object_mut().expect("made above");
    for (key, value) in patch {
        if value.is_null() {
            object.shift_remove(key);
        } else {
            merge(object.entry(key.clone()).or_insert(Value::Null), value);
        }
    }
}
