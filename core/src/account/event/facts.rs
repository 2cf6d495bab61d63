//! What a call brings: events, and what they take back.

use super::{Event, Events};
use crate::ledger::Entry;
use alloc::vec::Vec;

/// Events, and the entries that they take back where an earlier call has made those.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'f> {
    /// What happened.
    pub events: &'f [Event],
    /// Entries as the engine wrote them.
    pub originals: &'f [Entry],
}

impl<'f> From<&'f [Event]> for Facts<'f> {
    fn from(events: &'f [Event]) -> Self {
        Self { events, originals: &[] }
    }
}

impl<'f> From<(&'f Events, &'f Vec<Entry>)> for Facts<'f> {
    fn from((events, originals): (&'f Events, &'f Vec<Entry>)) -> Self {
        Self { events, originals }
    }
}
