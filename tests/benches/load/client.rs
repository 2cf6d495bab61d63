//! A client of one connection, as cheap as may be: it shares the cores with what it measures.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

pub(crate) struct Client {
    stream: TcpStream,
    key: String,
    read: Vec<u8>,
}

impl Client {
    pub(crate) fn connect(address: &str, key: &str) -> Option<Self> {
        let stream = TcpStream::connect(address).ok()?;
        stream.set_nodelay(true).ok()?;
        Some(Self { stream, key: key.to_owned(), read: vec![0; 1 << 16] })
    }

    pub(crate) fn get(&mut self, path: &str) -> (u16, Vec<u8>) {
        let key = &self.key;
        self.ask(format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {key}\r\n\r\n").as_bytes())
    }

    pub(crate) fn post(&mut self, path: &str, body: &str) -> (u16, Vec<u8>) {
        self.send(path, body, "")
    }

    /// The answer is to be as short as can be.
    pub(crate) fn post_shortly(&mut self, path: &str, body: &str) -> (u16, Vec<u8>) {
        self.send(path, body, "Prefer: return=minimal\r\n")
    }

    fn send(&mut self, path: &str, body: &str, prefer: &str) -> (u16, Vec<u8>) {
        let key = &self.key;
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\n{prefer}Content-Length: {}\r\n\r\n",
            body.len()
        );
        self.ask(&[head.as_bytes(), body.as_bytes()].concat())
    }

    /// The status and the whole body.
    fn ask(&mut self, request: &[u8]) -> (u16, Vec<u8>) {
        self.stream.write_all(request).expect("a request");
        let mut answer = Vec::new();
        let (status, start, length) = loop {
            let count = self.stream.read(&mut self.read).expect("an answer");
            assert!(count > 0, "the host has hung up");
            answer.extend_from_slice(&self.read[..count]);
            if let Some(end) = answer.windows(4).position(|four| four == b"\r\n\r\n") {
                let head = String::from_utf8_lossy(&answer[..end]).to_ascii_lowercase();
                let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
                let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).expect("a length");
                break (status, end + 4, length.trim().parse::<usize>().expect("a length"));
            }
        };
        while answer.len() < start + length {
            let count = self.stream.read(&mut self.read).expect("a body");
            assert!(count > 0, "the host has hung up");
            answer.extend_from_slice(&self.read[..count]);
        }
        (status, answer.split_off(start))
    }
}

/// How long each took, and all of them together.
pub(crate) struct Took {
    times: Vec<Duration>,
    all: Duration,
}

impl Took {
    pub(crate) fn new(mut times: Vec<Duration>, all: Duration) -> Self {
        times.sort_unstable();
        assert!(!times.is_empty(), "nothing was done");
        Self { times, all }
    }

    pub(crate) fn count(&self) -> usize {
        self.times.len()
    }

    /// How many a second.
    pub(crate) fn rate(&self) -> f64 {
        self.times.len() as f64 / self.all.as_secs_f64()
    }

    /// Milliseconds that this share of them took at most.
    pub(crate) fn at(&self, share: f64) -> f64 {
        let place = (self.times.len() as f64 * share) as usize;
        self.times[place.min(self.times.len() - 1)].as_secs_f64() * 1e3
    }
}
