//! Goes on delivering until it is stopped: what was not told is made into deliveries, what is due is taken and sent, so much at
//! once, and of no tenant and no outlet so much that others wait for it.

use super::carry::Carriers;
use super::event::{parcel, whole};
use super::room::{OnTheirWay, Pace};
use super::schedule::wait;
use super::seal::place;
use super::signing::Secret;
use crate::clock::Clock;
use crate::store::{Carrier, Job, Outcome, Then};
use crate::{Store, StoreError};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Notify, Semaphore, watch};
use tokio::task::{JoinHandle, JoinSet, spawn_blocking};

/// Sessions of the database that are written with at once.
const WRITES: usize = 4;
/// Rounds of fan-out before what is due is looked at again.
const FAN_OUTS: usize = 16;
/// How long what was sent is kept, and how often it is looked through.
const KEPT: Duration = Duration::from_secs(30 * 86_400);
const SWEEP: Duration = Duration::from_secs(3_600);

/// A worker that is at it.
pub struct Running {
    stop: watch::Sender<bool>,
    work: JoinHandle<()>,
}

impl Running {
    /// It is to take nothing more.
    pub fn tell(&self) {
        let _ = self.stop.send(true);
    }

    /// Takes nothing more, and waits for what is on its way.
    pub async fn stop(self) {
        self.tell();
        // Where it has panicked, it has stopped.
        let _ = self.work.await;
    }
}

/// Begins to deliver. Within a runtime.
#[must_use]
pub fn start(store: Store, carriers: Carriers, clock: Clock, pace: Pace) -> Running {
    let (stop, stopped) = watch::channel(false);
    let called = Arc::new(Notify::new());
    let calls = Arc::clone(&called);
    store.call_when_told(carriers.mailer.is_some(), Arc::new(move || calls.notify_one()));
    let worker = Worker {
        store,
        carriers: Arc::new(carriers),
        clock,
        pace,
        writes: Arc::new(Semaphore::new(WRITES)),
        after: 0,
        swept: 0,
        on_their_way: OnTheirWay::default(),
    };
    Running { stop, work: tokio::spawn(worker.work(called, stopped)) }
}

struct Worker {
    store: Store,
    carriers: Arc<Carriers>,
    clock: Clock,
    pace: Pace,
    writes: Arc<Semaphore>,
    /// Behind which account fan-out goes on.
    after: i64,
    /// When what was sent was looked through.
    swept: i64,
    on_their_way: OnTheirWay,
}

impl Worker {
    async fn work(mut self, called: Arc<Notify>, mut stopped: watch::Receiver<bool>) {
        let mut tasks = JoinSet::new();
        let (store, now) = (self.store.clone(), self.clock.now_ms());
        let mut failing = self.tell(asked(move || store.take_over(now)).await, false);
        while !*stopped.borrow() {
            let more = self.round(&mut tasks).await;
            let came = more.as_ref().is_ok_and(|more| *more);
            failing = self.tell(more.map(drop), failing);
            if !came {
                tokio::select! {
                    _ = stopped.changed() => {}
                    () = called.notified() => {}
                    () = tokio::time::sleep(self.pace.tick) => {}
                    Some(ended) = tasks.join_next() => self.on_their_way.ended(ended.ok()),
                }
            }
            while let Some(ended) = tasks.try_join_next() {
                self.on_their_way.ended(ended.ok());
            }
        }
        while tasks.join_next().await.is_some() {}
    }

    /// Says once that the books cannot be had, and goes on.
    fn tell(&self, done: Result<(), StoreError>, failing: bool) -> bool {
        match done {
            Ok(()) => false,
            Err(error) => {
                if !failing {
                    tracing::error!(%error, "the outbox cannot have the books");
                }
                true
            }
        }
    }

    /// One look at everything; says whether to look again at once.
    async fn round(&mut self, tasks: &mut JoinSet<i64>) -> Result<bool, StoreError> {
        if tasks.is_empty() {
            self.on_their_way = OnTheirWay::default();
        }
        let more = self.fan_out().await?;
        let jobs = self.claim().await?;
        let any = !jobs.is_empty();
        for job in jobs {
            self.on_their_way.begun(job.outlet, job.tenant);
            tasks.spawn(carry(
                self.store.clone(),
                Arc::clone(&self.carriers),
                self.clock.clone(),
                Arc::clone(&self.writes),
                job,
            ));
        }
        self.sweep().await?;
        Ok(more || any)
    }

    /// Makes deliveries; says whether there may be more of it.
    async fn fan_out(&mut self) -> Result<bool, StoreError> {
        for _ in 0..FAN_OUTS {
            let (store, carriers, now) = (self.store.clone(), Arc::clone(&self.carriers), self.clock.now_ms());
            let after = self.after;
            let next = asked(move || {
                if !store.untold()? {
                    return Ok(None);
                }
                let mails = carriers.mailer.is_some();
                let read = move |tenant, account: &str, id: &str, kind: &str, effect: &str| {
                    parcel(mails, tenant, account, id, kind, effect)
                };
                let secret = |tenant: i64| new_secret(&carriers, tenant);
                let carrier = Carrier { read: &read, whole: &whole, secret: &secret, now };
                let next = store.fan_out(after, &carrier)?.unwrap_or(0);
                store.fan_out_notices(&carrier)?;
                Ok(Some(next))
            });
            let Some(next) = next.await? else {
                self.after = 0;
                return Ok(false);
            };
            self.after = next;
        }
        Ok(true)
    }

    /// Takes what is due, as much as there is room for.
    async fn claim(&self) -> Result<Vec<Job>, StoreError> {
        let (store, now) = (self.store.clone(), self.clock.now_ms());
        if self.on_their_way.all() >= self.pace.at_once {
            return Ok(Vec::new());
        }
        let due = {
            let store = store.clone();
            asked(move || store.due(now)).await?
        };
        let rooms = self.on_their_way.rooms(&due, &self.pace);
        if rooms.is_empty() {
            return Ok(Vec::new());
        }
        let lease = i64::try_from(self.pace.lease.as_millis()).unwrap_or(i64::MAX);
        asked(move || store.claim(rooms, now, lease)).await
    }

    /// Forgets what was sent long ago.
    async fn sweep(&mut self) -> Result<(), StoreError> {
        let now = self.clock.now_ms();
        let ms = |time: Duration| i64::try_from(time.as_millis()).unwrap_or(i64::MAX);
        if now < self.swept + ms(SWEEP) {
            return Ok(());
        }
        let store = self.store.clone();
        if !asked(move || store.forget_sent(now - ms(KEPT))).await? {
            self.swept = now;
        }
        Ok(())
    }
}

/// A secret for the URLs that a tenant's owners set. Where there is no randomness there is none, and what is to be signed with it
/// waits.
fn new_secret(carriers: &Carriers, tenant: i64) -> String {
    let place = place(tenant, "owners", "");
    Secret::new().and_then(|secret| carriers.sealing.seal(&secret, &place)).unwrap_or_default()
}

/// Asks the books, on a thread that may wait.
async fn asked<T: Send + 'static>(
    ask: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    let stopped = |error: tokio::task::JoinError| StoreError::Unavailable(error.to_string());
    spawn_blocking(ask).await.map_err(stopped)?
}

/// Sends one and writes down what came of it. What cannot be written down comes again when its time with this host is over.
async fn carry(store: Store, carriers: Arc<Carriers>, clock: Clock, writes: Arc<Semaphore>, job: Job) -> i64 {
    let outlet = job.outlet;
    let (of, at) = (job.clone(), clock.now_ms());
    let sent = {
        let store = store.clone();
        tokio::spawn(async move { carriers.carry(&store, &clock, &of).await })
    };
    let outcome = sent.await.unwrap_or_else(|error| broken_off(&job, at, &error));
    // The semaphore is never closed.
    let _turn = writes.acquire().await;
    if let Err(error) = asked(move || store.record(job, outcome)).await {
        tracing::error!(%error, "what came of a delivery is not written down");
    }
    outlet
}

/// What has panicked is tried again as what was not heard: one delivery of many thousands ends nobody else's.
fn broken_off(job: &Job, at: i64, error: &tokio::task::JoinError) -> Outcome {
    let then = wait(&job.event, job.tries + 1, None).map_or(Then::Dead, |wait| Then::Again(at + wait));
    Outcome { at, took: 0, status: None, said: format!("broken off: {error}"), then }
}
