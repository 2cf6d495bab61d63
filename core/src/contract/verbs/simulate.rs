//! `simulate`: what comes, day by day?

use crate::account::{Opening, Settings, Stored};
use crate::catalog::RulebookParts;
use crate::contract::Outcome;
use crate::contract::given::Given;
use crate::simulate::{self, Declines, Pattern, Scenario, Simulated};
use crate::text::Id;
use crate::time::Instant;
use crate::wire::{Apart, Decode, Encode};
use alloc::vec;

/// Simulates an account from the day after `as_of`; changes nothing. Every what-if is another call.
#[derive(Clone, Debug, Encode, Decode)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "SimulateCall"))]
#[serde(deny_unknown_fields)]
pub struct Simulate {
    /// The rulebook.
    pub rulebook: Apart<RulebookParts>,
    /// The account as an answer left it. This or `open`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<Stored>,
    /// An account to open. This or `state`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open: Option<Opening>,
    /// Now.
    pub as_of: Instant,
    /// How many days, 1 to 3,660.
    pub days: u32,
    /// How much is used on each.
    pub usage: Pattern,
    /// The product that is used, for credit that is bound to some.
    #[serde(default = "simulation")]
    pub product: Id,
    /// Days on which charges are declined; else every charge is paid at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub declines: Option<Declines>,
    /// Settings to try; the parts that stand here replace the account's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settings: Option<Settings>,
}

fn simulation() -> Id {
    Id::made("simulation".into())
}

pub(in crate::contract) fn simulate(given: &mut Given<'_>, call: &Simulate) -> Outcome<Simulated> {
    let scenario = Scenario {
        as_of: call.as_of,
        days: call.days,
        usage: &call.usage,
        product: &call.product,
        declines: call.declines.as_ref(),
        settings: call.settings.as_ref(),
    };
    let state = given.begin(call.state.as_ref(), call.open.as_ref());
    state.and_then(|state| simulate::simulate(given.rulebook, state, &scenario)).map_err(|problem| vec![problem])
}
