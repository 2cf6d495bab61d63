//! Many usages, most of which differ in id, time and quantity alone.

use super::Usage;
use super::columns::{Column, Rows};
use crate::money::NonNegative;
use crate::sorting::Sorting as _;
use crate::text::Id;
use crate::time::Instant;
use crate::wire::{Decode, Encode, Read, Reader, Records, Writer};
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::cmp::Ordering;

/// Usages in the order of a call.
#[derive(Clone, Debug, Default)]
pub struct Usages {
    /// What those that repeat have in common; id, time and quantity are the first one's.
    kinds: Vec<Usage>,
    items: Vec<Item>,
}

#[derive(Clone, Debug)]
enum Item {
    /// One of a kind: what differs.
    Like { kind: usize, id: Id, time: Instant, quantity: NonNegative },
    /// One that stands whole.
    Alone(Box<Usage>),
}

impl Item {
    fn id(&self) -> &Id {
        match self {
            Self::Like { id, .. } => id,
            Self::Alone(usage) => &usage.id,
        }
    }

    fn time(&self) -> Instant {
        match self {
            Self::Like { time, .. } => *time,
            Self::Alone(usage) => usage.time,
        }
    }
}

impl FromIterator<Usage> for Usages {
    fn from_iter<I: IntoIterator<Item = Usage>>(usages: I) -> Self {
        let items = usages.into_iter().map(|usage| Item::Alone(Box::new(usage))).collect();
        Self { kinds: Vec::new(), items }
    }
}

impl Usages {
    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.items.len()
    }

    /// Is there none?
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The latest time of them.
    #[must_use]
    pub fn last_time(&self) -> Option<Instant> {
        self.items.iter().map(Item::time).max()
    }

    /// Is none earlier than the one before it?
    #[must_use]
    pub fn rises(&self) -> bool {
        self.items.is_sorted_by_key(Item::time)
    }

    /// Their places by time, then by what they say, and only then by id; what takes a usage back stands after the usages of its time.
    #[must_use]
    pub fn by_time(&self) -> Vec<usize> {
        let mut order = self.as_given();
        let rank = |one: &Item, other: &Item| {
            let key = |item: &Item| (item.time(), self.reverses(item));
            key(one).cmp(&key(other)).then_with(|| self.says(one, other)).then_with(|| one.id().cmp(other.id()))
        };
        if !self.items.is_sorted_by(|one, other| rank(one, other) != Ordering::Greater) {
            order.order_by(|one, other| match (self.items.get(*one), self.items.get(*other)) {
                (Some(one), Some(other)) => rank(one, other),
                _ => Ordering::Equal,
            });
        }
        order
    }

    /// Their places as they are.
    #[must_use]
    pub fn as_given(&self) -> Vec<usize> {
        (0..self.items.len()).collect()
    }

    fn reverses(&self, item: &Item) -> bool {
        self.usage(item).is_some_and(|usage| usage.reverses.is_some())
    }

    /// The usage, or one like it.
    fn usage<'u>(&'u self, item: &'u Item) -> Option<&'u Usage> {
        match item {
            Item::Like { kind, .. } => self.kinds.get(*kind),
            Item::Alone(usage) => Some(usage),
        }
    }

    /// Does any of them take another back?
    #[must_use]
    pub fn take_back(&self) -> bool {
        self.items.iter().any(|item| self.reverses(item))
    }

    /// What two of one time say, whatever they are called.
    fn says(&self, one: &Item, other: &Item) -> Ordering {
        let quantity = |item: &Item| match item {
            Item::Like { quantity, .. } => *quantity,
            Item::Alone(usage) => usage.quantity,
        };
        match (self.usage(one), self.usage(other)) {
            (Some(mine), Some(theirs)) => mine.says(theirs, (quantity(one), quantity(other))),
            _ => Ordering::Equal,
        }
    }

    /// Tells each usage at these places.
    pub fn each(&self, places: &[usize], mut told: impl FnMut(usize, &Usage)) {
        let mut kinds = self.kinds.clone();
        for place in places {
            match self.items.get(*place) {
                Some(Item::Like { kind, id, time, quantity }) => {
                    let Some(usage) = kinds.get_mut(*kind) else { continue };
                    (usage.time, usage.quantity) = (*time, *quantity);
                    usage.id.clone_from(id);
                    told(*place, usage);
                }
                Some(Item::Alone(usage)) => told(*place, usage),
                None => {}
            }
        }
    }

    /// The usages at these places as columns, where each is one of a kind and all of them fit.
    #[must_use]
    pub fn columns(&self, places: &[usize]) -> Option<Columns<'_>> {
        if self.kinds.iter().any(|kind| kind.offset.is_some() || kind.reverses.is_some()) {
            return None;
        }
        let mut columns = Columns { kinds: &self.kinds, scale: self.scale()?, rows: Default::default() };
        let [quantities, times, kinds] = &mut columns.rows;
        for place in places {
            let Some(Item::Like { kind, time, quantity, .. }) = self.items.get(*place) else { return None };
            let units = quantity.units_at(columns.scale)?;
            quantities.extend_from_slice(&units.to_le_bytes());
            times.extend_from_slice(&time.millis().to_le_bytes());
            kinds.extend_from_slice(&u32::try_from(*kind).ok()?.to_le_bytes());
        }
        Some(columns)
    }

    /// Most places of a quantity, where all are of kinds.
    fn scale(&self) -> Option<u32> {
        self.items.iter().try_fold(0, |scale, item| match item {
            Item::Like { quantity, .. } => Some(quantity.scale().max(scale)),
            Item::Alone(_) => None,
        })
    }
}

/// Usages of a call as columns.
#[derive(Clone, Debug)]
pub struct Columns<'u> {
    /// A usage of each kind.
    pub kinds: &'u [Usage],
    scale: u32,
    rows: [Vec<u8>; 3],
}

impl Columns<'_> {
    /// Their rows, if they stand in the order of their times and none is earlier than that.
    #[must_use]
    pub fn rows(&self, after: Option<Instant>) -> Option<Rows<'_>> {
        let [quantities, times, kinds] = &self.rows;
        let many = (quantities.as_chunks::<8>().0.len(), u8::try_from(self.scale).ok()?, self.kinds.len());
        let at = self.kinds.first()?.time;
        let columns = [Column::Quantity, Column::Time, Column::Kind];
        Rows::new(&[quantities, times, kinds], &columns, many, (at, after)).ok()
    }
}

impl Records for Usages {
    type Record = Usage;

    fn read(&mut self, usage: Usage, form: Option<usize>) {
        let item = match form {
            Some(kind) => {
                let item = Item::Like { kind, id: usage.id.clone(), time: usage.time, quantity: usage.quantity };
                self.kinds.push(usage);
                item
            }
            None => Item::Alone(Box::new(usage)),
        };
        self.items.push(item);
    }

    fn repeated(&mut self, kind: usize, [id, time, quantity]: [&str; 3]) -> Option<()> {
        let (id, time, quantity) = (Id::new(id)?, Instant::new(time)?, NonNegative::read(quantity)?);
        self.items.push(Item::Like { kind, id, time, quantity });
        Some(())
    }
}

impl Decode for Usages {
    fn blank() -> Self {
        Self::default()
    }
    fn decode(reader: &mut Reader<'_>) -> Read<Self> {
        let mut usages = Self::default();
        Ok(reader.records(&mut usages)?.map(|()| usages))
    }
}

impl Encode for Usages {
    fn encode(&self, writer: &mut Writer) {
        let mut whole = Vec::with_capacity(self.len());
        self.each(&self.as_given(), |_, usage| whole.push(usage.clone()));
        whole.encode(writer);
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Usages {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        <Vec<Usage>>::schema_name()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        <Vec<Usage>>::json_schema(generator)
    }
}
