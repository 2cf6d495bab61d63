//! What is told of the books, and to whom: webhooks, deliveries, mail, and the inbox of development.

mod deliveries;
mod endpoints;
mod events;
mod inbox;
mod mail;
mod words;

use super::routes::Route;
use crate::clock::Clock;
use crate::outbox::{Carriers, Sealing};
use crate::outgoing::Reach;

pub(super) fn routes() -> Vec<Route> {
    [events::routes(), endpoints::routes(), deliveries::routes(), endpoints::end(), mail::routes(), inbox::routes()]
        .into_iter()
        .flatten()
        .collect()
}

/// What the routes know of the host's outbox.
#[derive(Clone, Debug)]
pub(super) struct Outbox {
    pub(super) reach: Reach,
    pub(super) sealing: Sealing,
    pub(super) inbox: bool,
    pub(super) clock: Clock,
}

impl Default for Outbox {
    fn default() -> Self {
        Self { reach: Reach::Public, sealing: Sealing::default(), inbox: false, clock: Clock::default() }
    }
}

impl Outbox {
    pub(super) fn of(carriers: &Carriers, clock: &Clock) -> Self {
        let Carriers { reach, inbox, ref sealing, .. } = *carriers;
        Self { reach, sealing: sealing.clone(), inbox, clock: clock.clone() }
    }
}
