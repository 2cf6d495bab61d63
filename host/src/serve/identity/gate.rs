//! Each route stands behind its gate, which knows what the route needs: no route is without one.

use super::super::Host;
use super::super::calls::blocking;
use super::super::problem::Refusal;
use super::super::routes::{Method, Needs, Route};
use super::request::RequestId;
use super::{by, door};
use crate::identity::{Actor, Right, Who};
use crate::tally::BROKEN;
use crate::{StoreError, Tenant};
use axum::extract::{FromRequestParts as _, RawPathParams, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

/// Of one route.
#[derive(Clone)]
pub(in crate::serve) struct Gate {
    host: Host,
    needs: Needs,
    /// With the names of what it takes from the address.
    path: &'static str,
    /// The word that the log has for what it does, where that is written down whenever it is done.
    noted: Option<&'static str>,
    id: &'static str,
}

/// Of an answer: what was done is to be written down, though much else that this route does is not.
#[derive(Clone, Copy)]
pub(in crate::serve) struct Noted;

impl Gate {
    /// What meters tell is in the books, and no more is said of it. Who may pass has a log of its own, in one transaction with it.
    pub(in crate::serve) fn of(host: &Host, route: &Route) -> Self {
        let Route { needs, path, id, .. } = *route;
        let changes =
            matches!(needs, Needs::One(Right::Settings | Right::Plans | Right::Money | Right::Charge | Right::Rules));
        let noted = (changes && route.method != Method::Get).then_some(id);
        Self { host: host.clone(), needs, path, noted, id }
    }
}

/// What stands under one account.
const ACCOUNT: &str = "/v1/accounts/{id}";

/// Whoever may pass goes on as an [`Actor`] of a tenant. An embedder who knows the caller already has put one into the request.
pub(in crate::serve) async fn pass(
    State(gate): State<Gate>,
    request: Request,
    next: Next,
) -> Result<Response, Refusal> {
    if gate.needs == Needs::Nothing {
        return Ok(next.run(request).await);
    }
    let (mut parts, body) = request.into_parts();
    let actor = match parts.extensions.remove::<Actor>() {
        Some(actor) => actor,
        None => door::actor(&gate.host, &parts).await?,
    };
    let account = match gate.path.starts_with(ACCOUNT) {
        true => RawPathParams::from_request_parts(&mut parts, &()).await.ok(),
        false => None,
    };
    let account = account.as_ref().and_then(|params| params.iter().find(|(name, _)| *name == "id"));
    let account = account.map(|(_, id)| id);
    permit(&actor, gate.needs, account)?;
    let line = Line {
        who: actor.to_string(),
        subject: account.map_or_else(|| shown(parts.uri.path()), |account| format!("account:{}", shown(account))),
        request: RequestId::of(&parts.extensions),
    };
    let tenant = actor.tenant();
    if let Some(tenant) = tenant {
        parts.extensions.insert(tenant);
    }
    parts.extensions.insert(actor);
    let length = parts.headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    let run = async { Ok(next.run(Request::from_parts(parts, body)).await) };
    let answer = gate.host.purses.answer(&line.who, length.unwrap_or_default(), run).await?;
    if let Some(tenant) = tenant.filter(|_| is_new(&answer))
        && let Some(word) = gate.noted.or(answer.extensions().get().map(|Noted| gate.id))
    {
        note(gate.host, tenant, line, word).await;
    }
    Ok(answer)
}

/// Done, and not merely told again.
fn is_new(answer: &Response) -> bool {
    let again = ["counterfoil-replayed", "idempotency-replayed"];
    answer.status().is_success() && !again.iter().any(|name| answer.headers().contains_key(*name))
}

/// What stands in a line of the log: not all of a long address.
fn shown(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).take(128).collect()
}

struct Line {
    who: String,
    subject: String,
    request: String,
}

/// Writes down what was done. It is done, whatever comes of the line: the host says so where people look.
async fn note(host: Host, tenant: Tenant, line: Line, word: &'static str) {
    let Line { who, subject, request } = line;
    let by = by(who, request);
    let told = format!("{word} of {subject} by {}", by.who);
    let noted = blocking(host, move |host| Ok(host.store.books(tenant).log_done(by, word, subject)?)).await;
    if noted.is_err() {
        BROKEN.audit_line.one();
        tracing::error!(told, "not in the audit log");
    }
}

/// May it? `account` is the one of the address.
fn permit(actor: &Actor, needs: Needs, account: Option<&str>) -> Result<(), Refusal> {
    let forbidden =
        |code: &str, message: &str, help: &str| Err(Refusal::new(StatusCode::FORBIDDEN, code, "", message, help));
    if matches!(needs, Needs::Nothing | Needs::Known) {
        return Ok(());
    }
    if let Who::User { must_change: true, .. } = actor.who() {
        let help = "change it at `POST /v1/session/password`";
        return forbidden("password_must_change", "the password is a temporary one", help);
    }
    if !needs.rights().iter().any(|right| actor.may(*right)) {
        let (needed, has) = (words(needs.rights()), words(actor.rights()));
        return forbidden(
            "right_missing",
            &format!("this asks for {needed}, and the caller has {has}"),
            "use a key whose role has the right",
        );
    }
    match account {
        // What is not the caller's is not there.
        Some(account) if !actor.may_open(account) => Err(StoreError::NotFound("account").into()),
        None if actor.bound_to().is_some() => {
            forbidden("token_of_one_account", "the token opens one account, and this is of none", "use a key")
        }
        _ => Ok(()),
    }
}

fn words(rights: &[Right]) -> String {
    let words: Vec<String> = rights.iter().map(|right| format!("`{}`", right.word())).collect();
    if words.is_empty() { "none".to_owned() } else { words.join(" or ") }
}

#[cfg(test)]
mod tests {
    use super::{Needs, permit};
    use crate::Tenant;
    use crate::identity::{Actor, Right, Role, Scope, Who};
    use axum::response::IntoResponse as _;

    fn status(actor: &Actor, needs: Needs, account: Option<&str>) -> u16 {
        permit(actor, needs, account).map_or_else(|refused| refused.into_response().status().as_u16(), |()| 200)
    }

    fn key(role: Role) -> Actor {
        Actor::new(Some(Tenant::MAIN), Who::Key { id: "k".into(), role })
    }

    #[test]
    fn a_role_passes_where_it_has_a_right() {
        for role in Role::ALL {
            for right in Right::ALL {
                let expected = if role.rights().contains(&right) { 200 } else { 403 };
                assert_eq!(status(&key(role), Needs::One(right), Some("a")), expected, "{role:?} {right:?}");
            }
        }
        assert_eq!(status(&key(Role::Ingest), Needs::ASK, Some("a")), 200);
        assert_eq!(status(&key(Role::Ingest), Needs::Known, None), 200);
    }

    #[test]
    fn a_token_passes_to_its_account_alone() {
        let (id, account, settings) = ("c".to_owned(), "a".to_owned(), vec!["alerts".to_owned()]);
        let token = Actor::new(Some(Tenant::MAIN), Who::Customer(Scope { id, account, settings }));
        assert_eq!(status(&token, Needs::READ, Some("a")), 200);
        assert_eq!(status(&token, Needs::READ, Some("b")), 404);
        assert_eq!(status(&token, Needs::READ, None), 403);
        assert_eq!(status(&token, Needs::INGEST, Some("a")), 403);
        assert_eq!(status(&token, Needs::Known, None), 200);
    }

    #[test]
    fn a_temporary_password_passes_to_its_change_alone() {
        let (name, session) = ("n".to_owned(), "s".to_owned());
        let who = Who::User { number: 1, name, role: Role::Admin, session, must_change: true };
        let user = Actor::new(Some(Tenant::MAIN), who);
        assert_eq!(status(&user, Needs::READ, Some("a")), 403);
        assert_eq!(status(&user, Needs::Known, None), 200);
    }
}
