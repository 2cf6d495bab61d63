//! What PostgreSQL gives: the rows that a spend makes, with what waits written in groups by eight sessions, each group one
//! transaction.

use crate::client::Took;
use std::sync::{Arc, Mutex, mpsc};
use std::time::{Duration, Instant};
use tokio_postgres::{Client, NoTls};

const SESSIONS: usize = 8;
/// Of one transaction at most; as many as wait for each session where all have something to do.
const GROUP: usize = 64;

type Wish = (usize, u64, mpsc::SyncSender<()>);

const SCHEMA: &str = "
    CREATE TABLE account (id TEXT PRIMARY KEY, state TEXT NOT NULL) WITH (fillfactor = 70);
    CREATE TABLE batch (account TEXT NOT NULL, id TEXT NOT NULL, engine TEXT NOT NULL, as_of TEXT NOT NULL, PRIMARY KEY (account, id));
    CREATE TABLE event (account TEXT NOT NULL, id TEXT NOT NULL, digest TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (account, id));
    CREATE TABLE entry (account TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (account, id));";

pub(crate) fn rows(url: &str, clients: usize, accounts: usize, time: Duration) -> Took {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    let connect = || {
        runtime.block_on(async {
            let (client, connection) = tokio_postgres::connect(url, NoTls).await.expect("a session");
            tokio::spawn(connection);
            client
        })
    };
    let first = connect();
    runtime.block_on(first.batch_execute(SCHEMA)).expect("a schema");
    let fill =
        format!("INSERT INTO account SELECT 'a' || n, repeat('x', 900) FROM generate_series(0, {accounts}) AS n");
    runtime.block_on(first.batch_execute(&fill)).expect("rows");
    let (wishes, queue) = mpsc::channel::<Wish>();
    let queue = Arc::new(Mutex::new(queue));
    let begun = Instant::now();
    let until = begun + time;
    let times = std::thread::scope(|threads| {
        for _ in 0..SESSIONS {
            let (session, queue, runtime) = (connect(), Arc::clone(&queue), &runtime);
            threads.spawn(move || {
                while let Some(group) = next(&queue) {
                    runtime.block_on(write(&session, &group));
                    for (.., done) in group {
                        let _ = done.send(());
                    }
                }
            });
        }
        let clients: Vec<_> = (0..clients)
            .map(|client| {
                let wishes = wishes.clone();
                threads.spawn(move || {
                    let (mut times, mut number) = (Vec::new(), (client as u64) << 32);
                    while Instant::now() < until {
                        let (asked, (done, written)) = (Instant::now(), mpsc::sync_channel(1));
                        number += 1;
                        wishes.send((number as usize % accounts, number, done)).expect("a session");
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

fn next(queue: &Mutex<mpsc::Receiver<Wish>>) -> Option<Vec<Wish>> {
    let queue = queue.lock().expect("a queue");
    let first = queue.recv().ok()?;
    Some(std::iter::once(first).chain(queue.try_iter().take(GROUP - 1)).collect())
}

async fn write(session: &Client, group: &[Wish]) {
    // Sessions that lock accounts in one order never wait for each other in a circle.
    let mut all: Vec<(String, String)> =
        group.iter().map(|(account, number, _)| (format!("a{account}"), format!("u{number}"))).collect();
    all.sort();
    let (accounts, ids): (Vec<String>, Vec<String>) = all.into_iter().unzip();
    let digest = "sha256:".to_owned() + &"0".repeat(64);
    session.batch_execute("BEGIN").await.expect("a transaction");
    let fixed = |sql: &str| sql.replace("DIGEST", &digest);
    let statements = [
        "UPDATE account SET state = repeat('y', 900) WHERE id IN (SELECT id FROM account WHERE id = ANY($1) ORDER BY id FOR UPDATE) AND cardinality($2::text[]) > 0".to_owned(),
        fixed("INSERT INTO batch SELECT a, i, 'DIGEST', '2026-01-06T00:00:00Z' FROM unnest($1::text[], $2::text[]) AS r(a, i)"),
        fixed("INSERT INTO event SELECT a, i, 'DIGEST', repeat('x', 110) FROM unnest($1::text[], $2::text[]) AS r(a, i)"),
        "INSERT INTO entry SELECT a, i || '/usage', repeat('x', 420) FROM unnest($1::text[], $2::text[]) AS r(a, i)".to_owned(),
    ];
    for statement in &statements {
        session.execute(statement.as_str(), &[&accounts, &ids]).await.expect("rows");
    }
    session.batch_execute("COMMIT").await.expect("a commit");
}
