//! `docs/features.md` says what is there; each case and test that it names exists.

use counterfoil_tests::{cases, root};
use std::fs;

/// The rows of its tables: their cells.
fn rows(text: &str) -> Vec<Vec<&str>> {
    let lines = text.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| ---"));
    let cells = lines.map(|line| line.trim_matches('|').split('|').map(str::trim).collect::<Vec<_>>());
    cells.filter(|cells| cells.get(1) != Some(&"Feature")).collect()
}

#[test]
fn every_feature_that_is_there_names_what_shows_it() {
    let text = fs::read_to_string(root().join("docs/features.md")).expect("the page");
    let names: Vec<String> = cases::all().into_iter().map(|case| case.name).collect();
    let mut wrong = Vec::new();
    let rows = rows(&text);
    for cells in &rows {
        let [number, _, core, host, console, shown] = cells.as_slice() else {
            wrong.push(format!("{cells:?}: a row has six cells"));
            continue;
        };
        for cell in [core, host, console] {
            let known = *cell == "whole" || *cell == "not yet" || cell.starts_with("partly: ");
            wrong.extend((!known).then(|| format!("{number}: `{cell}` is no state")));
        }
        let evidence: Vec<&str> = shown.split('`').skip(1).step_by(2).collect();
        if evidence.is_empty() && *core != "not yet" {
            wrong.push(format!("{number}: nothing shows it"));
        }
        for name in evidence {
            if !names.iter().any(|known| known == name) && !root().join(name).exists() {
                wrong.push(format!("{number}: there is no case or test `{name}`"));
            }
        }
    }
    let numbers: Vec<u32> = rows.iter().filter_map(|cells| cells.first()?.parse().ok()).collect();
    assert_eq!(numbers, (1..=91).collect::<Vec<_>>(), "the rows of the comparison, each once");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
