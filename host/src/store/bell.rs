//! Whoever delivers effects is called when a turn has left some.

use super::StoreError;
use super::batch::Batch;
use super::notice::{self, Notice, PAID};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// What is done when it rings.
pub(super) type Rung = Arc<dyn Fn() + Send + Sync>;

#[derive(Default)]
pub(super) struct Bell {
    /// Does this host carry mail?
    mails: AtomicBool,
    rung: Mutex<Option<Rung>>,
}

impl Bell {
    /// Is somebody to be told of what these batches have brought about? `listens`: the tenant has a webhook.
    pub(super) fn calls(&self, listens: bool, batches: &[Batch]) -> bool {
        let mails = self.mails.load(Ordering::Relaxed);
        let mut effects = batches.iter().flat_map(|batch| &batch.effects).map(|effect| effect.head.told);
        effects.any(|told| listens || told.at_url || told.by_mail && mails)
    }

    /// What the host tells of the payments among them, where somebody hears it.
    pub(super) fn notices(&self, listens: bool, batches: &[Batch], state: &str) -> Result<Vec<Notice>, StoreError> {
        let paid = batches.iter().flat_map(|batch| &batch.entries);
        let mut paid = paid.filter(|entry| PAID.contains(&&*entry.head.kind)).peekable();
        if paid.peek().is_none() || !(listens || self.mails.load(Ordering::Relaxed)) {
            return Ok(Vec::new());
        }
        let to = notice::addresses(state)?;
        if !listens && to.is_empty() {
            return Ok(Vec::new());
        }
        paid.map(|entry| Notice::received(entry, &to)).collect()
    }

    pub(super) fn ring(&self) {
        let rung = self.rung.lock().unwrap_or_else(PoisonError::into_inner).clone();
        rung.inspect(|rung| rung());
    }

    /// Whoever is called, from now on.
    #[cfg(feature = "server")]
    pub(super) fn hang(&self, mails: bool, rung: Rung) {
        self.mails.store(mails, Ordering::Relaxed);
        *self.rung.lock().unwrap_or_else(PoisonError::into_inner) = Some(rung);
    }
}
