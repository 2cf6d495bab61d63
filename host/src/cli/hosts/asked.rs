//! What a command asks a host: one that is served, by its URL and a key, or the books themselves, by the same API in this process. So
//! each command is written once and says the same of both.

use crate::cli::{Failure, show};
use crate::identity::{Actor, Role, Who};
use crate::outgoing::{Client, Reach, Request as Call};
use crate::serve::{Host, app};
use crate::store::schema_of;
use crate::{Engine, Payments, Place, Store, StoreError};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderName, Method, Request, header};
use clap::Args;
use clap::parser::ValueSource;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt as _;

/// Does the command line name the host, and not the environment alone?
static SAID: AtomicBool = AtomicBool::new(false);

/// Looks where the host is named.
pub(crate) fn look(matches: &clap::ArgMatches) {
    let mut at = Some(matches);
    while let Some(words) = at {
        // Not every command has the word.
        let said = words.try_contains_id("url").is_ok() && words.value_source("url") == Some(ValueSource::CommandLine);
        SAID.fetch_or(said, Ordering::Relaxed);
        at = words.subcommand().map(|(_, under)| under);
    }
}

/// Which host, or whose books.
#[derive(Args)]
pub(crate) struct HostArgs {
    /// The host, such as `https://billing.example`; its key is in COUNTERFOIL_KEY, or in a file.
    #[arg(long, global = true, env = "COUNTERFOIL_URL", value_name = "URL")]
    url: Option<String>,
    /// A file with the key: a command line is seen by everybody on the machine.
    #[arg(long, global = true, value_name = "FILE")]
    key_file: Option<PathBuf>,
    /// The books themselves, where no host serves them now: a SQLite file, or PostgreSQL by its URL.
    #[arg(long, global = true, value_name = "FILE|URL")]
    database: Option<Place>,
    /// Whose, of the books.
    #[arg(long, global = true, default_value = "main")]
    tenant: String,
    /// Print what was answered, as JSON.
    #[arg(long, global = true)]
    pub(crate) json: bool,
}

impl HostArgs {
    pub(crate) const fn books(&self) -> Option<&Place> {
        self.database.as_ref()
    }

    pub(crate) fn url(&self) -> Option<&str> {
        // Books that are named on the command line are meant, whatever the environment says of a host.
        self.url.as_deref().filter(|_| self.database.is_none())
    }

    pub(crate) fn key_file(&self) -> Option<&Path> {
        self.key_file.as_deref().filter(|_| self.url().is_some())
    }

    /// Is somebody named on the command line itself?
    pub(crate) fn is_said(&self) -> bool {
        self.database.is_some() || self.url.is_some() && SAID.load(Ordering::Relaxed)
    }

    /// Is somebody named who could answer?
    pub(crate) fn named(&self) -> bool {
        self.url().is_some() || self.database.is_some()
    }

    /// Whoever is asked as.
    fn actor(&self, store: &Store, role: Role) -> Result<Actor, Failure> {
        let tenant = match role {
            Role::Operator => None,
            _ => Some(store.tenant(&self.tenant).map_err(|error| Failure::Usage(format!("{}: {error}", self.tenant)))?),
        };
        Ok(Actor::new(tenant, Who::Key { id: "cli".into(), role }))
    }
}

/// A host that is asked.
pub(crate) struct Asked {
    runtime: Runtime,
    to: To,
    pub(crate) json: bool,
}

enum To {
    Url { base: String, key: String, client: Client },
    Here { app: Router, actor: Actor },
}

/// What was answered.
#[derive(Default)]
pub(crate) struct Told {
    pub(crate) body: Vec<u8>,
    /// When, by the clock of a host.
    pub(crate) date: Option<String>,
}

const DEADLINE: Duration = Duration::from_secs(60);
const ANSWER_MAX: usize = 256 << 20;

impl Asked {
    /// Whoever the arguments name; asked as an administrator of the tenant.
    pub(crate) fn of(engine: Engine, args: &HostArgs) -> Result<Self, Failure> {
        Self::by(engine, args, Role::Admin)
    }

    pub(crate) fn by(engine: Engine, args: &HostArgs, role: Role) -> Result<Self, Failure> {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.map_err(|error| Failure::Usage(error.to_string()))?;
        let to = match (args.url(), &args.database) {
            (Some(url), _) => {
                To::Url { base: url.trim_end_matches('/').to_owned(), key: key(args)?, client: client()? }
            }
            (None, Some(place)) => here(engine, args, place, role)?,
            (None, None) => {
                return Err(Failure::Usage(
                    "nobody is named who could answer; say which host by `--url` (or COUNTERFOIL_URL), or which books by `--database`"
                        .into(),
                ));
            }
        };
        Ok(Self { runtime, to, json: args.json })
    }

    /// Asks. What is refused is told by its problems, and ends with 1.
    pub(crate) fn ask(&self, method: Method, path: &str, body: Option<&Value>) -> Result<Told, Failure> {
        self.send(method, path, body.map(Value::to_string))
    }

    /// The same with a body as it stands.
    pub(crate) fn send(&self, method: Method, path: &str, body: Option<String>) -> Result<Told, Failure> {
        let (status, told) = match &self.to {
            To::Url { base, key, client } => {
                self.runtime.block_on(sent(client, key, method, format!("{base}{path}"), body))?
            }
            To::Here { app, actor } => self.runtime.block_on(within(app.clone(), actor.clone(), method, path, body))?,
        };
        if (200..300).contains(&status) { Ok(told) } else { Err(refused(status, &told.body)) }
    }

    pub(crate) fn get(&self, path: &str) -> Result<Value, Failure> {
        self.ask(Method::GET, path, None)?.value()
    }

    /// All of a list, page by page; `path` ends in `?` or `&`.
    pub(crate) fn all(&self, path: &str) -> Result<Vec<Value>, Failure> {
        let (mut found, mut cursor) = (Vec::new(), String::new());
        loop {
            let mut page = self.get(&format!("{path}limit=200{cursor}"))?;
            found.extend(page["data"].as_array_mut().map(std::mem::take).unwrap_or_default());
            match page["cursor"].as_str().filter(|_| page["has_more"] == true) {
                Some(next) => cursor = format!("&cursor={}", encoded(next)),
                None => return Ok(found),
            }
        }
    }
}

impl Told {
    pub(crate) fn value(&self) -> Result<Value, Failure> {
        serde_json::from_slice(&self.body).map_err(|_| {
            Failure::Usage("what was answered is not JSON; is this the address of a host, without a path?".into())
        })
    }
}

fn client() -> Result<Client, Failure> {
    Client::new().map_err(|error| Failure::Usage(error.to_string()))
}

fn key(args: &HostArgs) -> Result<String, Failure> {
    let key = match &args.key_file {
        Some(file) => {
            std::fs::read_to_string(file).map_err(|error| Failure::Usage(format!("{}: {error}", file.display())))?
        }
        None => std::env::var("COUNTERFOIL_KEY").map_err(|_| {
            Failure::Usage(
                "a host asks who calls; put a key into COUNTERFOIL_KEY, or name a file that has it by `--key-file`"
                    .into(),
            )
        })?,
    };
    Ok(key.trim().to_owned())
}

fn here(engine: Engine, args: &HostArgs, place: &Place, role: Role) -> Result<To, Failure> {
    let store = opened(engine, place)?;
    let actor = args.actor(&store, role)?;
    // Nobody is charged from here: what is due is left to the host.
    let host = Host::new(store, Payments::Report)?;
    Ok(To::Here { app: app(host), actor })
}

/// Books that are there already: a misspelt name makes none.
pub(crate) fn opened(engine: Engine, place: &Place) -> Result<Store, Failure> {
    if matches!(place, Place::File(file) if !file.is_file()) {
        return Err(Failure::Usage(format!("{place}: there is no such file; `counterfoil serve` makes one")));
    }
    if let Place::File(file) = place {
        let no_books = |error: StoreError| Failure::Usage(format!("{place}: {error}; is it a database of a host?"));
        let (made, known) = schema_of(file).map_err(no_books)?;
        if made < known {
            // Whoever asks changes nothing.
            return Err(Failure::Usage(format!(
                "{place}: it is of schema {made}, and this program's is {known}; carry it forward by `counterfoil migrate`"
            )));
        }
    }
    place.open(Arc::new(engine)).map_err(|error| {
        Failure::Usage(format!(
            "{place}: {error}; where a host serves it, ask that by `--url`, or take a copy by `counterfoil backup`"
        ))
    })
}

async fn sent(
    client: &Client,
    key: &str,
    method: Method,
    url: String,
    body: Option<String>,
) -> Result<(u16, Told), Failure> {
    let wrong = |name: &str| Failure::Usage(format!("{name} has letters that no header has"));
    let bearer = format!("Bearer {key}").parse().map_err(|_| wrong("the key"))?;
    let mut headers: Vec<(HeaderName, _)> = vec![(header::AUTHORIZATION, bearer)];
    if body.is_some() {
        headers.push((header::CONTENT_TYPE, header::HeaderValue::from_static("application/json")));
    }
    let body = body.unwrap_or_default().into_bytes();
    let call = Call { method, url: url.clone(), headers, body, deadline: DEADLINE, answer_max: ANSWER_MAX };
    let answer = client
        .send(call, Reach::Anywhere)
        .await
        .map_err(|fault| Failure::Usage(format!("{url}: {fault}; is the host running, and is this its address?")))?;
    let date = answer.headers.get(header::DATE).and_then(|date| date.to_str().ok()).map(str::to_owned);
    Ok((answer.status.as_u16(), Told { body: answer.body, date }))
}

async fn within(
    app: Router,
    actor: Actor,
    method: Method,
    path: &str,
    body: Option<String>,
) -> Result<(u16, Told), Failure> {
    let told = |error: &dyn std::fmt::Display| Failure::Usage(format!("{path}: {error}"));
    let request = Request::builder().method(method).uri(path).header(header::HOST, "localhost").extension(actor);
    let request = match body {
        Some(body) => request.header(header::CONTENT_TYPE, "application/json").body(Body::from(body)),
        None => request.body(Body::empty()),
    };
    let answer = app.oneshot(request.map_err(|error| told(&error))?).await.map_err(|error| told(&error))?;
    let status = answer.status().as_u16();
    let body = to_bytes(answer.into_body(), ANSWER_MAX).await.map_err(|error| told(&error))?;
    Ok((status, Told { body: body.to_vec(), date: None }))
}

/// The problems, each in a line for people.
fn refused(status: u16, body: &[u8]) -> Failure {
    let told: Value = serde_json::from_slice(body).unwrap_or_default();
    let lines: Vec<String> = told["problems"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|problem| {
            let word = |name: &str| show::plain(problem[name].as_str().unwrap_or_default());
            let at = if word("path").is_empty() { String::new() } else { format!(" at {}", word("path")) };
            format!("{}{at}: {} ({})", word("code"), word("message"), word("help"))
        })
        .collect();
    match lines.is_empty() {
        true => Failure::Usage(format!(
            "answered {status}, and nothing that this program understands; is this the address of a host?"
        )),
        false => Failure::Refused(lines.join("\n")),
    }
}

/// A part of a path.
pub(crate) fn encoded(part: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    part.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
