//! Who may pass, as it is told: what `serve/identity` reads and writes.
#![allow(dead_code, reason = "described, never made")]

use super::schemas::add;
use counterfoil_core::text::Id;
use counterfoil_core::time::Instant;
use schemars::{JsonSchema, SchemaGenerator};

pub(super) fn all(generator: &mut SchemaGenerator) {
    add::<SessionBody>(generator);
    add::<Session>(generator);
    add::<OpenedSession>(generator);
    add::<PasswordBody>(generator);
    add::<ProofBody>(generator);
    add::<TotpOffer>(generator);
    add::<CodeBody>(generator);
    add::<RecoveryCodes>(generator);
    add::<TokenBody>(generator);
    add::<CustomerToken>(generator);
    add::<KeyBody>(generator);
    add::<ApiKey>(generator);
    add::<NewApiKey>(generator);
    add::<RotationBody>(generator);
    add::<UserBody>(generator);
    add::<ConsoleUser>(generator);
    add::<NewConsoleUser>(generator);
    add::<AuditLine>(generator);
    add::<TenantBody>(generator);
    add::<TenantName>(generator);
    add::<NewTenant>(generator);
}

/// Who signs in.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct SessionBody {
    /// Whose user; without it `main`.
    tenant: Option<String>,
    /// The user's name.
    name: String,
    /// The password.
    password: String,
    /// Of the authenticator app, or a recovery code, where there is a second factor.
    code: Option<String>,
}

/// Whoever calls.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Session {
    /// `key:…`, `user:…` or `token:…`.
    who: String,
    /// Whose; the host's operator has none.
    tenant: Option<String>,
    /// Of a key or a user.
    role: Option<String>,
    /// What the caller may do.
    rights: Vec<String>,
    /// The one account that a token opens.
    account: Option<Id>,
    /// What a token sets there.
    settings: Option<Vec<String>>,
    /// Of a session: the password is a temporary one, and has to be changed.
    must_change: Option<bool>,
    /// Of a session: what is sent as `Counterfoil-Csrf` with whatever changes something.
    csrf: Option<String>,
}

/// A session that begins.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct OpenedSession {
    /// `user:…`.
    who: String,
    /// Whose user.
    tenant: String,
    /// What the user is.
    role: String,
    /// What the user may do.
    rights: Vec<String>,
    /// The password is a temporary one, and has to be changed.
    must_change: bool,
    /// What is sent as `Counterfoil-Csrf` with whatever changes something.
    csrf: String,
    /// When it ends, where it is not used.
    ends_at: Instant,
}

/// Another password.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct PasswordBody {
    /// The one it is to replace.
    current: String,
    /// The new one.
    new: String,
}

/// Whoever is signed in shows the password once more.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct ProofBody {
    /// The password.
    password: String,
}

/// A seed for an authenticator app.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct TotpOffer {
    /// The seed in base32.
    seed: String,
    /// The same as the address that apps read from a picture.
    address: String,
}

/// A code of an authenticator app.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct CodeBody {
    /// Six digits.
    code: String,
}

/// Codes that take the place of an authenticator app, each once.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct RecoveryCodes {
    /// Ten of them.
    recovery_codes: Vec<String>,
}

/// What a customer's token is to open.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct TokenBody {
    /// How long it lasts; without it 15.
    #[schemars(range(min = 1, max = 60))]
    minutes: Option<u32>,
    /// What it may set.
    #[serde(default)]
    settings: Vec<String>,
}

/// A customer's token.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct CustomerToken {
    /// The token, told this once.
    token: String,
    /// Its public id.
    id: String,
    /// The account that it opens.
    account: Id,
    /// What it may set there.
    settings: Vec<String>,
    /// When it ends.
    ends_at: Instant,
}

/// A key to make.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct KeyBody {
    /// For people.
    #[schemars(length(min = 1, max = 100))]
    name: String,
    /// `ingest`, `read`, `support`, `finance` or `admin`.
    role: String,
    /// When it ends; without it, when somebody ends it.
    ends_at: Option<Instant>,
}

/// A key without its secret.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct ApiKey {
    /// Public.
    id: String,
    /// For people.
    name: String,
    /// What it may do.
    role: String,
    /// When it was made.
    made_at: Instant,
    /// By whom.
    made_by: String,
    /// When it ends, or has ended.
    ends_at: Option<Instant>,
    /// The key that comes in its place.
    successor: Option<String>,
    /// A use of it, to the minute.
    used_at: Option<Instant>,
}

/// A new key.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct NewApiKey {
    /// The key, told this once.
    key: String,
    /// Public.
    id: String,
    /// For people.
    name: String,
    /// What it may do.
    role: String,
    /// When it was made.
    made_at: Instant,
    /// By whom.
    made_by: String,
    /// When it ends.
    ends_at: Option<Instant>,
}

/// How a key is followed by another.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct RotationBody {
    /// How long it goes on beside its successor, in seconds; without it a day, at most thirty.
    #[schemars(range(max = 2_592_000))]
    overlap_s: Option<u32>,
}

/// A user to make.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct UserBody {
    /// What the user signs in with, such as an address.
    #[schemars(length(min = 1, max = 128))]
    name: String,
    /// `ingest`, `read`, `support`, `finance` or `admin`.
    role: String,
}

/// A user of the console.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct ConsoleUser {
    /// What the user signs in with.
    name: String,
    /// What the user may do.
    role: String,
    /// `own`, `temporary`, or `used`: a temporary one that was used, and not changed, and opens nothing.
    password: String,
    /// Before when a temporary one has to be used.
    temporary_until: Option<Instant>,
    /// Is there a second factor?
    totp: bool,
    /// May the user not sign in?
    disabled: bool,
    /// When it was made.
    made_at: Instant,
    /// By whom.
    made_by: String,
    /// The last sign-in.
    signed_in_at: Option<Instant>,
}

/// A user with a temporary password.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct NewConsoleUser {
    /// The password, told this once, and good for one sign-in.
    temporary_password: String,
    /// What the user signs in with.
    name: String,
    /// What the user may do.
    role: String,
    /// `temporary`.
    password: String,
    /// Before when it has to be used.
    temporary_until: Instant,
    /// Is there a second factor?
    totp: bool,
    /// May the user not sign in?
    disabled: bool,
    /// When it was made.
    made_at: Instant,
    /// By whom.
    made_by: String,
    /// The last sign-in.
    signed_in_at: Option<Instant>,
}

/// A line of the audit log.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct AuditLine {
    /// When.
    at: Instant,
    /// `key:…`, `user:…`, `token:…` or `host`.
    who: String,
    /// What was done, in a word.
    action: String,
    /// To what.
    subject: String,
    /// `done`, or the code of the refusal.
    outcome: String,
    /// The request, as its answer's `X-Request-Id` named it.
    request: String,
}

/// A tenant to make.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct TenantBody {
    /// 1 to 63 of `a-z`, `0-9` and `-`.
    #[schemars(regex(pattern = "^[a-z0-9][a-z0-9-]{0,62}$"))]
    name: String,
}

/// A tenant.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct TenantName {
    /// Its name.
    tenant: String,
}

/// A new tenant.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct NewTenant {
    /// Its name.
    tenant: String,
    /// Its first key, told this once.
    key: String,
}
