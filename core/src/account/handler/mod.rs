//! One a kind of event, and one a kind of thing that falls due: checks, then posts. What a moved balance brings about is
//! none of their business.

pub(super) mod bank_debits;
pub(super) mod billing_period;
pub(super) mod charge_results;
pub(super) mod closing;
pub(super) mod customer;
pub(super) mod grants;
pub(super) mod holds;
pub(super) mod payment_methods;
pub(super) mod settings;
pub(super) mod subaccounts;
pub(super) mod subscriptions;
pub(super) mod top_ups;
