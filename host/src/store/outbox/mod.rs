//! What is told of the books, and to whom: outlets, deliveries of effects to them, and what came of each attempt. Nothing is sent
//! from here (`crate::outbox`). Times are milliseconds since 1970.

mod claim;
mod deliveries;
mod fan_out;
mod inbox;
mod notices;
mod outlets;
mod record;
mod words;

pub(crate) use claim::{DueOutlet, Job, Room};
pub use deliveries::{Attempt, Delivered, Delivery};
pub(crate) use fan_out::{Carrier, Parcel};
pub use inbox::Heard;
pub use outlets::{NewOutlet, Outlet};
pub(crate) use record::{Outcome, Then};
pub use words::{MailSetting, Template};

use super::{Store, StoreError};
use std::sync::Arc;

/// What outlets there are.
pub(super) const WEBHOOK: &str = "webhook";
pub(super) const OWNERS: &str = "owners";
pub(super) const MAIL: &str = "mail";

impl Store {
    /// Whoever is called when a turn has left something to tell; `mails`: does this host carry mail?
    pub(crate) fn call_when_told(&self, mails: bool, called: Arc<dyn Fn() + Send + Sync>) {
        self.shared.bell.hang(mails, called);
    }
}

/// A JSON list of texts.
fn list(kept: &str) -> Result<Vec<String>, StoreError> {
    serde_json::from_str(kept).map_err(super::json::broken)
}
