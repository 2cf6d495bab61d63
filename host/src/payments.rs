//! Who answers charge requests of a host's accounts.

/// Who answers charge requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Payments {
    /// A gateway outside; its results come as events.
    Report,
    /// Simulated: every charge is paid at once.
    Succeed,
    /// Simulated: every charge is declined at once.
    Decline,
}

impl Payments {
    /// The contract's word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Succeed => "succeed",
            Self::Decline => "decline",
        }
    }
}
