//! Rulebooks that are kept, and accounts that go from one to another.
#![allow(dead_code, reason = "described, never made")]

use super::schemas::add;
use counterfoil_core::account::Settings;
use counterfoil_core::problem::Problem;
use counterfoil_core::text::Id;
use counterfoil_core::time::Instant;
use schemars::{JsonSchema, SchemaGenerator};

pub(super) fn all(generator: &mut SchemaGenerator) {
    add::<KeptRulebook>(generator);
    add::<CompareBody>(generator);
    add::<ListedRulebook>(generator);
    add::<MoveBody>(generator);
    add::<MovePreview>(generator);
    add::<SuccessorBody>(generator);
    add::<Successor>(generator);
    add::<Dropped>(generator);
}

/// A rulebook that is kept.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct KeptRulebook {
    /// Its digest, by which accounts name it.
    digest: String,
}

/// What an account's own events are compared under.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct CompareBody {
    /// The digest of the other rulebook; without it the account's.
    rulebook: Option<String>,
    /// Settings to try under it; the parts that stand here replace the account's.
    settings: Option<Settings>,
    /// Now; without it the host's clock says what time it is.
    as_of: Option<Instant>,
}

/// A rulebook in a list.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct ListedRulebook {
    /// Its digest.
    digest: String,
    /// Its name.
    name: String,
    /// How many accounts have it.
    accounts: u64,
}

/// Where to go over to.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct MoveBody {
    /// Digest of the other rulebook.
    rulebook: String,
}

/// What a move would be for an account.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct MovePreview {
    /// Its id.
    account: Id,
    /// Can the other rulebook carry on what it has?
    movable: bool,
    /// By the rulebook that it has.
    before: MoveSide,
    /// By the other one.
    after: MoveSide,
}

/// What an account is by a rulebook.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct MoveSide {
    /// The engine's overview.
    answer: Option<counterfoil_core::account::Overview>,
    /// Why there is none.
    problems: Option<Vec<Problem>>,
}

/// What takes a rulebook's place.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct SuccessorBody {
    /// Digest of the rulebook that takes its place.
    rulebook: String,
    /// From when on.
    begins: Instant,
}

/// A rulebook that takes the place of another.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Successor {
    /// Digest of the one whose accounts go over.
    replaces: String,
    /// Digest of the one that they go to.
    rulebook: String,
    /// From when on.
    begins: Instant,
}

/// Something is not there any more.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Dropped {
    /// It was there.
    dropped: bool,
}
