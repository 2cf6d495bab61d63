//! Who asks.

use super::{CHARGES, Right, Role};
use crate::Tenant;
use std::fmt;

/// Whoever has shown a key, a token or a session that is good: of one tenant, with what it may do there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    tenant: Option<Tenant>,
    who: Who,
}

/// What was shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// An API key.
    Key {
        /// Its public id.
        id: String,
        /// What it was made for.
        role: Role,
    },
    /// A session of a console user.
    User {
        /// The user's number in the books.
        number: i64,
        /// The user's name.
        name: String,
        /// What the user is.
        role: Role,
        /// The session's public id.
        session: String,
        /// Signed in with a temporary password: until it is changed, nothing else may be done.
        must_change: bool,
    },
    /// A customer token.
    Customer(Scope),
}

/// What a customer token is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// The token's public id.
    pub id: String,
    /// The one account that it opens.
    pub account: String,
    /// What it may set there, by name (see [`super::is_setting`]).
    pub settings: Vec<String>,
}

impl Actor {
    /// Somebody of a tenant, or of none: the host's operator.
    #[must_use]
    pub const fn new(tenant: Option<Tenant>, who: Who) -> Self {
        Self { tenant, who }
    }

    /// Whose books it is about; only the key, token or session says so.
    #[must_use]
    pub const fn tenant(&self) -> Option<Tenant> {
        self.tenant
    }

    /// What was shown.
    #[must_use]
    pub const fn who(&self) -> &Who {
        &self.who
    }

    /// What it may do, [`Actor::may_open`] and [`Actor::may_set`] beside it.
    #[must_use]
    pub fn rights(&self) -> &'static [Right] {
        match &self.who {
            Who::User { must_change: true, .. } => &[],
            Who::Key { role, .. } | Who::User { role, .. } => role.rights(),
            Who::Customer(scope) => {
                let charges = scope.settings.iter().any(|name| name == CHARGES);
                let settings = scope.settings.iter().any(|name| name != CHARGES);
                match (settings, charges) {
                    (false, false) => &[Right::Read],
                    (true, false) => &[Right::Read, Right::Settings],
                    (false, true) => &[Right::Read, Right::Charge],
                    (true, true) => &[Right::Read, Right::Settings, Right::Charge],
                }
            }
        }
    }

    /// Has it this right?
    #[must_use]
    pub fn may(&self, right: Right) -> bool {
        self.rights().contains(&right)
    }

    /// The one account that it is bound to.
    #[must_use]
    pub fn bound_to(&self) -> Option<&str> {
        match &self.who {
            Who::Customer(scope) => Some(&scope.account),
            Who::Key { .. } | Who::User { .. } => None,
        }
    }

    /// May it open this account of its tenant? What it may not open, it is not told of either.
    #[must_use]
    pub fn may_open(&self, account: &str) -> bool {
        self.bound_to().is_none_or(|own| own == account)
    }

    /// May it set this, a part of `settings_changed` or another event of an owner's by its type; or charge?
    #[must_use]
    pub fn may_set(&self, name: &str) -> bool {
        match &self.who {
            Who::Customer(scope) => scope.settings.iter().any(|setting| setting == name),
            Who::Key { .. } | Who::User { .. } if name == CHARGES => self.may(Right::Charge),
            Who::Key { .. } | Who::User { .. } => self.may(Right::Settings),
        }
    }

    /// May it make a token that sets these? Nobody gives what they do not have, and a token makes no other.
    #[must_use]
    pub fn may_give(&self, settings: &[String]) -> bool {
        self.bound_to().is_none() && self.may(Right::Read) && settings.iter().all(|name| self.may_set(name))
    }
}

/// As the audit log names it: what it is, and its public id or name.
impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.who {
            Who::Key { id, .. } => write!(f, "key:{id}"),
            Who::User { name, .. } => write!(f, "user:{name}"),
            Who::Customer(scope) => write!(f, "token:{}", scope.id),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Actor, Scope, Who};
    use crate::Tenant;
    use crate::identity::{Right, Role};

    const MAIN: Option<Tenant> = Some(Tenant::MAIN);

    fn key(role: Role) -> Actor {
        Actor::new(MAIN, Who::Key { id: "k".into(), role })
    }

    fn customer(settings: &[&str]) -> Actor {
        let settings = settings.iter().map(|name| (*name).to_owned()).collect();
        Actor::new(MAIN, Who::Customer(Scope { id: "c".into(), account: "a".into(), settings }))
    }

    #[test]
    fn a_role_may_what_it_has() {
        for role in Role::ALL {
            for right in Right::ALL {
                assert_eq!(key(role).may(right), role.rights().contains(&right), "{role:?} {right:?}");
            }
        }
    }

    #[test]
    fn a_temporary_password_opens_nothing() {
        let user = |must_change| {
            let (name, session) = ("n".to_owned(), "s".to_owned());
            Actor::new(MAIN, Who::User { number: 1, name, role: Role::Admin, session, must_change })
        };
        assert!(Right::ALL.iter().all(|right| !user(true).may(*right)));
        assert!(Role::Admin.rights().iter().all(|right| user(false).may(*right)));
        assert!(!user(true).may_set("alerts") && !user(true).may_give(&[]));
    }

    #[test]
    fn a_customer_token_opens_its_account_and_sets_what_it_names() {
        let token = customer(&["alerts", "method_default"]);
        assert!(token.may_open("a") && !token.may_open("b") && !token.may_open(""));
        assert!(token.may_set("alerts") && token.may_set("method_default") && !token.may_set("recharge"));
        assert_eq!(token.rights(), [Right::Read, Right::Settings]);
        assert_eq!(customer(&[]).rights(), [Right::Read]);
        assert_eq!(customer(&["charges"]).rights(), [Right::Read, Right::Charge]);
        assert_eq!(customer(&["alerts", "charges"]).rights(), [Right::Read, Right::Settings, Right::Charge]);
        assert!(key(Role::Read).may_open("a") && key(Role::Read).may_open("b"));
    }

    #[test]
    fn nobody_gives_what_they_do_not_have() {
        let alerts = ["alerts".to_owned()];
        assert!(key(Role::Support).may_give(&alerts) && key(Role::Admin).may_give(&alerts));
        assert!(key(Role::Read).may_give(&[]) && !key(Role::Read).may_give(&alerts));
        assert!(!key(Role::Ingest).may_give(&[]));
        let charges = ["charges".to_owned()];
        assert!(key(Role::Finance).may_give(&charges) && !key(Role::Support).may_give(&charges));
        assert!(!customer(&["charges"]).may_give(&charges));
        assert!(!customer(&["alerts"]).may_give(&alerts) && !customer(&[]).may_give(&[]));
    }
}
