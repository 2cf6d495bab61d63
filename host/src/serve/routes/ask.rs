//! Questions are read strictly: a parameter that a route does not know would not be heard.

use super::Param;
use crate::serve::problem::{Problem, Refusal};
use crate::serve::watched::Place;
use axum::extract::{Query, Request, State};
use axum::middleware::Next;
use axum::response::Response;

/// All that is wrong with a query, at once, and before the route is asked; whoever watches learns which route it is.
pub(super) async fn known(
    State((path, params)): State<(&'static str, &'static [Param])>,
    query: Query<Vec<(String, String)>>,
    request: Request,
    next: Next,
) -> Result<Response, Refusal> {
    Place::found(&request, path);
    let mut problems = Vec::new();
    let Query(given) = query;
    for (place, (name, value)) in given.iter().enumerate() {
        let at = |code, message: String, help| Problem::new(code, &format!("/{name}"), &message, help);
        if given.iter().take(place).any(|(earlier, _)| earlier == name) {
            problems.push(at("duplicate_key", format!("the parameter `{}` stands twice", shown(name)), "name it once"));
            continue;
        }
        match params.iter().find(|param| param.name == name) {
            None => {
                let names: Vec<_> = params.iter().map(|param| param.name).collect();
                let help = if names.is_empty() {
                    "this address takes no parameters".to_owned()
                } else {
                    format!("this address takes `{}`", names.join("`, `"))
                };
                problems.push(at("unknown_field", format!("there is no parameter `{}`", shown(name)), &help));
            }
            Some(param) => {
                let wrong = param.kind.refuses(value);
                problems.extend(wrong.map(|message| at("request_shape", message, param.about)));
            }
        }
    }
    if problems.is_empty() { Ok(next.run(request).await) } else { Err(Refusal::of(problems)) }
}

use super::param::shown;
