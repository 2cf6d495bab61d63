//! Where cases come from: every source begins with something that can be looked up.

use counterfoil_core::rule::Rule;
use counterfoil_tests::root;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The names that docs/sources.md defines: those in the first cells of its tables, and the short ones in the second.
fn defined() -> BTreeSet<String> {
    let page = fs::read_to_string(root().join("docs/sources.md")).expect("docs/sources.md");
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `"));
    let cells = rows.map(|row| row.split(" | ").take(2).collect::<Vec<_>>());
    let mut names = BTreeSet::new();
    for cell in cells {
        names.extend(cell[0].split('`').step_by(2).map(str::to_owned));
        names.extend(cell.get(1).filter(|short| short.len() == 2).map(|short| (*short).to_owned()));
    }
    names
}

/// Does a text begin with this name, and not with a longer one?
fn begins(text: &str, name: &str) -> bool {
    text.strip_prefix(name).is_some_and(|rest| !rest.starts_with(|letter: char| letter.is_ascii_alphanumeric()))
}

/// `owner/name`, then an issue, a path or a commit.
fn is_repository(source: &str) -> bool {
    let name = source.split([' ', '#', '@', ':', ',', ';']).next().unwrap_or_default();
    let plain = |part: &str| {
        !part.is_empty() && part.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_.".contains(letter))
    };
    name.split_once('/').is_some_and(|(owner, name)| owner != "docs" && plain(owner) && plain(name))
}

fn is_known(source: &str, names: &BTreeSet<String>) -> bool {
    let rule = |source: &str| Rule::ALL.iter().any(|rule| begins(source, rule.name()));
    let page = |source: &str| root().join(source.split([':', ';']).next().unwrap_or_default()).is_file();
    source.starts_with("https://")
        || source.starts_with("docs/") && page(source)
        || source.strip_prefix("rule ").is_some_and(rule)
        || is_repository(source)
        || names.iter().any(|name| begins(source, name))
}

/// Every source below a folder of cases, with its file.
fn sources(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "json") {
            let file: Value = serde_json::from_str(&fs::read_to_string(&path).expect("a text")).expect("JSON");
            let cases = file["cases"].as_array().into_iter().flatten().filter(|case| case["name"].is_string());
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            found.extend(cases.map(|case| (name.clone(), case["source"].as_str().unwrap_or_default().to_owned())));
        }
    }
    found
}

#[test]
fn every_source_can_be_looked_up() {
    let (names, sources) = (defined(), sources(&root().join("tests/cases")));
    assert!(names.len() > 30 && sources.len() > 2_000, "{} names, {} sources", names.len(), sources.len());
    let lost: BTreeSet<_> = sources.iter().filter(|(_, source)| !is_known(source, &names)).collect();
    assert!(lost.is_empty(), "docs/sources.md does not define the beginning of: {lost:#?}");
}

#[test]
fn what_is_no_source_is_found() {
    let names = defined();
    for source in ["", "somebody said", "products: x", "rule rating.nothing", "docs/nowhere.md", "S5: x", "S10", "a /b"]
    {
        assert!(!is_known(source, &names), "{source}");
    }
    for source in ["product: x", "S4", "rule rating.slice: x", "EN 16931-1, BT-1", "docs/columns.md: x", "a-b/c.d#7"] {
        assert!(is_known(source, &names), "{source}");
    }
}

/// The public pages say what they mean without a key.
#[test]
fn short_names_stay_out_of_the_contract() {
    let schema = serde_json::to_string(&counterfoil_core::contract::schema()).expect("a schema");
    let words = schema.split(|letter: char| !letter.is_ascii_alphanumeric());
    let leaked: Vec<_> = words.filter(|word| matches!(*word, "S0" | "S1" | "S2" | "S3" | "S4")).collect();
    assert!(leaked.is_empty(), "{leaked:?} in the descriptions of the contract");
}
