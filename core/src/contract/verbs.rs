//! The verbs. Each is a call, an answer, and the few lines that carry one to the other.

mod apply;
mod authorize;
mod check;
mod compare;
mod draft;
mod einvoice;
mod explain;
mod history;
mod invoicing;
mod overview;
mod plan_recharge;
mod rate;
mod rate_columns;
mod rated;
mod recommend;
mod simulate;
mod spend;
mod tax;
mod tax_number;
mod totals;

pub use apply::Apply;
pub(super) use apply::apply;
pub(super) use authorize::authorize;
pub use authorize::{Authorize, AuthorizeDecision, AuthorizeRequest, Authorized};
pub(super) use check::check;
pub use check::{Check, Checked};
pub(super) use compare::compare;
pub use compare::{Compare, CompareAccount, Compared};
pub use draft::{Draft, Drafted};
pub(super) use draft::{draft, draft_columns};
pub(super) use einvoice::einvoice;
pub use einvoice::{Einvoice, Einvoiced};
pub(super) use explain::explain;
pub use explain::{DecisionOf, Explain, RecommendationOf, Subject, TaxesOf};
pub(super) use history::history;
pub use history::{History, Told};
pub use invoicing::{Credit, Credited, Issue, Issued, ReceiptFor};
pub(super) use invoicing::{credit, issue, receipt};
pub use overview::Overview;
pub(super) use overview::overview;
pub(super) use plan_recharge::plan_recharge;
pub use plan_recharge::{PlanRecharge, PlannedCharge, RechargePlanned};
pub(super) use rate::rate;
pub use rate::{Rate, Rated};
pub(super) use rate_columns::rate_columns;
pub use rate_columns::{RateColumns, RatedColumns, UsageColumns};
pub use rated::RatedSoFar;
pub(super) use recommend::recommend;
pub use recommend::{Recommend, Recommended};
pub use simulate::Simulate;
pub(super) use simulate::simulate;
pub(super) use spend::spend;
pub use spend::{Spend, Spent};
pub(super) use tax::tax;
pub use tax::{Tax, Taxed, TaxedLine, ToTax};
pub(super) use tax_number::tax_number;
pub use tax_number::{NumberJudged, TaxNumber};
pub(super) use totals::totals;
pub use totals::{SumDiscount, SumLine, SumPart, SumUp, SummedDiscount, SummedLine, SummedPart, SummedUp};

/// Every verb.
pub const NAMES: &[&str] = &[
    "check",
    "rate",
    "apply",
    "overview",
    "authorize",
    "spend",
    "recommend",
    "plan_recharge",
    "simulate",
    "explain",
    "history",
    "draft",
    "compare",
    "tax",
    "tax_number",
    "totals",
    "issue",
    "credit",
    "receipt",
    "einvoice",
];
