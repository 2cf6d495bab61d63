//! What the rules of the place of supply look at.

use super::{Class, TaxPolicy};
use crate::party::Party;
use crate::time::Date;

/// Who sells what to whom, and when.
pub(super) struct Deal<'a> {
    pub(super) policy: &'a TaxPolicy,
    pub(super) seller: &'a Party,
    pub(super) customer: &'a Party,
    pub(super) class: &'a Class<'a>,
    pub(super) date: Date,
}
