//! Roles and their rights. A route asks for a right; an event has one by its type.

/// What somebody may do in the books of one tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Right {
    /// See accounts, their books and documents, and ask what would be.
    Read,
    /// Tell usage, take and settle holds, spend.
    Ingest,
    /// Change what an owner sets: alerts, recharge, limits, subaccounts, payment methods, who is billed. Tell something again.
    Settings,
    /// Take, change and end plans, seats, add-ons and numbers.
    Plans,
    /// Move money: credit, refunds, adjustments, results of payments, credit notes.
    Money,
    /// Have a payment method of the account charged, for a top-up within the rulebook's bounds or for an invoice that is due.
    Charge,
    /// Keep rulebooks, open, move and close accounts, replay at another time, say who is told and how.
    Rules,
    /// Make and end keys and users, read the audit log.
    Access,
    /// Make tenants. It is of the host and of no tenant's books.
    Tenants,
}

impl Right {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Read,
        Self::Ingest,
        Self::Settings,
        Self::Plans,
        Self::Money,
        Self::Charge,
        Self::Rules,
        Self::Access,
        Self::Tenants,
    ];

    /// Its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Ingest => "ingest",
            Self::Settings => "settings",
            Self::Plans => "plans",
            Self::Money => "money",
            Self::Charge => "charge",
            Self::Rules => "rules",
            Self::Access => "access",
            Self::Tenants => "tenants",
        }
    }
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
    /// Runs the host: makes tenants, and sees nothing of theirs. No tenant gives it.
    Operator,
}

impl Role {
    /// Those that a tenant gives.
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
            Self::Operator => "operator",
        }
    }

    /// The role of a word, of those that a tenant gives.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }

    /// The role of a word that is kept.
    #[must_use]
    pub fn kept(word: &str) -> Option<Self> {
        Self::of(word).or_else(|| (word == Self::Operator.word()).then_some(Self::Operator))
    }

    /// What it may do.
    #[must_use]
    pub const fn rights(self) -> &'static [Right] {
        use Right::{Access, Charge, Ingest, Money, Plans, Read, Rules, Settings, Tenants};
        match self {
            Self::Ingest => &[Ingest],
            Self::Read => &[Read],
            Self::Support => &[Read, Settings, Plans],
            Self::Finance => &[Read, Settings, Plans, Money, Charge],
            Self::Admin => &[Read, Ingest, Settings, Plans, Money, Charge, Rules, Access],
            Self::Operator => &[Tenants],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Right, Role};

    #[test]
    fn what_one_tenant_gives_ends_at_its_books() {
        for role in Role::ALL {
            assert!(!role.rights().contains(&Right::Tenants), "{role:?}");
            assert_eq!((Role::of(role.word()), Role::kept(role.word())), (Some(role), Some(role)));
        }
        assert_eq!((Role::of("operator"), Role::kept("operator")), (None, Some(Role::Operator)));
        assert_eq!(Role::Operator.rights(), [Right::Tenants]);
    }

    #[test]
    fn money_moves_by_finance_and_admin_alone() {
        let may = |right: Right| Role::ALL.into_iter().filter(move |role| role.rights().contains(&right));
        assert!(may(Right::Money).eq([Role::Finance, Role::Admin]));
        assert!(may(Right::Charge).eq([Role::Finance, Role::Admin]));
        assert!(may(Right::Access).eq([Role::Admin]));
        assert!(may(Right::Rules).eq([Role::Admin]));
        assert!(may(Right::Ingest).eq([Role::Ingest, Role::Admin]));
    }
}
