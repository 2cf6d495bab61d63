//! Mechanics: each takes facts, changes the state and makes its entry. Nothing here knows *when* it happens, nor what
//! a moved balance brings about.

mod adjustment;
mod allowances;
mod burn;
mod charge;
mod credit_note;
mod days;
mod debit;
mod expiry;
mod fee;
mod given_up;
mod grant;
mod invoice;
mod invoice_items;
mod invoice_payment;
mod original;
mod payers;
mod payment_reversal;
mod period;
mod purchase;
mod put_back;
mod refund;
mod subaccount;
mod unused;
mod usage;
mod usage_reversal;
mod usage_words;

pub(super) use adjustment::adjust;
pub(super) use allowances::{give, renew, renew_of, take};
pub(super) use charge::Charge;
pub(super) use credit_note::{credit_owed, credited};
pub(super) use days::add_to_day;
pub(super) use expiry::{end_unheld, expire};
pub(super) use fee::{note_invoice as note_fees, post as post_fee};
pub(super) use given_up::{GivenUp, given_up};
pub(super) use grant::{Arrival, arrive, grant, insert, post_given, room};
pub(super) use invoice::{post_draft, post_invoice};
pub(super) use invoice_payment::paid as invoice_paid;
pub(super) use payment_reversal::reverse;
pub(super) use period::{name as period_name, whole_from};
pub(super) use purchase::purchased;
pub(super) use refund::refund;
pub(super) use subaccount::{add_usage, find_subaccount};
pub(super) use unused::post as post_unused;
pub(super) use usage::{Of, post as post_usage, post_line, post_quietly};
pub(super) use usage_words::rules;
