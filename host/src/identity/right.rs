//! Roles and their rights. A route asks for a right; an event has one by its type.

/// What somebody may do in the books of one tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Right {
    /// See accounts, their books and documents, and ask what would be.
    Read,
    /// Tell usage, take and settle holds, spend.
    Ingest,
    /// Change what an owner sets: alerts, recharge, limits, subaccounts, payment methods, who is billed.
    Settings,
    /// Take, change and end plans, seats, add-ons and numbers.
    Plans,
    /// Move money: credit, refunds, adjustments, results of payments, credit notes.
    Money,
    /// Keep rulebooks, open, move and close accounts, replay at another time.
    Rules,
    /// Make and end keys and users, read the audit log.
    Access,
}

/// A named set of rights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// A meter or gateway: tells usage, and sees nothing.
    Ingest,
    /// Sees everything, changes nothing.
    Read,
    /// Helps customers: settings and plans, no money.
    Support,
    /// Moves money.
    Finance,
    /// All of it.
    Admin,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Ingest, Self::Read, Self::Support, Self::Finance, Self::Admin];

    /// Its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ingest => "ingest",
            Self::Read => "read",
            Self::Support => "support",
            Self::Finance => "finance",
            Self::Admin => "admin",
        }
    }

    /// What it may do.
    #[must_use]
    pub const fn rights(self) -> &'static [Right] {
        use Right::{Access, Ingest, Money, Plans, Read, Rules, Settings};
        match self {
            Self::Ingest => &[Ingest],
            Self::Read => &[Read],
            Self::Support => &[Read, Settings, Plans],
            Self::Finance => &[Read, Settings, Plans, Money],
            Self::Admin => &[Read, Ingest, Settings, Plans, Money, Rules, Access],
        }
    }
}
