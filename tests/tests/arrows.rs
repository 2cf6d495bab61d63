//! Imports of `core/src` and `core/ground/src` against the floors that ARCHITECTURE.md lists.

use counterfoil_tests::arrows::{faults, faults_of};
use counterfoil_tests::root;
use std::fs;

#[test]
fn arrows_point_down() {
    let architecture = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    let found = faults(&architecture, &root().join("core/src"), &root().join("core/ground/src"));
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
}

const LIST: &str = "```floors
lib.rs
upper/        what decides
  plan.rs
  walls/ doors/
lower/ cellar/
base.rs       what holds
```";

/// The files of the list, each with nothing in it but these lines.
fn house(lines: &[(&str, &str)]) -> Vec<String> {
    let names = [
        "lib.rs",
        "upper/mod.rs",
        "upper/plan.rs",
        "upper/walls/mod.rs",
        "upper/walls/brick.rs",
        "upper/doors/mod.rs",
        "lower/mod.rs",
        "lower/pipe.rs",
        "cellar/mod.rs",
        "base.rs",
    ];
    let text = |name: &str| lines.iter().find(|(at, _)| *at == name).map_or("", |(_, text)| text);
    let known = lines.iter().map(|(name, _)| *name).filter(|name| !names.contains(name));
    let files: Vec<_> = names.into_iter().chain(known).map(|name| (name, text(name))).collect();
    faults_of(LIST, &files)
}

#[test]
fn down_is_free() {
    let found = house(&[
        ("base.rs", "pub struct Stone; #[cfg(test)] mod tests { use crate::upper::plan::Plan; }"),
        ("lower/mod.rs", "mod pipe; pub use pipe::Pipe;"),
        ("lower/pipe.rs", "// use crate::upper::plan::Plan;\nuse crate::base::Stone; pub struct Pipe;"),
        ("upper/plan.rs", "use super::walls::{self, Brick}; use crate::lower::Pipe; fn f() { walls::up() }"),
        ("upper/walls/mod.rs", "mod brick; pub use brick::Brick; pub fn up() {}"),
        ("upper/walls/brick.rs", "pub struct Brick; pub(in crate::upper) fn f() { let _ = \"through crate::lib\"; }"),
    ]);
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn up_is_found() {
    let stone = ("base.rs", "pub struct Stone;");
    let cases: &[(&[(&str, &str)], &str)] = &[
        (
            &[("base.rs", "\nuse crate::lower::Pipe;"), ("lower/mod.rs", "pub struct Pipe;")],
            "base.rs:2 -> lower/mod.rs: goes up",
        ),
        // Through a head to the file that defines it, and in a body.
        (
            &[
                ("base.rs", "fn f() { crate::lower::flow() }"),
                ("lower/mod.rs", "mod pipe; pub use pipe::flow;"),
                ("lower/pipe.rs", "pub fn flow() {}"),
            ],
            "base.rs:1 -> lower/pipe.rs: goes up",
        ),
        (
            &[
                ("base.rs", "use crate::{lower as l}; fn f() { l::flow() }"),
                ("lower/mod.rs", "pub use pipe::*;"),
                ("lower/pipe.rs", "pub fn flow() {}"),
            ],
            "base.rs:1 -> lower/pipe.rs: goes up",
        ),
        // In an attribute.
        (
            &[("base.rs", "#[serde(default = \"crate::lower::zero\")] struct A;"), ("lower/mod.rs", "fn zero() {}")],
            "base.rs:1 -> lower/mod.rs: goes up",
        ),
        // On one line, within a room, and from a part to its head.
        (
            &[("lower/mod.rs", "use super::cellar::Coal;"), ("cellar/mod.rs", "pub struct Coal;")],
            "lower/mod.rs:1 -> cellar/mod.rs: rooms of one line do not import each other",
        ),
        (
            &[("upper/walls/brick.rs", "use crate::upper::plan::Plan;"), ("upper/plan.rs", "pub struct Plan;")],
            "upper/walls/brick.rs:1 -> upper/plan.rs: goes up",
        ),
        (
            &[("upper/plan.rs", "use super::Roof;"), ("upper/mod.rs", "pub struct Roof;")],
            "upper/plan.rs:1 -> upper/mod.rs: goes up",
        ),
        // A circle in a room, and what the list does not know.
        (
            &[
                ("lower/mod.rs", "pub struct Pipe; use pipe::flow;"),
                ("lower/pipe.rs", "use super::Pipe; pub fn flow() {}"),
            ],
            "a circle of 2 files: lower/mod.rs:1 -> lower/pipe.rs, lower/pipe.rs:1 -> lower/mod.rs",
        ),
        (&[stone, ("attic.rs", "")], "attic.rs is on no floor of the list"),
        (&[stone, ("upper/roof.rs", "")], "upper/roof.rs is on no floor of the list"),
        (&[("base.rs", "use crate::nowhere::Stone;")], "base.rs:1: `crate::nowhere::Stone` leads nowhere"),
    ];
    for (lines, fault) in cases {
        assert_eq!(house(lines), [*fault]);
    }
}

#[test]
fn a_line_names_what_is_there() {
    let found = faults_of(LIST, &[("lib.rs", ""), ("upper/plan.rs", ""), ("lower/mod.rs", ""), ("base.rs", "")]);
    let lost = |name: &str| format!("the list names {name}, and there is none");
    assert_eq!(found, ["upper/walls/", "upper/doors/", "cellar/"].map(lost));
}
