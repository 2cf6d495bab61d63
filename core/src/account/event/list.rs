//! The events of a call: mostly usages that differ in id, time and quantity alone.

use super::Event;
use crate::money::NonNegative;
use crate::text::Id;
use crate::time::Instant;
use crate::wire::{Decode, Encode, Read, Reader, Records};
use alloc::vec::Vec;
use core::ops::Deref;

/// Events as a call gives them.
#[derive(Clone, Debug, Default, Encode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transparent, inline))]
#[serde(transparent)]
pub struct Events(Vec<Event>);

impl From<Vec<Event>> for Events {
    fn from(events: Vec<Event>) -> Self {
        Self(events)
    }
}

impl Deref for Events {
    type Target = [Event];
    fn deref(&self) -> &[Event] {
        &self.0
    }
}

impl Decode for Events {
    fn blank() -> Self {
        Self::default()
    }
    fn decode(reader: &mut Reader<'_>) -> Read<Self> {
        let mut list = List::default();
        Ok(reader.records(&mut list)?.map(|()| Self(list.events)))
    }
}

#[derive(Default)]
struct List {
    events: Vec<Event>,
    /// The place of the first event of each form.
    forms: Vec<usize>,
}

impl Records for List {
    type Record = Event;

    fn read(&mut self, event: Event, form: Option<usize>) {
        self.forms.extend(form.map(|_| self.events.len()));
        self.events.push(event);
    }

    fn repeated(&mut self, form: usize, [id, time, quantity]: [&str; 3]) -> Option<()> {
        // Other events do not come in such numbers.
        let Event::Usage(first) = self.events.get(*self.forms.get(form)?)? else { return None };
        let mut usage = first.clone();
        (usage.id, usage.time) = (Id::new(id)?, Instant::new(time)?);
        usage.quantity = NonNegative::read(quantity)?;
        self.events.push(Event::Usage(usage));
        Some(())
    }
}
