//! The client for what goes out, against real servers: it goes where it may, and to no other place.

use crate::receiver::{Heard, Receiver};
use counterfoil::outgoing::{Answer, Client, Fault, Names, Reach, Request, Target, Wrong, is_global};
use hyper::header::{HeaderName, HeaderValue};
use hyper::{Method, StatusCode};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use serde::Deserialize;
use std::io::{Read as _, Write as _};
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

#[derive(Deserialize)]
struct Cases {
    addresses: Vec<Address>,
    urls: Vec<Url>,
}

#[derive(Deserialize)]
struct Address {
    address: IpAddr,
    global: bool,
    why: String,
}

#[derive(Deserialize)]
struct Url {
    url: String,
    public: String,
    development: String,
}

fn cases() -> Cases {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases/tables/outgoing.json");
    serde_json::from_str(&std::fs::read_to_string(file).expect("the cases")).expect("JSON")
}

fn word(read: Result<Target, Wrong>) -> &'static str {
    match read {
        Ok(_) => "ok",
        Err(Wrong::Syntax) => "syntax",
        Err(Wrong::Length) => "length",
        Err(Wrong::Scheme) => "scheme",
        Err(Wrong::Credentials) => "credentials",
        Err(Wrong::Host) => "host",
        Err(Wrong::Port) => "port",
        Err(Wrong::Fragment) => "fragment",
        Err(Wrong::NotGlobal) => "not_global",
    }
}

#[test]
fn addresses_are_global_or_not() {
    for Address { address, global, why } in cases().addresses {
        assert_eq!(is_global(address), global, "{address}: {why}");
    }
}

#[test]
fn urls_are_read_in_one_way() {
    for Url { url, public, development } in cases().urls {
        assert_eq!(word(Target::read(&url, Reach::Public)), public, "{url:?}");
        assert_eq!(word(Target::read(&url, Reach::Anywhere)), development, "{url:?} in development");
    }
}

fn tls(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/outbox/tls").join(file)
}

/// One that trusts the tests' authority, and these names.
fn client(names: impl Fn(&str) -> std::io::Result<Vec<IpAddr>> + Send + Sync + 'static) -> Client {
    let root = CertificateDer::from_pem_file(tls("ca.pem")).expect("a certificate");
    Client::trusting(vec![root], Arc::new(names) as Arc<Names>).expect("a client")
}

fn at(address: [u8; 4]) -> impl Fn(&str) -> std::io::Result<Vec<IpAddr>> + Send + Sync + 'static {
    move |_| Ok(vec![IpAddr::from(address)])
}

fn request(url: &str) -> Request {
    Request {
        method: Method::POST,
        url: url.into(),
        headers: vec![(HeaderName::from_static("x-said"), HeaderValue::from_static("it"))],
        body: b"{}".to_vec(),
        deadline: Duration::from_secs(5),
        answer_max: 64,
    }
}

fn send(client: &Client, request: Request, reach: Reach) -> Result<Answer, Fault> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(client.send(request, reach))
}

/// A server that does with each connection what it is told.
fn server(serve: impl Fn(std::net::TcpStream) + Send + Sync + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("its address");
    thread::spawn(move || listener.incoming().flatten().for_each(serve));
    address
}

/// A server that has the tests' certificate, of `hooks.example` and 127.0.0.1.
fn over_tls() -> SocketAddr {
    let certificate = CertificateDer::from_pem_file(tls("server.pem")).expect("a certificate");
    let key = PrivateKeyDer::from_pem_file(tls("server.key")).expect("a key");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let config = config.expect("TLS").with_no_client_auth().with_single_cert(vec![certificate], key);
    let config = Arc::new(config.expect("a certificate"));
    server(move |stream| {
        let session = rustls::ServerConnection::new(Arc::clone(&config)).expect("a session");
        let mut stream = rustls::StreamOwned::new(session, stream);
        if let Some(heard) = Heard::read(&mut stream) {
            let body = heard.header("host").to_owned();
            let _ = write!(stream, "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len());
        }
    })
}

#[test]
fn a_request_is_heard_as_it_was_said() {
    let receiver = Receiver::start(|_, _| ("202 Accepted".into(), "x".repeat(64)));
    let answer = send(&client(at([127, 0, 0, 1])), request(&receiver.url()), Reach::Anywhere).expect("an answer");
    assert_eq!((answer.status, answer.body.len(), answer.cut), (StatusCode::ACCEPTED, 64, false));
    let heard = receiver.heard().remove(0);
    assert_eq!(heard.line, "POST /hooks HTTP/1.1");
    assert_eq!((heard.header("x-said"), heard.header("content-length"), &*heard.body), ("it", "2", &b"{}"[..]));
    assert_eq!(heard.header("host"), receiver.address.to_string());
    assert!(heard.header("user-agent").starts_with("counterfoil/"));
}

#[test]
fn tls_is_with_whoever_has_the_name() {
    let address = over_tls();
    let named = client(at([127, 0, 0, 1]));
    let url = format!("https://hooks.example:{}/x", address.port());
    let answer = send(&named, request(&url), Reach::Anywhere).expect("an answer");
    assert_eq!(String::from_utf8_lossy(&answer.body), format!("hooks.example:{}", address.port()));
    let other = format!("https://other.example:{}/x", address.port());
    assert!(matches!(send(&named, request(&other), Reach::Anywhere), Err(Fault::Tls(_))));
    // Nobody whom the machine trusts.
    let strangers = Client::trusting(Vec::new(), Arc::new(at([127, 0, 0, 1]))).expect("a client");
    assert!(matches!(send(&strangers, request(&url), Reach::Anywhere), Err(Fault::Tls(_))));
    let plain = Receiver::content();
    let url = format!("https://127.0.0.1:{}/", plain.address.port());
    assert!(matches!(send(&named, request(&url), Reach::Anywhere), Err(Fault::Tls(_))));
}

/// One address of several that is not global is enough, and a name is looked up once: what it says later is not asked.
#[test]
fn names_lead_to_global_addresses_alone() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("https://hooks.example:{}/", listener.local_addr().expect("its address").port());
    for Address { address, .. } in cases().addresses.into_iter().filter(|case| !case.global) {
        let both = move |_: &str| Ok(vec![IpAddr::from([8, 8, 8, 8]), address]);
        assert_eq!(send(&client(both), request(&url), Reach::Public).unwrap_err(), Fault::NotGlobal(address));
    }
    listener.set_nonblocking(true).expect("a listener");
    assert!(listener.accept().is_err(), "nobody has called");
    // A name that leads elsewhere at each look: to a global address first, then inside.
    let looks = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&looks);
    let rebound = move |_: &str| match counted.fetch_add(1, Ordering::Relaxed) {
        0 => Ok(vec![IpAddr::from([192, 0, 2, 1])]),
        _ => Ok(vec![IpAddr::from([127, 0, 0, 1])]),
    };
    let told = send(&client(rebound), request(&url), Reach::Public);
    assert_eq!(told.unwrap_err(), Fault::NotGlobal(IpAddr::from([192, 0, 2, 1])));
    assert_eq!(looks.load(Ordering::Relaxed), 1);
    let nobody = client(|_| Ok(Vec::new()));
    assert!(matches!(send(&nobody, request(&url), Reach::Public), Err(Fault::NoName(_))));
}

#[test]
fn redirects_are_answers() {
    let inside = Receiver::content();
    let to = inside.url();
    let receiver = Receiver::start(move |_, _| (format!("307 Temporary Redirect\r\nlocation: {to}"), String::new()));
    let answer = send(&client(at([127, 0, 0, 1])), request(&receiver.url()), Reach::Anywhere).expect("an answer");
    assert_eq!(answer.status, StatusCode::TEMPORARY_REDIRECT);
    assert!(inside.heard().is_empty());
}

#[test]
fn answers_are_bounded_in_bytes_and_time() {
    let endless = server(|mut stream| {
        let _ = Heard::read(&mut stream);
        let _ = write!(stream, "HTTP/1.1 200 OK\r\n\r\n");
        while stream.write_all(&[b'x'; 4096]).is_ok() {}
    });
    let own = client(at([127, 0, 0, 1]));
    let answer = send(&own, request(&format!("http://{endless}/")), Reach::Anywhere).expect("an answer");
    assert_eq!((answer.body.len(), answer.cut), (64, true));
    // One that says nothing, one that says a letter now and then, and one whose headers have no end.
    let silent = server(|stream| thread::sleep(Duration::from_secs(stream.peer_addr().map_or(0, |_| 20))));
    let dribbling = server(|mut stream| {
        let _ = write!(stream, "HTTP/1.1 200 OK\r\ncontent-length: 60\r\n\r\n");
        while stream.write_all(b"x").is_ok() {
            thread::sleep(Duration::from_millis(100));
        }
    });
    let headers = server(|mut stream| {
        let _ = write!(stream, "HTTP/1.1 200 OK\r\n");
        while stream.write_all(&b"x: y\r\n".repeat(1000)).is_ok() {}
        let _ = stream.read(&mut [0; 1]);
    });
    for address in [silent, dribbling, headers] {
        let begun = Instant::now();
        let asked = Request { deadline: Duration::from_millis(400), ..request(&format!("http://{address}/")) };
        let told = send(&own, asked, Reach::Anywhere);
        assert!(matches!(told, Err(Fault::TooSlow | Fault::Broken(_))), "{told:?}");
        assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    }
    let gone = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("its address");
    assert!(matches!(send(&own, request(&format!("http://{gone}/")), Reach::Anywhere), Err(Fault::Connect(_))));
}
