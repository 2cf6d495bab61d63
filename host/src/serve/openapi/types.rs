//! What this host puts around the contract's types, as it is told. Handlers read and write the JSON itself; the tests hold what
//! they take and answer against these.
#![allow(dead_code, reason = "described, never made")]

use super::schemas::add;
use counterfoil_core::ledger::HistoryRow;
use counterfoil_core::money::{Currency, Money};
use counterfoil_core::party::Party;
use counterfoil_core::text::Id;
use counterfoil_core::time::Date;
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
    "PayBody",
    "FiledReceipt",
    "ChargeBody",
    "SetupIntentBody",
    "SetupIntent",
    "ToVerify",
    "MicroDepositsBody",
];

/// Puts every type of this host among the definitions.
pub(super) fn all(generator: &mut SchemaGenerator) {
    add::<Version>(generator);
    add::<Brand>(generator);
    add::<Statement>(generator);
    add::<Refusal>(generator);
    super::rulebooks::all(generator);
    super::accounts::all(generator);
    super::posted::all(generator);
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
