//! Metrics, in the text format of OpenMetrics, which Prometheus reads. What is counted is counted where it happens; what stands in
//! the books is asked when somebody looks.

use super::super::Host;
use crate::StoreError;
use crate::store::Waiting;
use crate::tally::{BROKEN, CALLS, Count, GATEWAY, TURNS, WISHES};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;
use std::time::Duration;

/// Bounds of the buckets, in seconds: from a decision to what is given up.
const BOUNDS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0];

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    route: &'static str,
    method: &'static str,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Of {
    route: &'static str,
}

/// What requests are counted with.
#[derive(Clone)]
pub(in crate::serve) struct Meters {
    requests: Family<Answered, Counter>,
    durations: Family<Of, Histogram, fn() -> Histogram>,
}

impl Default for Meters {
    fn default() -> Self {
        Self { requests: Family::default(), durations: Family::new_with_constructor(|| Histogram::new(BOUNDS)) }
    }
}

type Label = [(&'static str, &'static str); 1];

impl Meters {
    pub(super) fn request(&self, route: &'static str, method: &'static str, status: u16, took: Duration) {
        self.requests.get_or_create(&Answered { route, method, status }).inc();
        self.durations.get_or_create(&Of { route }).observe(took.as_secs_f64());
    }
}

/// Everything, as it stands now. It blocks: the books are asked.
pub(in crate::serve) fn told(host: &Host) -> String {
    let mut all = Registry::with_prefix("counterfoil");
    let version = env!("CARGO_PKG_VERSION").to_owned();
    let build = [("version", version), ("engine", host.store.engine().digest().to_owned())];
    all.register("build", "The host's version and the engine's digest", Info::new(build.to_vec()));
    counted(&mut all);
    let (wishes, bytes) = host.store.queue();
    gauge(&mut all, "queue_wishes", "Wishes that wait for a turn of their account", wishes as u64);
    gauge(&mut all, "queue_bytes", "Their bytes; at 64 MiB more is refused", bytes as u64);
    asked(&mut all, host.store.waiting());
    let mut text = String::new();
    // Names as people look for them, without a prefix.
    let mut http = Registry::default();
    let about = "Requests by the route's address, method and status";
    http.register("http_requests", about, host.meters.requests.clone());
    let about = "How long requests took, in seconds";
    http.register("http_request_duration_seconds", about, host.meters.durations.clone());
    // Writing into memory does not fail.
    let _ = prometheus_client::encoding::text::encode_registry(&mut text, &http);
    let _ = prometheus_client::encoding::text::encode(&mut text, &all);
    text
}

fn gauge(all: &mut Registry, name: &str, about: &str, value: u64) {
    let gauge = Gauge::<i64>::default();
    gauge.set(i64::try_from(value).unwrap_or(i64::MAX));
    all.register(name, about, gauge);
}

fn counted(all: &mut Registry) {
    let counter = |all: &mut Registry, name: &str, about: &str, count: &Count| {
        let counter = Counter::<u64>::default();
        counter.inc_by(count.now());
        all.register(name, about, counter);
    };
    let family =
        |all: &mut Registry, name: &str, about: &str, label: &'static str, counts: &[(&'static str, &Count)]| {
            let family = Family::<Label, Counter>::default();
            for (word, count) in counts {
                family.get_or_create(&[(label, word)]).inc_by(count.now());
            }
            all.register(name, about, family);
        };
    let calls = [
        ("answered", &CALLS.answered),
        ("trap", &CALLS.trap),
        ("too_long", &CALLS.too_long),
        ("out_of_fuel", &CALLS.out_of_fuel),
        ("out_of_memory", &CALLS.out_of_memory),
        ("bad_answer", &CALLS.bad_answer),
    ];
    family(all, "engine_calls", "Calls of the engine, by what came of them", "outcome", &calls);
    let gateway = [("answered", &GATEWAY.answered), ("unknown", &GATEWAY.unknown), ("refused", &GATEWAY.refused)];
    let about = "Calls of the gateway; refused: it does not take this host's key or words, and stays 0";
    family(all, "gateway_calls", about, "outcome", &gateway);
    counter(all, "turns", "Turns of accounts", &TURNS);
    counter(all, "wishes", "What was wished in them", &WISHES);
    let broken = [
        ("known_case", &BROKEN.known_case),
        ("turn", &BROKEN.turn),
        ("payment", &BROKEN.payment),
        ("audit_line", &BROKEN.audit_line),
    ];
    family(all, "broken_invariants", "What must never happen: stays 0", "invariant", &broken);
}

/// What the books say. Where they cannot be asked there is no number, and a gauge says so.
fn asked(all: &mut Registry, waiting: Result<Waiting, StoreError>) {
    gauge(all, "books_up", "1 where the books could be asked for these metrics", u64::from(waiting.is_ok()));
    let Ok(waiting) = waiting else { return };
    let payments = Family::<Label, Gauge>::default();
    for (state, count) in waiting.payments {
        payments.get_or_create(&[("state", state)]).set(count);
    }
    all.register("payments", "Payments that are not over, by state; unposted stays 0", payments);
    let deliveries = Family::<Label, Gauge>::default();
    for (state, count) in [("waiting", waiting.deliveries), ("dead", waiting.dead)] {
        deliveries.get_or_create(&[("state", state)]).set(count);
    }
    all.register("deliveries", "Webhooks and mails that wait, and that were given up", deliveries);
    let rows = [
        ("outbox_accounts", "Accounts with effects of which no deliveries are made yet", waiting.untold),
        ("due_accounts", "Accounts where time is to pass and has not", waiting.due),
        ("stuck_accounts", "Accounts where time cannot pass: stays 0", waiting.stuck),
    ];
    for (name, about, count) in rows {
        gauge(all, name, about, u64::try_from(count).unwrap_or_default());
    }
}
