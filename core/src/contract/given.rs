//! What answers a call: its rulebook, and the account that it is about.
//!
//! Both stand in the call, or a door has prepared them before and keeps them beside it. What is answered is the same.

use crate::account::{self, Opening, State, Stored, Working};
use crate::catalog::Rulebook;
use crate::problem::{Code, Problem};
use crate::time::Instant;

/// The rulebook of a call, and the account where a door keeps one.
pub(super) struct Given<'g> {
    pub(super) rulebook: &'g Rulebook<'g>,
    pub(super) account: Option<&'g mut Kept>,
}

/// An account between the calls about it.
pub(super) struct Kept {
    pub(super) state: State,
    /// When it was last asked about, and as it was then: most questions are about a moment soon after the one before.
    seen: Option<(Instant, State)>,
}

impl Kept {
    pub(super) const fn new(state: State) -> Self {
        Self { state, seen: None }
    }

    /// As it is at this moment.
    fn at<'r>(&mut self, rulebook: &'r Rulebook<'r>, as_of: Instant) -> Result<Working<'r>, Problem> {
        if let Some((asked, seen)) = self.seen.take()
            && (asked == as_of || seen.as_of <= as_of)
            && let Some(work) = account::still(rulebook, seen, as_of)?
        {
            return Ok(work);
        }
        account::at(rulebook, self.state.clone(), as_of)
    }
}

impl<'g> Given<'g> {
    /// The account that a call begins with: one that is kept, one it opens, or one as a former answer left it.
    pub(super) fn begin(&self, state: Option<&Stored>, open: Option<&Opening>) -> Result<State, Problem> {
        match (&self.account, state, open) {
            (Some(kept), None, None) => Ok(kept.state.clone()),
            (Some(_), ..) => Err(kept_already()),
            (None, ..) => begin(self.rulebook, state, open),
        }
    }

    /// The account at this moment, what was due since its last event included; `seen` is given it back.
    pub(super) fn at(&mut self, state: Option<&Stored>, as_of: Instant) -> Result<Working<'g>, Problem> {
        match &mut self.account {
            Some(kept) => kept.at(self.rulebook, as_of),
            None => account::at(self.rulebook, self.begin(state, None)?, as_of),
        }
    }

    /// The same of a state that the call began with.
    pub(super) fn at_of(&mut self, state: &State, as_of: Instant) -> Result<Working<'g>, Problem> {
        match &mut self.account {
            Some(kept) => kept.at(self.rulebook, as_of),
            None => account::at(self.rulebook, state.clone(), as_of),
        }
    }

    /// What was looked at, for the next question.
    pub(super) fn seen(&mut self, work: Working<'g>, as_of: Instant) {
        if let Some(kept) = &mut self.account {
            kept.seen = Some((as_of, work.state));
        }
    }

    /// The account goes on with this state.
    pub(super) fn keep(&mut self, state: State) {
        if let Some(kept) = &mut self.account {
            **kept = Kept::new(state);
        }
    }
}

/// One of the two, accepted by the rulebook.
pub(super) fn begin(rulebook: &Rulebook<'_>, state: Option<&Stored>, open: Option<&Opening>) -> Result<State, Problem> {
    match (state, open) {
        (Some(state), None) => state.accept(rulebook).map_err(|problem| problem.under("state")),
        (None, Some(opening)) => State::open(rulebook, opening).map_err(|problem| problem.under("open")),
        (Some(_), Some(_)) => Err(open_or_state("the call has both `state` and `open`")),
        (None, None) => Err(open_or_state("the call has neither `state` nor `open`")),
    }
}

fn open_or_state(message: &'static str) -> Problem {
    Problem::new(Code::OpenOrState, message, "pass `open` the first time and `state` from then on")
}

fn kept_already() -> Problem {
    let message = "the call has `state` or `open`, and its account is open beside it";
    Problem::new(Code::OpenOrState, message, "leave it out, or call without the account's handle")
}
