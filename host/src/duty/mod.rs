//! What a host does without being asked: time passes in accounts where something is due, and gateways are asked. Several hosts on one
//! database share it; one that dies leaves what it had to the others.

mod back;
mod due;
mod outcome;
mod pay;
mod remind;

use crate::payments::stripe::StripeGateway;
use crate::payments::{Gateway, Payments, Simulator, Stripe};
use crate::{Books, Claiming, Store, StoreError, Tenant};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// How long a host sleeps that finds nothing to do.
const IDLE: Duration = Duration::from_millis(250);
/// And one that is asked in vain: the database does not answer.
const BROKEN: Duration = Duration::from_secs(5);
/// How often a host tells others that it is there.
const BEAT: Duration = Duration::from_secs(1);
/// Threads that ask gateways: so many may be slow at one time.
const PAYERS: usize = 4;
/// Things that are claimed at once.
const CLAIM: usize = 100;

/// A host at its duties, until it is dropped.
#[derive(Debug)]
pub struct Duties {
    stop: Arc<Stop>,
    threads: Vec<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Stop {
    told: AtomicBool,
    asleep: Mutex<()>,
    woken: Condvar,
}

impl Stop {
    fn told(&self) -> bool {
        self.told.load(Ordering::Relaxed)
    }

    fn sleep(&self, time: Duration) {
        let asleep = self.asleep.lock().unwrap_or_else(PoisonError::into_inner);
        if !self.told() {
            drop(self.woken.wait_timeout(asleep, time));
        }
    }
}

/// What each thread works with.
#[derive(Clone)]
struct Worker {
    store: Store,
    payments: Payments,
    gateway: Option<Arc<dyn Gateway>>,
    /// Which host, among several.
    host: String,
    stop: Arc<Stop>,
}

impl Duties {
    /// Takes them up. Payments by [`Payments::Stripe`] wait for a host that was started by [`Duties::charging`].
    ///
    /// # Errors
    /// No thread can be had.
    pub fn start(store: &Store, payments: Payments) -> Result<Self, StoreError> {
        let gateway: Option<Arc<dyn Gateway>> = match payments {
            Payments::Simulator => Some(Arc::new(Simulator::new(store.clone()))),
            Payments::Report | Payments::Succeed | Payments::Decline | Payments::Stripe => None,
        };
        Self::asking(store, payments, gateway)
    }

    /// Takes them up, and charges through an account at Stripe.
    ///
    /// # Errors
    /// No thread can be had.
    pub fn charging(store: &Store, stripe: &Stripe) -> Result<Self, StoreError> {
        let gateway = StripeGateway::new(stripe.clone(), store.clone())?;
        Self::asking(store, Payments::Stripe, Some(Arc::new(gateway)))
    }

    fn asking(store: &Store, payments: Payments, gateway: Option<Arc<dyn Gateway>>) -> Result<Self, StoreError> {
        let mut bits = [0; 8];
        getrandom::fill(&mut bits).map_err(|error| StoreError::Unavailable(error.to_string()))?;
        let (stop, host) = (Arc::new(Stop::default()), crate::engine::hex(&bits));
        let worker = Worker { store: store.clone(), payments, gateway, host, stop: Arc::clone(&stop) };
        store.seen(&worker.host, Worker::clock())?;
        let payers = if worker.gateway.is_some() { PAYERS } else { 0 };
        let mut threads = Vec::new();
        for place in 0..=payers + 1 {
            let worker = worker.clone();
            let work = move || match place {
                0 => worker.rounds(Worker::due),
                1 if worker.store.alone() => {}
                1 => worker.beats(),
                _ => worker.rounds(Worker::pay),
            };
            let started = std::thread::Builder::new().name("duty".into()).spawn(work);
            threads.push(started.map_err(|error| StoreError::Unavailable(error.to_string()))?);
        }
        Ok(Self { stop, threads })
    }

    /// They take up nothing more.
    pub fn tell(&self) {
        self.stop.told.store(true, Ordering::Relaxed);
        self.stop.woken.notify_all();
    }
}

impl Drop for Duties {
    fn drop(&mut self) {
        self.tell();
        for thread in self.threads.drain(..) {
            // What it was at is left to the next host.
            let _ = thread.join();
        }
    }
}

impl Worker {
    /// Round after round, until it is told to stop.
    fn rounds(&self, round: fn(&Self) -> Result<bool, StoreError>) {
        while !self.stop.told() {
            match round(self) {
                Ok(true) => {}
                Ok(false) => self.stop.sleep(IDLE),
                Err(error) => {
                    tracing::warn!(%error, "what is due could not be done");
                    self.stop.sleep(BROKEN);
                }
            }
        }
    }

    /// Tells others that it is there, until it is told to stop.
    fn beats(&self) {
        while !self.stop.told() {
            if let Err(error) = self.store.seen(&self.host, Self::clock()) {
                tracing::warn!(%error, "others may take this host to be gone");
            }
            self.stop.sleep(BEAT);
        }
    }

    /// What it may take up at a time: of everybody, or of a tenant that has a time of its own.
    fn claiming<'c>(&'c self, of: Option<Tenant>, now: &'c str, limit: usize) -> Claiming<'c> {
        Claiming { host: &self.host, of, now, clock: Self::clock(), limit }
    }

    fn books(&self, tenant: Tenant) -> Books {
        self.store.books(tenant).by("host")
    }

    /// Seconds since 1970: hosts agree on them well enough to know which of them is gone.
    fn clock() -> i64 {
        jiff::Timestamp::now().as_second()
    }
}
