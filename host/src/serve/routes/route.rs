//! A route as it is told: where, what for, what it takes and answers, and an example that is followed.

use super::{Needs, Param, Shape, param};
use crate::serve::Host;
use axum::handler::Handler;
use axum::routing::{MethodFilter, MethodRouter, on};

/// The methods there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    const fn filter(self) -> MethodFilter {
        match self {
            Self::Get => MethodFilter::GET,
            Self::Post => MethodFilter::POST,
            Self::Put => MethodFilter::PUT,
            Self::Patch => MethodFilter::PATCH,
            Self::Delete => MethodFilter::DELETE,
        }
    }
}

/// One method at one address.
pub(crate) struct Route {
    pub(crate) method: Method,
    pub(crate) path: &'static str,
    /// Its name, once.
    pub(crate) id: &'static str,
    /// What it is told with.
    pub(crate) group: &'static str,
    pub(crate) needs: Needs,
    /// One sentence without a full stop.
    pub(crate) summary: &'static str,
    /// More, where there is more to say.
    pub(crate) about: &'static str,
    pub(crate) query: &'static [Param],
    /// What it takes, by content type; nothing where it takes no body.
    pub(crate) takes: Vec<Content>,
    /// What it answers where it does what was asked.
    pub(crate) answers: Vec<(u16, Content)>,
    /// The address of its example.
    pub(crate) example: &'static str,
    /// Its example is for somebody else than who follows the others: the host's operator, or a user in a browser.
    pub(crate) alone: bool,
    /// Is the answer to its example told with it?
    pub(crate) told: bool,
    /// Requests that its example stands on: address, content type and body of each.
    pub(crate) before: Vec<[&'static str; 3]>,
    pub(crate) serve: MethodRouter<Host>,
}

/// A body of one content type. The example is of a request; those of answers are what the host answers, but for those in which
/// every answer has another secret or time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Content {
    pub(crate) kind: &'static str,
    pub(crate) shape: Shape,
    pub(crate) example: &'static str,
}

pub(crate) const JSON: &str = "application/json";

impl Route {
    pub(crate) fn new<H, T>(method: Method, path: &'static str, id: &'static str, handler: H) -> Self
    where
        H: Handler<T, Host>,
        T: 'static,
    {
        Self {
            method,
            path,
            id,
            group: "",
            needs: Needs::RULES,
            summary: "",
            about: "",
            query: param::NONE,
            takes: Vec::new(),
            answers: Vec::new(),
            example: path,
            alone: false,
            told: true,
            before: Vec::new(),
            serve: on(method.filter(), handler),
        }
    }

    pub(crate) fn get<H: Handler<T, Host>, T: 'static>(path: &'static str, id: &'static str, handler: H) -> Self {
        Self::new(Method::Get, path, id, handler)
    }

    pub(crate) fn delete<H: Handler<T, Host>, T: 'static>(path: &'static str, id: &'static str, handler: H) -> Self {
        Self::new(Method::Delete, path, id, handler)
    }

    pub(crate) fn post<H: Handler<T, Host>, T: 'static>(path: &'static str, id: &'static str, handler: H) -> Self {
        Self::new(Method::Post, path, id, handler)
    }

    /// What it is told with, and what it does: one sentence without a full stop.
    pub(crate) fn told(self, group: &'static str, summary: &'static str) -> Self {
        Self { group, summary, ..self }
    }

    pub(crate) fn about(self, about: &'static str) -> Self {
        Self { about, ..self }
    }

    pub(crate) fn needs(self, needs: Needs) -> Self {
        Self { needs, ..self }
    }

    pub(crate) fn asks(self, query: &'static [Param]) -> Self {
        Self { query, ..self }
    }

    /// A body of this content type, with an example.
    pub(crate) fn takes(mut self, kind: &'static str, shape: Shape, example: &'static str) -> Self {
        self.takes.push(Content { kind, shape, example });
        self
    }

    pub(crate) fn answers(mut self, status: u16, kind: &'static str, shape: Shape) -> Self {
        self.answers.push((status, Content { kind, shape, example: "" }));
        self
    }

    /// The same, with an example that stands for what is another each time.
    pub(crate) fn shows(mut self, status: u16, shape: Shape, example: &'static str) -> Self {
        self.answers.push((status, Content { kind: JSON, shape, example }));
        self
    }

    pub(crate) fn alone(self) -> Self {
        Self { alone: true, ..self }
    }

    pub(crate) fn put<H: Handler<T, Host>, T: 'static>(path: &'static str, id: &'static str, handler: H) -> Self {
        Self::new(Method::Put, path, id, handler)
    }

    /// What its example answers is of the moment at which it is asked.
    pub(crate) fn by_the_clock(self) -> Self {
        Self { told: false, ..self }
    }

    /// The address of its example.
    pub(crate) fn at(self, example: &'static str) -> Self {
        Self { example, ..self }
    }

    /// Events of the account of the examples that this one stands on, a line each.
    pub(crate) fn after(self, events: &'static str) -> Self {
        let (address, kind) = ("/v1/accounts/acme/events?atomic=true", "application/x-ndjson");
        if events.is_empty() { self } else { self.behind(address, kind, events) }
    }

    /// A request that its example stands on.
    pub(crate) fn behind(mut self, address: &'static str, kind: &'static str, body: &'static str) -> Self {
        self.before.push([address, kind, body]);
        self
    }

    /// Changes the route's own service, such as by a limit.
    pub(crate) fn with(self, change: impl FnOnce(MethodRouter<Host>) -> MethodRouter<Host>) -> Self {
        Self { serve: change(self.serve), ..self }
    }
}
