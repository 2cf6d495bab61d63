//! What the audit log says: who did what to what, when, and how it went. It has no field in which a secret could stand.

use super::Actor;

/// One line of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Whose log it is in.
    pub tenant: String,
    /// Milliseconds since 1970.
    pub at_ms: i64,
    /// `key:…`, `user:…`, `token:…`; before anybody is known, `host` or the name that was tried.
    pub actor: String,
    /// What was done.
    pub action: Action,
    /// To what, as `key:…`, `user:…`, `account:…`.
    pub subject: String,
    /// How it went.
    pub outcome: Outcome,
    /// The request's id, as its answer named it.
    pub request: String,
}

/// What can be done to who may pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// A tenant was made.
    TenantMade,
    /// A key was made.
    KeyMade,
    /// A key has a successor, and ends after an overlap.
    KeyRotated,
    /// A key was ended.
    KeyRevoked,
    /// A user was made.
    UserMade,
    /// A user may not sign in any more.
    UserDisabled,
    /// A user may sign in again.
    UserEnabled,
    /// A user has a new temporary password, and no second factor.
    UserReset,
    /// Somebody signed in, or tried to.
    SignedIn,
    /// A session was ended by its user.
    SignedOut,
    /// A user changed the own password.
    PasswordChanged,
    /// A second factor was set up.
    TotpEnrolled,
    /// A second factor was taken away.
    TotpRemoved,
    /// A recovery code took the place of the second factor.
    RecoveryUsed,
    /// A customer token was made.
    TokenMade,
}

impl Action {
    /// Its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::TenantMade => "tenant_made",
            Self::KeyMade => "key_made",
            Self::KeyRotated => "key_rotated",
            Self::KeyRevoked => "key_revoked",
            Self::UserMade => "user_made",
            Self::UserDisabled => "user_disabled",
            Self::UserEnabled => "user_enabled",
            Self::UserReset => "user_reset",
            Self::SignedIn => "signed_in",
            Self::SignedOut => "signed_out",
            Self::PasswordChanged => "password_changed",
            Self::TotpEnrolled => "totp_enrolled",
            Self::TotpRemoved => "totp_removed",
            Self::RecoveryUsed => "recovery_used",
            Self::TokenMade => "token_made",
        }
    }
}

/// How it went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was done.
    Done,
    /// It was refused; the problem's code says why.
    Refused(&'static str),
}

impl Outcome {
    /// Its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused(code) => code,
        }
    }
}

impl Record {
    /// What somebody has done.
    #[must_use]
    pub fn done(actor: &Actor, action: Action, subject: String, at_ms: i64, request: &str) -> Self {
        let (tenant, actor) = (actor.tenant().to_owned(), actor.to_string());
        Self { tenant, at_ms, actor, action, subject, outcome: Outcome::Done, request: request.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::{Action, Outcome, Record};
    use crate::identity::{Actor, Role, Who};

    #[test]
    fn a_line_names_who_by_what_is_public() {
        let actor = Actor::new("main", Who::Key { id: "0123456789ab".into(), role: Role::Admin });
        let record = Record::done(&actor, Action::KeyRevoked, "key:x".into(), 7, "r");
        assert_eq!((record.tenant.as_str(), record.actor.as_str()), ("main", "key:0123456789ab"));
        assert_eq!((record.action.word(), record.outcome.word()), ("key_revoked", "done"));
        assert_eq!(Outcome::Refused("sign_in_refused").word(), "sign_in_refused");
    }
}
