//! Whatever the host asks of others over HTTP goes out here: to addresses that tenants have named, so that nothing of the host's own
//! network is reached by them (server-side request forgery).
//!
//! A URL is read strictly, its name is looked up once, every address that it has must be a global one, and the connection goes to
//! the address that was looked at. Redirects are not followed and no proxy is asked. All of it ends by a deadline, and of an answer
//! no more is read than was asked for.

mod connect;
mod global;
mod url;

pub use global::is_global;
pub use url::{Target, Wrong};

use axum::body::Body;
use connect::{connect, look_up};
use hyper::body::{Body as _, Incoming};
use hyper::client::conn::http1;
use hyper::header::{CONTENT_LENGTH, HOST, HeaderMap, HeaderName, HeaderValue, USER_AGENT};
use hyper::{Method, StatusCode};
use hyper_util::rt::TokioIo;
use rustls::pki_types::CertificateDer;
use rustls::{ClientConfig, RootCertStore};
use std::fmt;
use std::future::poll_fn;
use std::io;
use std::net::IpAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::time::timeout;

/// How far a request may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// To global addresses, over TLS.
    Public,
    /// To any address, without TLS where the URL says so: for development.
    Anywhere,
}

/// What is asked.
#[derive(Clone, Debug)]
pub struct Request {
    /// How.
    pub method: Method,
    /// Where, as it was written down.
    pub url: String,
    /// What is said beside the body; `Host`, `Content-Length` and `User-Agent` are the client's own.
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// The body.
    pub body: Vec<u8>,
    /// Longest that all of it takes.
    pub deadline: Duration,
    /// Bytes of the answer that are read; what is beyond them is not.
    pub answer_max: usize,
}

/// What was answered, whatever it says.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its first bytes.
    pub body: Vec<u8>,
    /// Was there more of it?
    pub cut: bool,
    /// How long it took.
    pub took: Duration,
}

/// Why there was no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The URL is none that is asked.
    Url(Wrong),
    /// The name has no address.
    NoName(String),
    /// The name has an address that is not reached from here.
    NotGlobal(IpAddr),
    /// Nobody takes the call there.
    Connect(String),
    /// The other side is not who it should be, or speaks no TLS.
    Tls(String),
    /// The answer broke off, or was none. The request may have been heard.
    Broken(String),
    /// No answer in time. The request may have been heard.
    TooSlow,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Url(wrong) => wrong.fmt(f),
            Self::NoName(why) => write!(f, "the name has no address: {why}"),
            Self::NotGlobal(address) => write!(f, "the name leads to `{address}`, which is no global address"),
            Self::Connect(why) => write!(f, "no connection: {why}"),
            Self::Tls(why) => write!(f, "no TLS: {why}"),
            Self::Broken(why) => write!(f, "no answer: {why}"),
            Self::TooSlow => f.write_str("no answer in time"),
        }
    }
}

impl std::error::Error for Fault {}

/// Looks names up. The system's own way blocks, and so may this.
pub type Names = dyn Fn(&str) -> io::Result<Vec<IpAddr>> + Send + Sync;

/// Longest to connect, and then to agree on TLS.
const CONNECT: Duration = Duration::from_secs(5);
const AGENT: HeaderValue = HeaderValue::from_static(concat!("counterfoil/", env!("CARGO_PKG_VERSION")));

/// Asks. Cheap to clone; a connection is made for each request, and kept for none.
#[derive(Clone)]
pub struct Client {
    tls: Arc<ClientConfig>,
    names: Arc<Names>,
}

impl Client {
    /// One that trusts the machine's certificates and asks its names.
    ///
    /// # Errors
    /// There is no TLS here.
    pub fn new() -> Result<Self, Fault> {
        Self::trusting(rustls_native_certs::load_native_certs().certs, Arc::new(connect::system))
    }

    /// One that trusts these certificates and asks these names.
    ///
    /// # Errors
    /// There is no TLS here.
    pub fn trusting(roots: Vec<CertificateDer<'static>>, names: Arc<Names>) -> Result<Self, Fault> {
        let mut store = RootCertStore::empty();
        // What of them cannot be read is not trusted.
        store.add_parsable_certificates(roots);
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let config = config.map_err(|error| Fault::Tls(error.to_string()))?;
        let mut config = config.with_root_certificates(store).with_no_client_auth();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self { tls: Arc::new(config), names })
    }

    /// Sends a request, once.
    ///
    /// # Errors
    /// There was no answer. Whatever is answered is none, also where it says that nothing was done.
    pub async fn send(&self, request: Request, reach: Reach) -> Result<Answer, Fault> {
        let deadline = request.deadline;
        timeout(deadline, self.ask(request, reach)).await.map_err(|_| Fault::TooSlow)?
    }

    async fn ask(&self, request: Request, reach: Reach) -> Result<Answer, Fault> {
        let begun = Instant::now();
        let target = Target::read(&request.url, reach).map_err(Fault::Url)?;
        let addresses = look_up(&self.names, &target, reach).await?;
        let stream = timeout(CONNECT, connect(&addresses, target.port)).await.map_err(|_| Fault::TooSlow)??;
        if !target.tls {
            return exchange(stream, &target, request, begun).await;
        }
        let agreed = connect::agree(Arc::clone(&self.tls), &target, stream);
        let stream = timeout(CONNECT, agreed).await.map_err(|_| Fault::TooSlow)??;
        exchange(stream, &target, request, begun).await
    }
}

fn broken(error: &hyper::Error) -> Fault {
    Fault::Broken(error.to_string())
}

async fn exchange(
    stream: impl tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
    target: &Target,
    request: Request,
    begun: Instant,
) -> Result<Answer, Fault> {
    let (mut sender, connection) =
        http1::handshake::<_, Body>(TokioIo::new(stream)).await.map_err(|error| broken(&error))?;
    let limit = request.answer_max;
    let request = written(target, request)?;
    let asked = async {
        let answer = sender.send_request(request).await.map_err(|error| broken(&error))?;
        let (head, body) = answer.into_parts();
        let (body, cut) = first(body, limit).await?;
        Ok(Answer { status: head.status, headers: head.headers, body, cut, took: begun.elapsed() })
    };
    // The connection is worked on here and by nobody else: it ends with this call, however that ends.
    let (mut asked, mut connection) = (pin!(asked), pin!(connection));
    tokio::select! {
        biased;
        answer = &mut asked => answer,
        // However it has ended, the answer may have come before.
        _ = &mut connection => asked.await,
    }
}

fn written(target: &Target, request: Request) -> Result<hyper::Request<Body>, Fault> {
    let Request { method, headers, body, .. } = request;
    let mut sent = hyper::Request::new(Body::empty());
    *sent.method_mut() = method;
    *sent.uri_mut() = target.path.clone();
    let own = sent.headers_mut();
    for (name, value) in headers {
        own.append(name, value);
    }
    let host = HeaderValue::from_str(&target.authority()).map_err(|_| Fault::Url(Wrong::Host))?;
    own.insert(HOST, host);
    own.insert(USER_AGENT, AGENT);
    own.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
    *sent.body_mut() = Body::from(body);
    Ok(sent)
}

/// The first bytes of an answer, and whether there are more.
async fn first(mut body: Incoming, limit: usize) -> Result<(Vec<u8>, bool), Fault> {
    let mut read = Vec::new();
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let frame = frame.map_err(|error| broken(&error))?;
        let Ok(bytes) = frame.into_data() else { continue };
        let room = limit - read.len();
        read.extend_from_slice(&bytes[..bytes.len().min(room)]);
        if bytes.len() > room {
            return Ok((read, true));
        }
    }
    Ok((read, false))
}
