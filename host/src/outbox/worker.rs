//! Goes on delivering until it is stopped: what was not told is made into deliveries, what is due is taken and sent, so much at
//! once, and of no tenant and no outlet so much that others wait for it.

use super::carry::Carriers;
use super::event::parcel;
use super::schedule::wait;
use super::seal::place;
use super::signing::Secret;
use crate::clock::Clock;
use crate::store::{Carrier, Due, Job, Outcome, Room, Then};
use crate::{Store, StoreError, Tenant};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Notify, Semaphore, watch};
use tokio::task::{JoinHandle, JoinSet, spawn_blocking};

/// How much is done at once, and how often is looked.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Deliveries on their way.
    pub at_once: usize,
    /// Of those, of one tenant.
    pub of_tenant: usize,
    /// Of those, at one outlet.
    pub of_outlet: usize,
    /// How long a delivery is this host's; longer than any takes.
    pub lease: Duration,
    /// How long nothing is looked for, where nobody calls.
    pub tick: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            at_once: 256,
            of_tenant: 32,
            of_outlet: 8,
            lease: Duration::from_secs(60),
            tick: Duration::from_millis(500),
        }
    }
}

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
    /// Takes nothing more, and waits for what is on its way.
    pub async fn stop(self) {
        let _ = self.stop.send(true);
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
        on_their_way: BTreeMap::new(),
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
    /// How many deliveries there are of each outlet, and whose that is.
    on_their_way: BTreeMap<i64, (Tenant, usize)>,
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
                    Some(ended) = tasks.join_next() => self.ended(ended.ok()),
                }
            }
            while let Some(ended) = tasks.try_join_next() {
                self.ended(ended.ok());
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
                    eprintln!("outbox: {error}");
                }
                true
            }
        }
    }

    fn ended(&mut self, outlet: Option<i64>) {
        // What has panicked is not known by its outlet: the count is made anew when nothing is left.
        let Some(outlet) = outlet else { return };
        if let Some((_, count)) = self.on_their_way.get_mut(&outlet) {
            *count = count.saturating_sub(1);
        }
        self.on_their_way.retain(|_, (_, count)| *count > 0);
    }

    /// One look at everything; says whether to look again at once.
    async fn round(&mut self, tasks: &mut JoinSet<i64>) -> Result<bool, StoreError> {
        if tasks.is_empty() {
            self.on_their_way.clear();
        }
        let more = self.fan_out().await?;
        let jobs = self.claim().await?;
        let any = !jobs.is_empty();
        for job in jobs {
            let count = self.on_their_way.entry(job.outlet).or_insert((job.tenant, 0));
            count.1 += 1;
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
                Ok(Some(store.fan_out(after, &Carrier { read: &read, secret: &secret, now })?.unwrap_or(0)))
            });
            let Some(next) = next.await? else {
                self.after = 0;
                return Ok(false);
            };
            self.after = next;
        }
        Ok(true)
    }

    /// Takes what is due, as much as there is room for: of each outlet one before a second of any, and tenants with little on its
    /// way first.
    async fn claim(&self) -> Result<Vec<Job>, StoreError> {
        let all: usize = self.on_their_way.values().map(|(_, count)| count).sum();
        let (store, now) = (self.store.clone(), self.clock.now_ms());
        if all >= self.pace.at_once {
            return Ok(Vec::new());
        }
        let due = {
            let store = store.clone();
            asked(move || store.due(now)).await?
        };
        let rooms = self.rooms(&due, self.pace.at_once - all);
        if rooms.is_empty() {
            return Ok(Vec::new());
        }
        let lease = i64::try_from(self.pace.lease.as_millis()).unwrap_or(i64::MAX);
        asked(move || store.claim(rooms, now, lease)).await
    }

    fn rooms(&self, due: &[Due], mut left: usize) -> Vec<Room> {
        let mut of_tenant: BTreeMap<Tenant, usize> = BTreeMap::new();
        for (tenant, count) in self.on_their_way.values() {
            *of_tenant.entry(*tenant).or_default() += count;
        }
        let mut rooms: BTreeMap<i64, usize> = BTreeMap::new();
        let mut due = due.to_vec();
        due.sort_by_key(|due| of_tenant.get(&due.tenant).copied().unwrap_or(0));
        let mut given = true;
        while given && left > 0 {
            given = false;
            for Due { outlet, tenant } in &due {
                let here = self.on_their_way.get(outlet).map_or(0, |(_, count)| *count);
                let (room, of_tenant) = (rooms.entry(*outlet).or_default(), of_tenant.entry(*tenant).or_default());
                if left > 0 && here + *room < self.pace.of_outlet && *of_tenant < self.pace.of_tenant {
                    (*room, *of_tenant, left, given) = (*room + 1, *of_tenant + 1, left - 1, true);
                }
            }
        }
        let rooms = rooms.into_iter().filter(|(_, lanes)| *lanes > 0);
        rooms.map(|(outlet, lanes)| Room { outlet, lanes }).collect()
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
        eprintln!("outbox: {error}");
    }
    outlet
}

/// What has panicked is tried again as what was not heard: one delivery of many thousands ends nobody else's.
fn broken_off(job: &Job, at: i64, error: &tokio::task::JoinError) -> Outcome {
    let then = wait(&job.event, job.tries + 1, None).map_or(Then::Dead, |wait| Then::Again(at + wait));
    Outcome { at, took: 0, status: None, said: format!("broken off: {error}"), then }
}
