//! The host's own words: a file a language, in which each type of event has its subject and its text. HTML is made of the text.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The languages that the host has words in.
pub const LANGUAGES: [&str; 2] = ["en", "de"];

/// How mail about one type of event is worded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub plain: String,
}

pub(super) const LAYOUT: &str = include_str!("texts/layout.html");

static ALL: LazyLock<BTreeMap<(&str, &str), Words>> = LazyLock::new(|| {
    let files = [("en", include_str!("texts/en.txt")), ("de", include_str!("texts/de.txt"))];
    files
        .into_iter()
        .flat_map(|(language, file)| sections(file).map(move |(name, words)| ((language, name), words)))
        .collect()
});

/// A section begins with `== type`, then its subject, then the text.
fn sections(file: &'static str) -> impl Iterator<Item = (&'static str, Words)> {
    file.split("\n== ").skip(1).filter_map(|section| {
        let (name, rest) = section.split_once('\n')?;
        let (subject, plain) = rest.split_once('\n')?;
        Some((name.trim(), Words { subject: subject.trim().to_owned(), plain: plain.trim().to_owned() + "\n" }))
    })
}

/// The host's words about a type of event.
#[must_use]
pub fn words(language: &str, event: &str) -> Option<&'static Words> {
    ALL.iter().find(|((of, name), _)| *of == language && *name == event).map(|(_, words)| words)
}
