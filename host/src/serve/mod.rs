//! The HTTP API and the console. Bodies are the contract's own; problems are RFC 9457 with the contract's list.

mod accounts;
mod admission;
mod assets;
mod caller;
mod calls;
mod cloudevents;
mod collection;
mod commands;
mod compare;
mod decisions;
mod docs;
mod documents;
mod filed;
mod glance;
mod health;
mod idempotency;
mod identity;
pub(crate) mod known_case;
#[cfg(feature = "cli")]
mod listen;
mod lists;
mod moves;
mod openapi;
mod origins;
mod papers;
mod parts;
#[cfg(test)]
mod passing;
#[cfg(feature = "cli")]
mod patience;
mod pay_now;
mod payments;
mod permit;
mod posting;
mod problem;
mod purses;
mod reading;
mod receipts;
mod routes;
mod rulebooks;
mod security;
mod standing;
mod statements;
mod stripe;
mod testing;
mod told;
mod turns;
mod watched;
mod webhooks;

#[cfg(feature = "schema")]
pub use openapi::schemas;
pub use openapi::{Example, examples, openapi};

#[cfg(feature = "cli")]
use crate::cli::ServeArgs;
use crate::{Payments, Store, Stripe};
use axum::Router;
use axum::body::Bytes;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use std::sync::Arc;
use std::time::Duration;
use tower_http::timeout::TimeoutLayer;
use turns::Turns;

/// Most bytes of a body: some 20,000 events.
const BODY_MAX: usize = 5 << 20;
/// Most bytes of a rulebook: some 500,000 prefixes.
const RULEBOOK_MAX: usize = 64 << 20;
const RULEBOOKS: &str = "/v1/rulebooks";
/// Longest a request may take, reading its body included.
const REQUEST_TIME: Duration = Duration::from_secs(30);

/// Longest that deliveries are waited for, once the host is told to stop.
#[cfg(feature = "cli")]
const DELIVERY_TIME: Duration = Duration::from_secs(10);

/// What the routes share.
#[derive(Clone)]
pub struct Host(Arc<Parts>);

/// What a host is made of, once for all requests: a host is handed on with each of them, many times over.
#[derive(Clone)]
pub struct Parts {
    store: Store,
    payments: Payments,
    /// Where payments are Stripe's.
    stripe: Option<Stripe>,
    contract: Arc<str>,
    artefact: Bytes,
    names: Arc<[String]>,
    origins: Arc<[String]>,
    /// Of what blocks.
    turns: Turns,
    purses: purses::Purses,
    in_flight: idempotency::InFlight,
    door: identity::Door,
    outbox: webhooks::Outbox,
    meters: watched::Meters,
    standing: standing::Standing,
}

/// Turns of what blocks. Some of it waits for a disk, and for another machine where the books are there.
fn turns(store: &Store) -> Turns {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    Turns::new(4 * processors, store.alone().then_some(processors), store.present())
}

impl std::ops::Deref for Host {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl AsRef<Self> for Host {
    fn as_ref(&self) -> &Self {
        self
    }
}

impl Host {
    /// A host over a store; `payments` says who answers its accounts' charges.
    ///
    /// # Errors
    /// The engine does not answer.
    pub fn new(store: Store, payments: Payments) -> Result<Self, crate::EngineError> {
        let contract = store.engine().contract()?.into();
        let turns = turns(&store);
        let artefact = Bytes::from_owner(store.engine().wasm());
        Ok(Self(Arc::new(Parts {
            store,
            payments,
            stripe: None,
            contract,
            artefact,
            names: Arc::default(),
            origins: Arc::default(),
            turns,
            purses: purses::Purses::default(),
            in_flight: Arc::default(),
            door: identity::Door::default(),
            outbox: webhooks::Outbox::default(),
            meters: watched::Meters::default(),
            standing: standing::Standing::default(),
        })))
    }

    fn parts(&mut self) -> &mut Parts {
        Arc::make_mut(&mut self.0)
    }

    /// Names that it goes by beside its addresses and `localhost`; `*` for any.
    #[must_use]
    pub fn named(mut self, names: impl IntoIterator<Item = String>) -> Self {
        self.parts().names = names.into_iter().collect();
        self
    }

    /// So much work each key, token or session may ask for in a second, over half a minute.
    #[must_use]
    pub fn limited(mut self, work: Option<Duration>) -> Self {
        self.parts().purses = purses::Purses::of(work);
        self
    }

    /// Payments go through this account at Stripe: its routes and webhook are served. [`crate::duty::Duties::charging`] charges.
    #[must_use]
    pub fn through(mut self, stripe: &Stripe) -> Self {
        self.parts().payments = Payments::Stripe;
        self.parts().stripe = Some(stripe.clone());
        self
    }

    /// What it has counted, and how much waits in its books, in the text format of OpenMetrics. It blocks: the books are asked.
    #[must_use]
    pub fn metrics(&self) -> String {
        watched::told(self)
    }

    /// Whoever serves it delivers with these, by this clock.
    #[must_use]
    pub fn delivering(mut self, carriers: &crate::outbox::Carriers, clock: &crate::Clock) -> Self {
        self.parts().outbox = webhooks::Outbox::of(carriers, clock);
        self
    }

    /// Origins whose pages may call it with a customer's token, such as `https://app.example`.
    #[must_use]
    pub fn called_from(mut self, origins: impl IntoIterator<Item = String>) -> Self {
        self.parts().origins = origins.into_iter().collect();
        self
    }
}

/// The whole application, to serve or to nest. Whoever nests it and knows its callers by other means puts an
/// [`Actor`](crate::identity::Actor) into the extensions of their requests.
pub fn app(host: Host) -> Router {
    routes::router(&host)
        .fallback(assets::serve)
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .layer(axum::middleware::from_fn(admission::sized))
        .layer(axum::middleware::from_fn_with_state(host.clone(), admission::named))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, REQUEST_TIME))
        .layer(axum::middleware::from_fn_with_state(host.clone(), standing::open))
        .layer(axum::middleware::map_response(problem::shaped))
        .layer(axum::middleware::map_response(security::headers))
        .layer(origins::layer(&host.origins))
        .layer(axum::middleware::from_fn_with_state(host.clone(), watched::watch))
        .layer(axum::middleware::from_fn(identity::numbered))
        .with_state(host)
}

/// Serves until it is told to stop, then lets requests finish.
///
/// # Errors
/// Why it cannot serve.
#[cfg(feature = "cli")]
pub(crate) fn run(engine: Arc<crate::Engine>, args: &ServeArgs) -> Result<(), String> {
    let store = args.database.open(engine).map_err(|error| format!("{}: {error}", args.database))?;
    for file in &args.keep_engine {
        let told = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
        let wasm = std::fs::read(file).map_err(|error| told(&error))?;
        let older = crate::Engine::from_bytes(&wasm, crate::Limits::default(), None).map_err(|error| told(&error))?;
        store.keep_engine(older).map_err(|error| told(&error))?;
    }
    let brought = std::env::var("COUNTERFOIL_FIRST_KEY").ok();
    let first = identity::start(&store, brought.as_deref()).map_err(|error| error.to_string())?;
    let (carriers, clock, stripe) =
        (args.outbox.carriers()?, crate::Clock::default(), args.stripe.account(args.payments)?);
    let host = Host::new(store, args.payments).map_err(|error| error.to_string())?.named(args.host.clone());
    let host = host.called_from(args.origin.clone()).delivering(&carriers, &clock);
    let host = host.limited(args.key_work.map(|work| Duration::from_millis(work.get())));
    let host = stripe.iter().fold(host, Host::through);
    let begin = || match &stripe {
        Some(stripe) => crate::duty::Duties::charging(&host.store, stripe),
        None => crate::duty::Duties::start(&host.store, args.payments),
    };
    let duties = (!args.no_duties).then(begin).transpose().map_err(|error| error.to_string())?;
    let runtime = tokio::runtime::Runtime::new().map_err(|error| error.to_string())?;
    runtime.block_on(async {
        let listener =
            tokio::net::TcpListener::bind(&args.listen).await.map_err(|error| format!("{}: {error}", args.listen))?;
        let address = listener.local_addr().map_err(|error| error.to_string())?;
        let metrics = match &args.metrics {
            Some(place) => {
                Some(tokio::net::TcpListener::bind(place).await.map_err(|error| format!("{place}: {error}"))?)
            }
            None => None,
        };
        println!("console   http://{address}/");
        println!("engine    {}", host.store.engine().digest());
        println!("database  {}", args.database);
        if args.payments == Payments::Simulator {
            println!("payments  simulated: no money is moved");
        }
        if let Some(stripe) = &stripe {
            println!("payments  Stripe{}", if stripe.listens() { "" } else { ", without webhooks" });
        }
        first.iter().for_each(identity::First::tell);
        if let Some(metrics) = metrics {
            let address = metrics.local_addr().map_err(|error| error.to_string())?;
            println!("metrics   http://{address}/metrics");
            tokio::spawn(watched::serve(metrics, host.clone()));
        }
        tracing::info!(%address, engine = host.store.engine().digest(), database = %args.database, "serving");
        let delivering = crate::outbox::start(host.store.clone(), carriers, clock, crate::outbox::Pace::default());
        let told = || {
            tracing::info!("told to stop");
            host.standing.stop();
            delivering.tell();
            duties.iter().for_each(crate::duty::Duties::tell);
        };
        listen::serve(listener, app(host.clone()), told).await;
        // What is on its way has its time; what is cut off comes again.
        let _ = tokio::time::timeout(DELIVERY_TIME, delivering.stop()).await;
        Ok::<(), String>(())
    })?;
    drop(duties);
    // What is still at work has had its time; a transaction that is cut off has not happened.
    runtime.shutdown_background();
    Ok(())
}
