//! Who may block: so many at once, tenants alike.

use crate::Tenant;
use crate::share::{Present, Shares};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;
use tokio::sync::oneshot;

#[derive(Clone)]
pub(super) struct Turns {
    shared: Arc<Mutex<Shared>>,
}

struct Shared {
    free: usize,
    waiting: Shares<oneshot::Sender<Turn>>,
}

/// Somebody's turn; it ends with this value.
pub(super) struct Turn {
    turns: Turns,
    tenant: Tenant,
    begun: Instant,
}

impl Turns {
    /// So many, and on how many processors where they wait for nothing else.
    pub(super) fn new(count: usize, processors: Option<usize>, present: Present) -> Self {
        let waiting = Shares::new(count, present);
        let waiting = if let Some(processors) = processors { waiting.on(processors) } else { waiting };
        Self { shared: Arc::new(Mutex::new(Shared { free: count, waiting })) }
    }

    fn shared(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a turn.
    pub(super) async fn turn(&self, tenant: Tenant) -> Option<Turn> {
        let (given, turn) = oneshot::channel();
        self.shared().waiting.push(tenant, given);
        self.give();
        turn.await.ok()
    }

    /// Gives turns that are free. Whoever has gone meanwhile has dropped what was given, and with it the turn.
    fn give(&self) {
        loop {
            let mut shared = self.shared();
            if shared.free == 0 {
                return;
            }
            let Some((tenant, given)) = shared.waiting.pop() else { return };
            shared.free -= 1;
            drop(shared);
            let turn = Turn { turns: self.clone(), tenant, begun: Instant::now() };
            drop(given.send(turn));
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        {
            let mut shared = self.turns.shared();
            shared.free += 1;
            shared.waiting.cost(self.tenant, self.begun.elapsed());
        }
        self.turns.give();
    }
}
