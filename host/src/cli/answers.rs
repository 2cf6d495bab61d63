//! Who answers calls of the contract: this program by its engine, or a host, or books, by theirs. Nothing of them is kept there.

use super::Failure;
use super::hosts::{Asked, HostArgs};
use crate::{Engine, Reply, Status};
use axum::http::Method;

pub(super) enum Answers {
    Here(Box<Engine>),
    There(Asked),
}

impl Answers {
    /// Whoever the command line names, or else this program: what is asked about files is no question for the host that the
    /// environment names for others.
    pub(super) fn of(engine: Engine, args: &HostArgs) -> Result<Self, Failure> {
        if args.is_said() {
            return Asked::of(engine, args).map(Self::There);
        }
        if args.named() {
            eprintln!("counterfoil: the files are answered here; `--url` has the host of COUNTERFOIL_URL answer");
        }
        Ok(Self::Here(Box::new(engine)))
    }

    /// What a host refuses is told by its problems, as it tells them.
    pub(super) fn call(&self, verb: &str, call: String) -> Result<Reply, Failure> {
        match self {
            Self::Here(engine) => Ok(engine.call(verb, call.as_bytes())?),
            Self::There(asked) => {
                let told = asked.send(Method::POST, &format!("/v1/call/{verb}"), Some(call))?;
                Ok(Reply { status: Status::Ok, bytes: told.body })
            }
        }
    }
}
