//! What this host puts around the contract's types, as it is told. Handlers read and write the JSON itself; the tests hold what
//! they take and answer against these.
#![allow(dead_code, reason = "described, never made")]

use counterfoil_core::account::{Effect, Event, Opening, Settings, Stored};
use counterfoil_core::catalog::RulebookParts;
use counterfoil_core::contract::{AuthorizeDecision, Subject};
use counterfoil_core::ledger::{Entry, HistoryRow};
use counterfoil_core::money::{Currency, Exact, Money};
use counterfoil_core::party::Party;
use counterfoil_core::problem::Problem;
use counterfoil_core::rating::Usage;
use counterfoil_core::text::Id;
use counterfoil_core::time::{Date, Instant};
use schemars::{JsonSchema, SchemaGenerator};

/// Those that are described by name.
#[cfg(test)]
pub(super) const NAMES: &[&str] = &[
    "Version",
    "KeptRulebook",
    "CompareBody",
    "ListedRulebook",
    "MoveBody",
    "MovePreview",
    "MoveSide",
    "SuccessorBody",
    "Successor",
    "Dropped",
    "OpenBody",
    "KeptAccount",
    "ListedAccount",
    "AccountWithOverview",
    "EventsBody",
    "CloudEvent",
    "SpendBody",
    "Posted",
    "Done",
    "PostedEvent",
    "RefusedEvent",
    "PostedAnswer",
    "ExplainBody",
    "Brand",
    "Language",
    "Statement",
    "Refusal",
    "HostProblem",
    "SessionBody",
    "Session",
    "OpenedSession",
    "PasswordBody",
    "ProofBody",
    "TotpOffer",
    "CodeBody",
    "RecoveryCodes",
    "TokenBody",
    "CustomerToken",
    "KeyBody",
    "ApiKey",
    "NewApiKey",
    "RotationBody",
    "UserBody",
    "ConsoleUser",
    "NewConsoleUser",
    "AuditLine",
    "TenantBody",
    "TenantName",
    "NewTenant",
    "EventType",
    "WebhookEvent",
    "Followed",
    "Notice",
    "WebhookBody",
    "Webhook",
    "NewWebhook",
    "OwnersSecret",
    "Delivery",
    "DeliveryAttempt",
    "DeliveryWithAttempts",
    "Redelivered",
    "MailSettings",
    "MailTemplateBody",
    "MailTemplate",
    "WrittenMail",
    "InboxItem",
    "FiledDocument",
    "IssuedDocument",
    "CreditBody",
    "Collection",
    "TestClock",
    "TestClockBody",
    "AskedPayment",
    "ChargeBody",
    "SetupIntentBody",
    "SetupIntent",
    "ToVerify",
    "MicroDepositsBody",
];

/// Puts every type of this host among the definitions.
pub(super) fn all(generator: &mut SchemaGenerator) {
    fn add<T: JsonSchema>(generator: &mut SchemaGenerator) {
        let _ = generator.subschema_for::<T>();
    }
    add::<Version>(generator);
    add::<KeptRulebook>(generator);
    add::<CompareBody>(generator);
    add::<ListedRulebook>(generator);
    add::<MoveBody>(generator);
    add::<MovePreview>(generator);
    add::<SuccessorBody>(generator);
    add::<Successor>(generator);
    add::<Dropped>(generator);
    add::<OpenBody>(generator);
    add::<KeptAccount>(generator);
    add::<ListedAccount>(generator);
    add::<AccountWithOverview>(generator);
    add::<EventsBody>(generator);
    add::<CloudEvent>(generator);
    add::<SpendBody>(generator);
    add::<Posted>(generator);
    add::<Done>(generator);
    add::<ExplainBody>(generator);
    add::<Brand>(generator);
    add::<Statement>(generator);
    add::<Refusal>(generator);
    super::people::all(generator);
    super::outlets::all(generator);
    super::dealings::all(generator);
}

/// Who answers.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Version {
    /// Digest of the engine.
    engine: String,
    /// Version of the contract.
    contract: String,
    /// Version of the host.
    host: String,
    /// Who answers charges.
    payments: counterfoil_core::account::Payments,
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

/// Events to post.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct EventsBody {
    /// At most 20,000.
    #[schemars(length(max = 20_000))]
    events: Vec<Event>,
    /// All of them or none.
    #[serde(default)]
    atomic: bool,
    /// Now, for replays; without it the host's clock says what time it is.
    as_of: Option<Instant>,
}

/// A usage as a CloudEvent 1.0. Extension attributes are passed over.
#[derive(JsonSchema)]
struct CloudEvent {
    /// `1.0`.
    #[schemars(extend("const" = "1.0"))]
    specversion: String,
    /// With `source` the same event.
    #[schemars(length(min = 1))]
    id: String,
    /// Who saw it.
    #[schemars(length(min = 1))]
    source: String,
    /// The product, where `data` names none.
    #[schemars(length(min = 1))]
    r#type: String,
    /// When it happened.
    time: Instant,
    /// The subaccount, where `data` names none.
    subject: Option<String>,
    /// `application/json`.
    #[schemars(extend("const" = "application/json"))]
    datacontenttype: Option<String>,
    /// Not looked at.
    dataschema: Option<String>,
    /// The fields of a usage but `id`, `time` and `account`.
    #[schemars(schema_with = "usage")]
    data: (),
}

fn usage(_: &mut SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({ "$ref": "#/$defs/CloudUsage" })
}

/// A usage to spend.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct SpendBody {
    /// The usage.
    usage: Usage,
    /// Decimal places of the affordable quantity.
    #[serde(default)]
    quantity_places: u8,
    /// Now, for replays; without it the host's clock says what time it is.
    as_of: Option<Instant>,
}

/// What came of what was posted.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Posted {
    /// Events that were new.
    applied: u32,
    /// Events that had been applied before, with the same content.
    duplicates: Vec<Id>,
    /// Events that were refused beside others that were not.
    #[serde(default)]
    refused: Vec<RefusedEvent>,
    /// The engine's answer for those that were new; absent when none was, or where counts alone are wanted.
    answer: Option<PostedAnswer>,
    /// Where counts alone are wanted: may the usage that was to be spent go ahead?
    allowed: Option<bool>,
    /// Where counts alone are wanted: the balance after it.
    balance: Option<Money>,
}

/// The same of a command.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Done {
    /// The event that the command was.
    event: PostedEvent,
    /// One where it was new.
    applied: u32,
    /// The event, where it had been applied before.
    duplicates: Vec<Id>,
    /// The engine's answer; absent where nothing was new, or where counts alone are wanted.
    answer: Option<PostedAnswer>,
    /// Where counts alone are wanted: the balance after it.
    balance: Option<Money>,
}

/// An event by its id and time.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct PostedEvent {
    /// Its id.
    id: Id,
    /// Its time.
    time: Instant,
}

/// An event that was refused.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct RefusedEvent {
    /// Its place in the call, from zero.
    event: u32,
    /// What is wrong with it, with paths into the call.
    problems: Vec<Problem>,
}

/// The engine's answer without the state.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct PostedAnswer {
    /// Digest of the engine.
    engine: String,
    /// Digest of the rulebook.
    rulebook: String,
    /// May it go ahead? Only where a usage was to be spent.
    decision: Option<AuthorizeDecision>,
    /// The balance after it.
    balance: Money,
    /// Is service active, or suspended?
    service: counterfoil_core::account::Service,
    /// Ledger entries.
    entries: Vec<Entry>,
    /// Effects.
    effects: Vec<Effect>,
}

/// What is to be explained.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct ExplainBody {
    /// An entry, an effect, a line, the balance, a decision.
    subject: Subject,
}

/// A refusal (RFC 9457). Nothing has changed.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Refusal {
    /// `urn:counterfoil:problem:` and the code.
    r#type: String,
    /// The status in words.
    title: String,
    /// The status.
    status: u16,
    /// The code of the first problem.
    code: String,
    /// All that is wrong.
    problems: Vec<HostProblem>,
    /// Digest of the call's rulebook, where the engine names it.
    rulebook: Option<String>,
}

/// One thing that is wrong.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct HostProblem {
    /// Its code: the contract's, or this host's.
    code: String,
    /// Where, as a JSON Pointer into the body, or with the name of a parameter.
    path: String,
    /// What is wrong, in a sentence.
    message: String,
    /// The next action.
    help: String,
}

/// How a tenant's PDF documents look. Whatever is left out is as it is without a brand.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Brand {
    /// What stands where there is no logo; the seller's name where it is left out. At most 120 letters.
    name: Option<String>,
    /// A colour of the web, such as `#1d4ed8`.
    accent: Option<String>,
    /// The language that they are set in.
    #[schemars(default)]
    language: Language,
    /// At the foot of every page, in columns of four lines: at most twelve lines of 120 letters.
    #[schemars(default)]
    footer: Vec<String>,
    /// A data URL of a PNG or of an SVG made of plain shapes, at most 256 KiB: `data:image/png;base64,…`.
    logo: Option<String>,
}

/// A language of papers.
#[derive(Default, serde::Serialize, JsonSchema)]
#[schemars(rename_all = "snake_case")]
enum Language {
    /// English.
    #[default]
    En,
    /// German.
    De,
}

/// What moved an account's balance over a span of days, in the order in which it was posted.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Statement {
    /// The account.
    account: Id,
    /// The currency of every amount.
    currency: Currency,
    /// Who keeps the account, where its rulebook says so.
    seller: Option<Party>,
    /// Whose it is, where that is known.
    buyer: Option<Party>,
    /// The first day.
    from: Date,
    /// The day after the last.
    until: Date,
    /// The balance before it.
    opening: Money,
    /// The balance after it.
    closing: Money,
    /// What moved it.
    rows: Vec<HistoryRow>,
}
