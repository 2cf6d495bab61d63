//! Stable sorting by one function for every type. What std makes for each type it sorts is made again each time: of 28
//! places it was a twelfth of all code.
//!
//! Places are sorted, not items: only the comparison and the exchange of two items know their type.

use alloc::vec::Vec;
use core::cmp::Ordering;

/// A list that can be put in order; what is equal stays as it stood.
pub trait Sorting<T> {
    /// By this comparison.
    fn order_by(&mut self, compare: impl Fn(&T, &T) -> Ordering);

    /// By this key, lowest first.
    fn order_by_key<K: Ord>(&mut self, key: impl Fn(&T) -> K) {
        self.order_by(|one, other| key(one).cmp(&key(other)));
    }

    /// Lowest first.
    fn order(&mut self)
    where
        T: Ord,
    {
        self.order_by(T::cmp);
    }
}

impl<T> Sorting<T> for [T] {
    fn order_by(&mut self, compare: impl Fn(&T, &T) -> Ordering) {
        sort(&mut Items { items: self, compare });
    }
}

/// Of each item, whether one before it has the same key: in as many steps as sorting takes, since a list may be long.
pub fn repeated<T, K: Ord>(items: &[T], key: fn(&T) -> &K) -> Vec<bool> {
    repeats(&Keyed { items, key })
}

fn repeats(places: &dyn Places) -> Vec<bool> {
    let count = places.count();
    let mut order = sorted(places);
    if order.is_empty() {
        order.extend(0..count as u32);
    }
    let mut repeated = alloc::vec![false; count];
    for (one, other) in order.iter().zip(order.iter().skip(1)) {
        if places.compare(*one, *other) == Ordering::Equal
            && let Some(repeated) = repeated.get_mut(*other as usize)
        {
            *repeated = true;
        }
    }
    repeated
}

/// A list that is looked at and stays as it is.
struct Keyed<'k, T, K> {
    items: &'k [T],
    key: fn(&T) -> &K,
}

impl<T, K: Ord> Places for Keyed<'_, T, K> {
    fn count(&self) -> usize {
        self.items.len()
    }
    fn compare(&self, one: u32, other: u32) -> Ordering {
        match (self.items.get(one as usize), self.items.get(other as usize)) {
            (Some(one), Some(other)) => (self.key)(one).cmp((self.key)(other)),
            _ => Ordering::Equal,
        }
    }
    fn swap(&mut self, _: usize, _: usize) {}
}

/// A list whose type the sorting need not know.
trait Places {
    fn count(&self) -> usize;
    fn compare(&self, one: u32, other: u32) -> Ordering;
    fn swap(&mut self, one: usize, other: usize);
}

struct Items<'i, T, F> {
    items: &'i mut [T],
    compare: F,
}

impl<T, F: Fn(&T, &T) -> Ordering> Places for Items<'_, T, F> {
    fn count(&self) -> usize {
        self.items.len()
    }
    fn compare(&self, one: u32, other: u32) -> Ordering {
        match (self.items.get(one as usize), self.items.get(other as usize)) {
            (Some(one), Some(other)) => (self.compare)(one, other),
            _ => Ordering::Equal,
        }
    }
    fn swap(&mut self, one: usize, other: usize) {
        self.items.swap(one, other);
    }
}

fn sort(places: &mut dyn Places) {
    let mut order = sorted(places);
    exchange(&mut order, places);
}

/// Which item comes to stand at each place; nothing where they stand in order as they are.
fn sorted(places: &dyn Places) -> Vec<u32> {
    let count = places.count();
    // A list of more would not fit the memory that a call has.
    let mut from: Vec<u32> = (0..count as u32).collect();
    if from.is_sorted_by(|one, other| places.compare(*one, *other) != Ordering::Greater) {
        return Vec::new();
    }
    let (mut to, mut width) = (Vec::with_capacity(count), 1_usize);
    while width < count {
        to.clear();
        for run in from.chunks(width.saturating_mul(2)) {
            merge(run.split_at(width.min(run.len())), places, &mut to);
        }
        core::mem::swap(&mut from, &mut to);
        width = width.saturating_mul(2);
    }
    from
}

/// Two runs in order become one; of equals the left one comes first.
fn merge((mut left, mut right): (&[u32], &[u32]), places: &dyn Places, to: &mut Vec<u32>) {
    while let ([one, left_rest @ ..], [other, right_rest @ ..]) = (left, right) {
        if places.compare(*one, *other) == Ordering::Greater {
            to.push(*other);
            right = right_rest;
        } else {
            to.push(*one);
            left = left_rest;
        }
    }
    to.extend_from_slice(left);
    to.extend_from_slice(right);
}

/// Brings each item to its place, along the circles in which they follow each other.
fn exchange(order: &mut [u32], places: &mut dyn Places) {
    for start in 0..order.len() {
        let mut at = start;
        while let Some(place) = order.get_mut(at) {
            let from = core::mem::replace(place, at as u32) as usize;
            if from == start || from == at {
                break;
            }
            places.swap(at, from);
            at = from;
        }
    }
}
