//! The store without its server: one suite for both databases, and what is of one of them alone.

mod conformance;
mod duties;
mod file;
mod identity;
mod in_hand;
mod moves;
mod paper;
mod place;
mod receipts;
mod sealed;
mod tenants;
