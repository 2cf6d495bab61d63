//! The examples of all routes, to be followed in this order from empty books.

use crate::serve::routes::{Route, routes};

/// A request that is told with its route.
#[derive(Clone, Debug)]
pub struct Example {
    /// The route's name.
    pub operation: &'static str,
    /// The route's address with the names of its parts.
    pub path: &'static str,
    /// The method.
    pub method: &'static str,
    /// Where it is sent to.
    pub address: &'static str,
    /// What has to be posted before: address, content type and body of each.
    pub before: Vec<[&'static str; 3]>,
    /// Bodies by their content types; none where the route takes none.
    pub bodies: Vec<(&'static str, &'static str)>,
    /// The status of its answer.
    pub status: u16,
    /// The content type of its answer.
    pub kind: &'static str,
    /// Is the answer told with it? Files are not.
    pub told: bool,
    /// What stands for an answer in which a secret or a time is another each time.
    pub shown: &'static str,
    /// Is it for somebody else than who follows the others?
    pub alone: bool,
}

/// All of them.
#[must_use]
pub fn examples() -> Vec<Example> {
    let example = |route: Route| {
        let first = route.answers.first();
        let (status, kind) = first.map_or((200, ""), |(status, content)| (*status, content.kind));
        Example {
            operation: route.id,
            path: route.path,
            method: route.method.word(),
            address: route.example,
            before: route.before.clone(),
            bodies: route.takes.iter().map(|content| (content.kind, content.example)).collect(),
            status,
            kind,
            told: route.told && first.is_some_and(|(_, content)| content.example.is_empty() && content.shape.is_told()),
            shown: first.map_or("", |(_, content)| content.example),
            alone: route.alone,
        }
    };
    routes().into_iter().map(example).collect()
}

/// The parts that an example's address has in the place of names.
pub(super) fn values(path: &'static str, address: &'static str) -> Vec<(&'static str, &'static str)> {
    let address = address.split('?').next().unwrap_or(address);
    let parts = path.split('/').zip(address.split('/'));
    parts.filter_map(|(name, value)| Some((name.strip_prefix('{')?.strip_suffix('}')?, value))).collect()
}

/// What an example's address asks behind its question mark.
pub(super) fn asked(address: &'static str) -> Vec<(&'static str, &'static str)> {
    let query = address.split_once('?').map_or("", |(_, query)| query);
    query.split('&').filter_map(|pair| pair.split_once('=')).collect()
}
