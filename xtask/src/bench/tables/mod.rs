//! What is measured: tables of jobs that do the same work.

mod accounts;
mod rating;

/// Jobs that are compared with each other.
pub(super) struct Table {
    /// What `cargo xtask bench` calls it.
    pub(super) name: &'static str,
    /// What is done.
    pub(super) head: &'static str,
    /// What is counted, and how many of them one turn has.
    pub(super) items: &'static str,
    pub(super) many: usize,
    /// What the others are compared with: the first job, and the table's yardstick.
    pub(super) beside: [&'static str; 2],
    pub(super) jobs: &'static [Job],
}

/// A job: its name at its worker, and what it does.
pub(super) struct Job {
    pub(super) name: &'static str,
    pub(super) told: &'static str,
    pub(super) door: Door,
    pub(super) finds: Finds,
    pub(super) yardstick: bool,
}

/// Which worker knows it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Door {
    Rust,
    Node,
    /// The worker in Node, which opens a page.
    Chromium,
}

/// How much of the result is what the first job of the table finds: else they did not do the same.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Finds {
    All,
    /// What stands before the slash: how many may go ahead, and not the bytes of the answers.
    Count,
    /// It is not exact, or has nothing to find.
    Other,
}

const fn rust(name: &'static str, told: &'static str) -> Job {
    Job { name, told, door: Door::Rust, finds: Finds::All, yardstick: false }
}

const fn node(name: &'static str, told: &'static str) -> Job {
    Job { door: Door::Node, ..rust(name, told) }
}

const fn chromium(name: &'static str, told: &'static str) -> Job {
    Job { door: Door::Chromium, ..rust(name, told) }
}

impl Job {
    const fn yardstick(self) -> Self {
        Self { yardstick: true, ..self }
    }

    const fn finds(self, finds: Finds) -> Self {
        Self { finds, ..self }
    }
}

/// All of them, in the order of the page.
pub(super) fn all() -> impl Iterator<Item = &'static Table> {
    rating::TABLES.iter().chain(accounts::TABLES)
}
