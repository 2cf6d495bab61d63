//! Which right a route asks for.

use crate::identity::Right;

/// What whoever calls a route must be allowed (`serve/identity/gate.rs`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Needs {
    /// Nothing: whoever reaches the address is answered.
    Nothing,
    /// To be known, with whatever right.
    Known,
    /// This right.
    One(Right),
    /// One of these rights, whichever.
    Any(&'static [Right]),
}

impl Needs {
    pub(crate) const READ: Self = Self::One(Right::Read);
    pub(crate) const INGEST: Self = Self::One(Right::Ingest);
    pub(crate) const RULES: Self = Self::One(Right::Rules);
    /// Questions that a meter asks, too.
    pub(crate) const ASK: Self = Self::Any(&[Right::Read, Right::Ingest]);
    /// Whoever may post any event. Each event asks for the right of its own type beside it (`serve/permit.rs`).
    pub(crate) const POST: Self =
        Self::Any(&[Right::Ingest, Right::Settings, Right::Plans, Right::Money, Right::Rules]);

    /// The rights of which one is enough.
    pub(crate) const fn rights(&self) -> &[Right] {
        match self {
            Self::Nothing | Self::Known => &[],
            Self::One(right) => std::slice::from_ref(right),
            Self::Any(rights) => rights,
        }
    }
}
