//! Commands that ask a host, or its books.

mod asked;
mod close;
mod doctor;
mod invoice;
mod keys;
mod people;
mod table;

pub(crate) use asked::{Asked, HostArgs, encoded, look, opened};
pub(crate) use close::CloseArgs;
pub(crate) use doctor::DoctorArgs;
pub(crate) use invoice::InvoiceArgs;
pub(crate) use keys::KeysArgs;
pub(crate) use people::{TenantArgs, UserArgs};

pub(crate) use close::run as close;
pub(crate) use doctor::run as doctor;
pub(crate) use invoice::run as invoice;
pub(crate) use keys::run as keys;
pub(crate) use people::{tenant, user};
pub(crate) use table::{cell, print};
