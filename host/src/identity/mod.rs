//! Who may do what: tenants, keys, people, and what each is allowed.

mod right;

pub use right::{Right, Role};
