//! What the disk gives: rows of the shape that a spend makes, by as many clients, with what waits written under one flush.

use crate::client::Took;
use rusqlite::{Connection, TransactionBehavior, params};
use std::path::Path;
use std::sync::mpsc;
use std::time::{Duration, Instant};

type Wish = (usize, u64, mpsc::SyncSender<()>);

pub(crate) fn rows(file: &Path, clients: usize, accounts: usize, time: Duration) -> Took {
    let mut books = Connection::open(file).expect("a file");
    books
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
             CREATE TABLE account (id TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT, WITHOUT ROWID;
             CREATE TABLE batch (seq INTEGER PRIMARY KEY, account TEXT NOT NULL, engine TEXT NOT NULL, as_of TEXT NOT NULL) STRICT;
             CREATE TABLE event (seq INTEGER PRIMARY KEY, account TEXT NOT NULL, id TEXT NOT NULL, digest TEXT NOT NULL,
                                 body TEXT NOT NULL, batch INTEGER NOT NULL, UNIQUE (account, id)) STRICT;
             CREATE TABLE entry (seq INTEGER PRIMARY KEY, account TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL,
                                 UNIQUE (account, id)) STRICT;",
        )
        .expect("a schema");
    for account in 0..accounts {
        books
            .execute("INSERT INTO account VALUES (?1, ?2)", params![format!("a{account}"), "x".repeat(900)])
            .expect("a row");
    }
    let (wishes, queue) = mpsc::channel::<Wish>();
    let begun = Instant::now();
    let until = begun + time;
    let times = std::thread::scope(|threads| {
        threads.spawn(move || {
            while let Ok(first) = queue.recv() {
                let group: Vec<Wish> = std::iter::once(first).chain(queue.try_iter().take(511)).collect();
                let step = books.transaction_with_behavior(TransactionBehavior::Immediate).expect("a transaction");
                group.iter().for_each(|(account, number, _)| row(&step, &format!("a{account}"), *number));
                step.commit().expect("a commit");
                for (.., done) in group {
                    let _ = done.send(());
                }
            }
        });
        let clients: Vec<_> = (0..clients)
            .map(|client| {
                let wishes = wishes.clone();
                threads.spawn(move || {
                    let (mut times, mut number) = (Vec::new(), (client as u64) << 32);
                    while Instant::now() < until {
                        let (asked, (done, written)) = (Instant::now(), mpsc::sync_channel(1));
                        number += 1;
                        wishes.send((number as usize % accounts, number, done)).expect("a writer");
                        written.recv().expect("written");
                        times.push(asked.elapsed());
                    }
                    times
                })
            })
            .collect();
        drop(wishes);
        clients.into_iter().flat_map(|client| client.join().expect("a client")).collect()
    });
    Took::new(times, begun.elapsed())
}

fn row(step: &Connection, account: &str, number: u64) {
    let (id, digest) = (format!("u{number}"), "sha256:".to_owned() + &"0".repeat(64));
    let cached = |text| step.prepare_cached(text).expect("a statement");
    let batch = cached("INSERT INTO batch (account, engine, as_of) VALUES (?1, ?2, ?3)")
        .insert(params![account, digest, "2026-01-06T00:00:00Z"])
        .expect("a batch");
    cached("INSERT INTO event (account, id, digest, body, batch) VALUES (?1, ?2, ?3, ?4, ?5)")
        .execute(params![account, id, digest, "x".repeat(110), batch])
        .expect("an event");
    cached("INSERT INTO entry (account, id, body) VALUES (?1, ?2, ?3)")
        .execute(params![account, format!("{id}/usage"), "x".repeat(420)])
        .expect("an entry");
    cached("UPDATE account SET state = ?2 WHERE id = ?1").execute(params![account, "y".repeat(900)]).expect("a state");
}
