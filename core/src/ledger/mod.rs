//! Ledger entries: every movement once, balanced, never edited.

mod book;
mod entry;
mod history;

pub use book::{Book, Posting, Side};
pub use entry::{Correction, Entry, Kind, Period, Rules};
pub use history::{HistoryRow, csv, history};
