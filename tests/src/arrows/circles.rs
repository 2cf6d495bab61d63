//! Files that import each other in a circle: within a room no list can say which comes first.

use super::modules::Arrow;
use std::collections::{BTreeMap, BTreeSet};

/// One sentence for each circle of files that none of the others is part of.
pub(super) fn among(arrows: &[Arrow]) -> Vec<String> {
    let mut next: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for arrow in arrows {
        next.entry(&arrow.from).or_default().insert(&arrow.to);
    }
    let reach: BTreeMap<&str, BTreeSet<&str>> = next.keys().map(|file| (*file, reached(&next, file))).collect();
    let reaches = |from: &str, to: &str| reach.get(from).is_some_and(|there| there.contains(to));
    let mut told = BTreeSet::new();
    let mut faults = Vec::new();
    for file in next.keys().filter(|file| reaches(file, file)) {
        if told.contains(file) {
            continue;
        }
        let circle: Vec<&str> = next.keys().copied().filter(|o| reaches(file, o) && reaches(o, file)).collect();
        told.extend(circle.iter().copied());
        let inside = arrows.iter().filter(|a| circle.contains(&&*a.from) && circle.contains(&&*a.to));
        let mut lines: Vec<String> = inside.map(|a| format!("{}:{} -> {}", a.from, a.line, a.to)).collect();
        lines.dedup();
        faults.push(format!("a circle of {} files: {}", circle.len(), lines.join(", ")));
    }
    faults
}

fn reached<'a>(next: &BTreeMap<&'a str, BTreeSet<&'a str>>, file: &str) -> BTreeSet<&'a str> {
    let mut seen = BTreeSet::new();
    let mut todo: Vec<&str> = next.get(file).into_iter().flatten().copied().collect();
    while let Some(one) = todo.pop() {
        if seen.insert(one) {
            todo.extend(next.get(one).into_iter().flatten());
        }
    }
    seen
}
