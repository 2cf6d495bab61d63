//! A host is killed at each word that it says to a mail server, and at each of its writes to the disk while mail goes out: every mail is
//! taken at least once, always under one Message-ID, and none is lost.

use crate::server::{Server, rulebook, usage};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Whose mail it is: an alert of one account, to each of its addresses.
const ADDRESSES: [&str; 2] = ["one@owner.example", "two@owner.example"];
/// Words of a mail at which the server waits: hello, from whom, to whom, what, and that it was taken.
const WORDS: usize = 5;

/// A mail server that says at which word it is, and goes on when it is told to. What it took is on the disk of nobody: it is told.
const OFFICE: &str = r#"
import asyncio, concurrent.futures, email, email.policy, json, sys
from aiosmtpd.smtp import SMTP

# One reads, for all who wait; whoever is gone meanwhile has had its word.
READER = concurrent.futures.ThreadPoolExecutor(max_workers=1)

async def said(what, **more):
    print(json.dumps({"at": what, **more}), flush=True)
    await asyncio.shield(asyncio.get_running_loop().run_in_executor(READER, sys.stdin.readline))

class Office:
    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        await said("EHLO")
        return responses
    async def handle_MAIL(self, server, session, envelope, address, options):
        envelope.mail_from = address
        await said("MAIL")
        return "250 OK"
    async def handle_RCPT(self, server, session, envelope, address, options):
        envelope.rcpt_tos.append(address)
        await said("RCPT")
        return "250 OK"
    async def handle_DATA(self, server, session, envelope):
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        await said("DATA")
        await said("TAKEN", to=envelope.rcpt_tos[0], id=mail["message-id"], event=mail["counterfoil-event"])
        return "250 taken"

async def main():
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(Office()), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()

asyncio.run(main())
"#;

/// What was taken: to whom, of which event, under which id.
type Taken = Arc<Mutex<Vec<[String; 3]>>>;

struct Office {
    child: Child,
    port: u16,
    taken: Taken,
}

impl Office {
    /// Each word is told with its place, before the server answers it.
    fn start(word: impl Fn(usize) + Send + 'static) -> Self {
        let python = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/.venv/bin/python");
        let mut command = Command::new(python);
        let mut child =
            command.args(["-c", OFFICE]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("Python runs");
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let mut go = child.stdin.take().expect("a pipe");
        let port = lines.next().expect("a line").expect("a line").parse().expect("a port");
        let taken = Taken::default();
        let kept = Arc::clone(&taken);
        std::thread::spawn(move || {
            for (place, line) in lines.map_while(Result::ok).enumerate() {
                let said: Value = serde_json::from_str(&line).expect("JSON");
                if said["at"] == "TAKEN" {
                    let text = |name: &str| said[name].as_str().expect("a text").to_owned();
                    kept.lock().expect("a list").push([text("to"), text("event"), text("id")]);
                }
                word(place);
                // The test is over where nobody listens.
                let _ = go.write_all(b"go\n");
            }
        });
        Self { child, port, taken }
    }

    fn host(&self, database: &Path) -> Server {
        let smtp = format!("smtp://127.0.0.1:{}", self.port);
        Server::start_with(database, "report", &["--smtp", &smtp, "--mail-from", "Billing <billing@host.example>"])
    }

    /// Each mail has one id, however often it was taken.
    fn ids(&self) -> BTreeMap<(String, String), BTreeSet<String>> {
        let mut ids: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
        for [to, event, id] in self.taken.lock().expect("a list").clone() {
            ids.entry((to, event)).or_default().insert(id);
        }
        ids
    }
}

impl Drop for Office {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Books in which the next usage crosses a threshold that the owner is told of by mail.
fn books(folder: &Path) -> PathBuf {
    let first = folder.join("first.db");
    let server = Server::start(&first, "report");
    let mut told_of = rulebook();
    told_of["alerts"] = json!({"system": []});
    let digest = server.post("/v1/rulebooks", &told_of).1["digest"].clone();
    let open = json!({"account": "a", "time": "2026-01-01T00:00:00Z"});
    assert_eq!(server.post("/v1/accounts", &json!({"rulebook": digest, "open": open})).0, 201);
    let events = json!([
        {"type": "top_up", "id": "t", "time": "2026-01-01T00:00:00Z", "amount": "10"},
        {"type": "settings_changed", "id": "s", "time": "2026-01-02T00:00:00Z", "settings": {"addresses": ADDRESSES, "alerts": ["5"]}},
    ]);
    assert_eq!(server.post("/v1/accounts/a/events", &json!({"events": events, "atomic": true})).0, 200);
    server.stop();
    let whole = folder.join("whole.db");
    counterfoil::backup(&first, &whole).expect("a copy");
    whole
}

/// The threshold is crossed, once, whoever is asked how often. `false` where nobody answers.
fn cross(server: &Server) -> bool {
    let body = json!({"events": [usage("u", 600)]}).to_string();
    let answer =
        server.agent.post(format!("{}/v1/accounts/a/events", server.base)).content_type("application/json").send(body);
    answer.is_ok_and(|answer| answer.status().is_success())
}

/// How many mails are known to be taken; nothing where nobody answers.
fn sent(server: &Server) -> Option<usize> {
    let answer = server.agent.get(format!("{}/v1/deliveries?state=sent&limit=200", server.base)).call();
    let told: Value = serde_json::from_str(&answer.ok()?.body_mut().read_to_string().ok()?).ok()?;
    told["data"].as_array().map(Vec::len)
}

/// Another host goes on with the books, until all mail is out.
fn goes_on(office: &Office, database: &Path, at: &str) {
    let server = office.host(database);
    assert!(cross(&server), "{at}");
    let begun = Instant::now();
    while sent(&server) != Some(ADDRESSES.len()) {
        assert!(begun.elapsed() < Duration::from_secs(30), "{at}: {}", server.get("/v1/deliveries").1);
        std::thread::sleep(Duration::from_millis(20));
    }
    let ids = office.ids();
    let to: BTreeSet<&str> = ids.keys().map(|(to, _)| &**to).collect();
    assert_eq!(to, BTreeSet::from(ADDRESSES), "{at}");
    assert_eq!(ids.len(), ADDRESSES.len(), "{at}: one event each: {ids:?}");
    assert!(ids.values().all(|ids| ids.len() == 1), "{at}: {ids:?}");
}

#[test]
fn kills_at_each_word_to_a_mail_server_lose_no_mail() {
    let folder = tempfile::tempdir().expect("a folder");
    let whole = books(folder.path());
    let mut twice = 0;
    for point in 0..WORDS * ADDRESSES.len() {
        let database = folder.path().join(format!("{point}.db"));
        std::fs::copy(&whole, &database).expect("a copy");
        let pid: Arc<Mutex<Option<u32>>> = Arc::default();
        let killed = Arc::clone(&pid);
        let office = Office::start(move |place| {
            if place == point
                && let Some(pid) = killed.lock().expect("a number").take()
            {
                let kill = Command::new("kill").args(["-9", &pid.to_string()]).status();
                assert!(kill.expect("a signal").success());
            }
        });
        let server = office.host(&database);
        *pid.lock().expect("a number") = Some(server.pid());
        cross(&server);
        let begun = Instant::now();
        while pid.lock().expect("a number").is_some() {
            assert!(begun.elapsed() < Duration::from_secs(20), "{point}: nobody was killed");
            std::thread::sleep(Duration::from_millis(5));
        }
        drop(server);
        goes_on(&office, &database, &format!("word {point}"));
        twice += office.taken.lock().expect("a list").len() - ADDRESSES.len();
    }
    assert!(twice > 0, "no kill came between taking and writing down");
}

/// Has a host's system call killed it, at the so many-th time from now on? Until then its mail goes out.
fn dies(server: &Server, inject: &str) -> bool {
    let mut strace = Command::new("strace");
    strace.args(["-f", "-qq", "-o", "/dev/null", "-e", "trace=pwrite64,fsync,fdatasync", "-e", inject]);
    let mut tracer = strace.args(["-p", &server.pid().to_string()]).spawn().expect("strace");
    let traced = || {
        let status = std::fs::read_to_string(format!("/proc/{}/status", server.pid())).unwrap_or_default();
        status.lines().any(|line| line.strip_prefix("TracerPid:").is_some_and(|tracer| tracer.trim() != "0"))
    };
    let begun = Instant::now();
    while !traced() {
        assert!(begun.elapsed() < Duration::from_secs(20), "it cannot be traced");
        std::thread::sleep(Duration::from_millis(5));
    }
    let died = cross(server)
        && loop {
            match sent(server) {
                None => break true,
                Some(all) if all == ADDRESSES.len() => break false,
                Some(_) => assert!(begun.elapsed() < Duration::from_secs(30), "it neither dies nor sends"),
            }
            std::thread::sleep(Duration::from_millis(5));
        };
    let gone = sent(server).is_none();
    let _ = tracer.kill();
    let _ = tracer.wait();
    died || gone
}

/// Where there are more points than this, something goes round in circles.
const POINTS_MAX: usize = 200;

#[test]
fn every_write_while_mail_goes_out_may_be_the_last() {
    let traceable = Command::new("strace").args(["-f", "-qq", "-o", "/dev/null", "true"]).status();
    if !traceable.is_ok_and(|status| status.success()) {
        eprintln!("nothing can be traced here: no crash points");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let whole = books(folder.path());
    for call in ["pwrite64", "fsync,fdatasync"] {
        let (next, points) = (AtomicUsize::new(1), AtomicUsize::new(0));
        std::thread::scope(|threads| {
            for _ in 0..3 {
                threads.spawn(|| {
                    loop {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        assert!(at < POINTS_MAX, "no end of {call}");
                        let database = folder.path().join(format!("{call}-{at}.db"));
                        std::fs::copy(&whole, &database).expect("a copy");
                        let office = Office::start(|_| {});
                        let server = office.host(&database);
                        let died = dies(&server, &format!("inject={call}:signal=KILL:when={at}"));
                        drop(server);
                        goes_on(&office, &database, &format!("{call} {at}"));
                        if !died {
                            return;
                        }
                        points.fetch_add(1, Ordering::Relaxed);
                    }
                });
            }
        });
        let points = points.into_inner();
        println!("{call}: {points} points");
        assert!(points > 3, "{call}: {points} points");
    }
}
