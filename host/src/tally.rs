//! What this process has counted since it began: whoever operates it reads it (`serve/watched`). Counting takes no lock and cannot fail.

use crate::EngineError;
use std::sync::atomic::{AtomicU64, Ordering};

/// Goes up alone.
pub(crate) struct Count(AtomicU64);

impl Count {
    const fn new() -> Self {
        Self(AtomicU64::new(0))
    }

    pub(crate) fn one(&self) {
        self.some(1);
    }

    pub(crate) fn some(&self, more: u64) {
        self.0.fetch_add(more, Ordering::Relaxed);
    }

    #[cfg(feature = "server")]
    pub(crate) fn now(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Calls of the engine, by what came of them.
pub(crate) struct Calls {
    pub(crate) answered: Count,
    pub(crate) trap: Count,
    pub(crate) too_long: Count,
    pub(crate) out_of_fuel: Count,
    pub(crate) out_of_memory: Count,
    pub(crate) bad_answer: Count,
}

pub(crate) static CALLS: Calls = Calls {
    answered: Count::new(),
    trap: Count::new(),
    too_long: Count::new(),
    out_of_fuel: Count::new(),
    out_of_memory: Count::new(),
    bad_answer: Count::new(),
};

impl Calls {
    /// One more. What never reached a guest is no call.
    pub(crate) fn ended(&self, error: Option<&EngineError>) {
        match error {
            None => self.answered.one(),
            Some(EngineError::Trap(_)) => self.trap.one(),
            Some(EngineError::TooLong) => self.too_long.one(),
            Some(EngineError::OutOfFuel) => self.out_of_fuel.one(),
            Some(EngineError::Memory) => self.out_of_memory.one(),
            Some(EngineError::BadAnswer(_)) => self.bad_answer.one(),
            Some(EngineError::Busy | EngineError::CallTooLong(_) | EngineError::NotAnEngine(_)) => {}
        }
    }
}

/// Calls of the gateway, by what came of them.
#[cfg(feature = "server")]
pub(crate) struct GatewayCalls {
    pub(crate) answered: Count,
    /// No answer, or one that does not say what was done.
    pub(crate) unknown: Count,
    /// The gateway does not take the host's key or words: its operator has to look.
    pub(crate) refused: Count,
}

#[cfg(feature = "server")]
pub(crate) static GATEWAY: GatewayCalls =
    GatewayCalls { answered: Count::new(), unknown: Count::new(), refused: Count::new() };

/// Turns of accounts, and what was wished in them.
#[cfg(feature = "store")]
pub(crate) static TURNS: Count = Count::new();
#[cfg(feature = "store")]
pub(crate) static WISHES: Count = Count::new();

/// What must never happen. Each of these stays at zero, or somebody has to look.
#[cfg(feature = "store")]
pub(crate) struct Broken {
    /// The engine has priced a known case otherwise.
    #[cfg(feature = "server")]
    pub(crate) known_case: Count,
    /// A turn panicked.
    pub(crate) turn: Count,
    /// A gateway has moved another amount than it was asked for, or the engine did not take what a gateway did.
    #[cfg(feature = "server")]
    pub(crate) payment: Count,
    /// Something was done, and its line of the audit log could not be written.
    #[cfg(feature = "server")]
    pub(crate) audit_line: Count,
}

#[cfg(feature = "store")]
pub(crate) static BROKEN: Broken = Broken {
    #[cfg(feature = "server")]
    known_case: Count::new(),
    turn: Count::new(),
    #[cfg(feature = "server")]
    payment: Count::new(),
    #[cfg(feature = "server")]
    audit_line: Count::new(),
};
