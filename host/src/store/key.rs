//! Whose is it?

/// A tenant: somebody whose books are kept apart from those of others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tenant(pub(super) i64);

impl Tenant {
    /// The one that is there from the beginning.
    pub const MAIN: Self = Self(1);

    /// As the books number it.
    #[cfg(feature = "server")]
    pub(crate) const fn number(self) -> i64 {
        self.0
    }

    #[cfg(feature = "server")]
    pub(crate) const fn numbered(number: i64) -> Self {
        Self(number)
    }
}

impl Default for Tenant {
    fn default() -> Self {
        Self::MAIN
    }
}

/// An account of a tenant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Key {
    pub(super) tenant: Tenant,
    pub(super) account: String,
}

/// Whose rows a session works on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// The host's own work, on all of them.
    Host,
    Tenant(Tenant),
}
