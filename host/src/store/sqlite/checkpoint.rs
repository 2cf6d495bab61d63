//! What was written goes from the journal into the file beside the writer, whom it would hold up for longer than most of what he writes.

use super::open;
use crate::store::StoreError;
use rusqlite::Connection;
use std::path::Path;
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;

/// Pages of the journal, of 4 KiB, that go into the file at a time.
const PAGES: i32 = 1_000;
/// Pages at which the journal is to begin anew, which it can where nothing is left of it and nobody reads. The writer alone can leave
/// off writing, so he takes the last step himself; until then it would grow for as long as there is something to write.
const PAGES_MAX: i32 = 16_000;
/// Pages that may be left for that step: whoever waits for the commit waits for them too.
const FEW: i32 = 500;
/// Pages at which it is taken however much is left, if not before.
const PAGES_FULL: i32 = 4 * PAGES_MAX;

/// From now on, for as long as the writer's connection is open.
pub(super) fn beside(writer: &mut Connection, file: &Path) -> Result<(), StoreError> {
    let (ask, asked) = mpsc::sync_channel(1);
    let own = open::onlooker(file)?;
    // How long the journal is, and how much of it is known to be in the file.
    let [written, done] = [const { AtomicI32::new(0) }; 2].map(Arc::new);
    let (seen, told) = (Arc::clone(&written), Arc::clone(&done));
    let work = move || {
        for () in asked {
            let pages = seen.load(Ordering::Relaxed);
            // Where another is at it, or the disk fails, the next time does it: what is in the journal is in the books.
            if own.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())).is_ok() {
                told.store(pages, Ordering::Relaxed);
            }
        }
    };
    let started = thread::Builder::new().name("checkpoint".into()).spawn(work);
    started.map_err(|error| StoreError::Unavailable(error.to_string()))?;
    let mut tried = 0;
    writer.wal_hook(Some(move |journal: &mut rusqlite::hooks::Wal, pages| {
        if pages < written.swap(pages, Ordering::Relaxed) {
            tried = 0;
            done.store(0, Ordering::Relaxed);
        }
        // More than there is was of the journal before.
        let left = pages - Some(done.load(Ordering::Relaxed)).filter(|done| *done <= pages).unwrap_or(0);
        let near = pages >= PAGES_MAX && left <= FEW || pages >= PAGES_FULL;
        if near && pages - tried >= PAGES {
            tried = pages;
            // An error here would be one of the commit, which has happened.
            let _ = journal.checkpoint();
        } else if left >= if pages >= PAGES_MAX { FEW } else { PAGES } {
            let _ = ask.try_send(());
        }
        Ok(())
    }))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{PAGES_FULL, beside, open};
    use std::time::{Duration, Instant};

    /// The journal is emptied while somebody writes for ever, and after it; what was written is there.
    #[test]
    fn the_journal_does_not_grow_for_ever() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("x.db");
        let mut writer = open::writer(&file).expect("a file");
        beside(&mut writer, &file).expect("a thread");
        writer.execute_batch("CREATE TABLE much (text TEXT)").expect("a table");
        let pages = |most: i64| most / 4_096;
        for _ in 0..400 {
            writer.execute("INSERT INTO much VALUES (?1)", ["x".repeat(1 << 20)]).expect("a row");
        }
        let journal = std::fs::metadata(folder.path().join("x.db-wal")).expect("a journal").len();
        assert!(pages(journal as i64) < i64::from(PAGES_FULL) + 1_000, "{journal} bytes of 400 MiB");
        // What is in the file needs no journal.
        let begun = Instant::now();
        while std::fs::metadata(&file).expect("a file").len() < 300 << 20 {
            assert!(begun.elapsed() < Duration::from_secs(30), "nothing goes into the file");
            std::thread::sleep(Duration::from_millis(10));
        }
        let kept = writer.query_row("SELECT sum(length(text)) FROM much", [], |row| row.get::<_, i64>(0));
        assert_eq!(kept.expect("a sum"), 400 << 20);
    }
}
