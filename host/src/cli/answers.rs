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
    /// Whoever the arguments name, or else this program.
    pub(super) fn of(engine: Engine, args: &HostArgs) -> Result<Self, Failure> {
        match args.named() {
            true => Asked::of(engine, args).map(Self::There),
            false => Ok(Self::Here(Box::new(engine))),
        }
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
