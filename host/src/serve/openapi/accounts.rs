//! Accounts as they are opened, kept and listed.
#![allow(dead_code, reason = "described, never made")]

use super::schemas::add;
use counterfoil_core::account::{Opening, Stored};
use counterfoil_core::catalog::RulebookParts;
use counterfoil_core::money::Exact;
use counterfoil_core::text::Id;
use schemars::{JsonSchema, SchemaGenerator};

pub(super) fn all(generator: &mut SchemaGenerator) {
    add::<OpenBody>(generator);
    add::<KeptAccount>(generator);
    add::<ListedAccount>(generator);
    add::<AccountWithOverview>(generator);
}

/// An account to open.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct OpenBody {
    /// Digest of a rulebook that is kept here.
    rulebook: String,
    /// What opens it.
    open: Opening,
}

/// An account as it is kept.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct KeptAccount {
    /// Its id.
    account: Id,
    /// Digest of its rulebook.
    rulebook_digest: String,
    /// Its rulebook; like all that follows absent with `return=minimal`.
    rulebook: Option<RulebookParts>,
    /// What opened it.
    opening: Option<Opening>,
    /// The engine's state, as of the last event.
    state: Option<Stored>,
}

/// An account in a list.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct ListedAccount {
    /// Its id.
    id: Id,
    /// The engine's state, as of the last event.
    state: Stored,
    /// Whole days that the balance lasts at the average, with `glance`; absent where nothing is used.
    runway_days: Option<Exact>,
    /// The last invoice, with `glance`; absent where there is none.
    last_invoice: Option<super::dealings::FiledDocument>,
}

/// An account, and the engine's overview of it at a moment.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct AccountWithOverview {
    /// Its id.
    account: Id,
    /// Digest of its rulebook.
    rulebook_digest: String,
    /// Its rulebook.
    rulebook: RulebookParts,
    /// What opened it.
    opening: Opening,
    /// The engine's state, as of the last event.
    state: Stored,
    /// The overview, as the engine answers it.
    #[schemars(schema_with = "overview")]
    overview: (),
}

fn overview(_: &mut SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({ "$ref": "#/$defs/OverviewAnswered" })
}
