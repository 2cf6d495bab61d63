//! What the audit log tells of: each thing that can be done to who may pass, by one word.

/// What can be done to who may pass.
/// A line of the log has it beside who did it, when, to what, in which request and how it went: no place for a secret.
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
