//! Somebody who listens for requests, keeps what was heard, and answers as it is told.

use std::io::{BufRead as _, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};
use std::thread;

/// A request, as it came.
#[derive(Clone, Debug)]
pub(crate) struct Heard {
    pub(crate) line: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Heard {
    pub(crate) fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map_or("", |(_, value)| value)
    }

    /// Reads one; none where the other side has gone.
    pub(crate) fn read(stream: &mut impl Read) -> Option<Self> {
        let mut reader = BufReader::new(stream);
        let mut lines = Vec::new();
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
            match line.trim_end() {
                "" => break,
                line => lines.push(line.to_owned()),
            }
        }
        let line = lines.first()?.clone();
        let headers: Vec<(String, String)> =
            lines[1..].iter().filter_map(|line| line.split_once(": ")).map(|(n, v)| (n.into(), v.into())).collect();
        let mut heard = Self { line, headers, body: Vec::new() };
        let length = heard.header("content-length").parse().unwrap_or(0);
        heard.body.resize(length, 0);
        reader.read_exact(&mut heard.body).ok()?;
        Some(heard)
    }
}

/// What is answered to a request that is the nth, from zero on: the status line's end, and the body.
pub(crate) type Answers = dyn Fn(usize, &Heard) -> (String, String) + Send + Sync;

pub(crate) struct Receiver {
    pub(crate) address: SocketAddr,
    heard: Arc<Mutex<Vec<Heard>>>,
}

impl Receiver {
    /// Answers each request of its own connection.
    pub(crate) fn start(answers: impl Fn(usize, &Heard) -> (String, String) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("its address");
        let (heard, answers): (Arc<Mutex<Vec<Heard>>>, Arc<Answers>) = (Arc::default(), Arc::new(answers));
        let kept = Arc::clone(&heard);
        thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let (kept, answers) = (Arc::clone(&kept), Arc::clone(&answers));
                thread::spawn(move || {
                    let Some(heard) = Heard::read(&mut stream) else { return };
                    let place = {
                        let mut kept = kept.lock().expect("a list");
                        kept.push(heard.clone());
                        kept.len() - 1
                    };
                    let (status, body) = answers(place, &heard);
                    let length = body.len();
                    let _ = write!(stream, "HTTP/1.1 {status}\r\ncontent-length: {length}\r\n\r\n{body}");
                });
            }
        });
        Self { address, heard }
    }

    /// One that is content with everything.
    pub(crate) fn content() -> Self {
        Self::start(|_, _| ("200 OK".into(), "thanks".into()))
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/hooks", self.address)
    }

    pub(crate) fn heard(&self) -> Vec<Heard> {
        self.heard.lock().expect("a list").clone()
    }
}
