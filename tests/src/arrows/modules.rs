//! Where a path leads: through re-exports to the file that defines what it names.

use super::source::{Import, Source};
use std::collections::BTreeMap;

/// One file imports from another.
pub(super) struct Arrow {
    pub(super) from: String,
    pub(super) line: usize,
    pub(super) to: String,
}

/// The modules of a crate by their path, each a file.
pub(super) struct Modules {
    files: BTreeMap<Vec<String>, (String, Source)>,
    pub(super) arrows: Vec<Arrow>,
    /// Paths that lead nowhere: the reader here would be blind to them.
    pub(super) unknown: Vec<String>,
}

/// What a path names.
enum Found {
    Module(Vec<String>),
    /// Something that this module's file defines.
    Item(Vec<String>),
    /// Something of another crate, or of the file's own.
    Outside,
    Nothing,
}

impl Modules {
    pub(super) fn new(files: &[(String, String)]) -> Self {
        let files = files.iter().map(|(name, text)| (module(name), (name.clone(), Source::read(name, text)))).collect();
        let mut modules = Self { files, arrows: Vec::new(), unknown: Vec::new() };
        let (mut arrows, mut unknown) = (Vec::new(), Vec::new());
        for (at, (from, source)) in &modules.files {
            let used = source.imports.iter().filter(|import| !modules.hands_on(at, source, import));
            let imports = used.map(|import| (&import.path, import.line));
            for (path, line) in imports.chain(source.paths.iter().map(|(path, line)| (path, *line))) {
                let (from, shown) = (from.clone(), path.join("::"));
                match modules.find(at, path) {
                    Found::Item(there) if there != *at => {
                        arrows.push(Arrow { from, line, to: modules.files[&there].0.clone() });
                    }
                    Found::Nothing => unknown.push(format!("{from}:{line}: `{shown}` leads nowhere")),
                    _ => {}
                }
            }
        }
        (modules.arrows, modules.unknown) = (arrows, unknown);
        modules
    }

    /// Does a head only hand a part of its own room on, without a use for it?
    fn hands_on(&self, at: &[String], source: &Source, import: &Import) -> bool {
        let own = match self.find(at, &import.path) {
            Found::Item(there) | Found::Module(there) => there.len() > at.len() && there.starts_with(at),
            _ => false,
        };
        import.public && own && !source.used.contains(&import.name)
    }

    /// Where a path leads that is written in this module.
    fn find(&self, at: &[String], path: &[String]) -> Found {
        let (mut at, mut rest) = (at, path);
        let known = match path.first().map(String::as_str) {
            Some("crate") => {
                (at, rest) = (&[], &path[1..]);
                true
            }
            Some("self" | "super") => true,
            Some(first) => self.child(at, first).is_some() || self.import(at, first).is_some(),
            None => false,
        };
        while let Some(step @ ("self" | "super")) = rest.first().map(String::as_str) {
            at = if step == "super" { &at[..at.len() - 1] } else { at };
            rest = &rest[1..];
        }
        if known { self.within(at, rest) } else { Found::Outside }
    }

    /// Where a path leads from a module on.
    fn within(&self, at: &[String], path: &[String]) -> Found {
        let Some(first) = path.first() else { return Found::Module(at.to_vec()) };
        let source = &self.files[at].1;
        let import = self.import(at, first);
        match self.child(at, first) {
            // A module and what it defines may have one name: the last of a path is the latter.
            Some(child) if path.len() > 1 || import.is_none() => return self.within(&child, &path[1..]),
            _ => {}
        }
        if let Some(import) = import {
            return match self.find(at, &import.path) {
                Found::Module(there) => self.within(&there, &path[1..]),
                found => found,
            };
        }
        if source.names.contains(first) || source.imports.iter().any(|import| import.path == [first.clone()]) {
            return Found::Item(at.to_vec());
        }
        let globs = source.imports.iter().filter(|import| import.name == "*");
        let found = globs.map(|glob| self.find(at, &[&glob.path[..], path].concat()));
        found.into_iter().find(|found| matches!(found, Found::Item(_))).unwrap_or(Found::Nothing)
    }

    fn child(&self, at: &[String], name: &str) -> Option<Vec<String>> {
        let child = [at, &[name.to_owned()]].concat();
        self.files.contains_key(&child).then_some(child)
    }

    /// What brings a name into a module; a macro that is handed on under its own name is defined there.
    fn import(&self, at: &[String], name: &str) -> Option<&Import> {
        self.files[at].1.imports.iter().find(|import| import.name == name && import.path != [name])
    }
}

/// `tax/mod.rs` is the module `tax`, `lib.rs` the crate.
fn module(file: &str) -> Vec<String> {
    let names = file.trim_end_matches(".rs").split('/');
    names.filter(|name| !matches!(*name, "mod" | "lib")).map(str::to_owned).collect()
}
