//! `counterfoil explain`: why an amount is what it is, from files or from a host.

use super::facts::Facts;
use super::hosts::{Asked, HostArgs, encoded};
use super::{Failure, files, show};
use crate::{Engine, Status};
use axum::http::Method;
use clap::Args;
use serde_json::{Value, json};
use std::path::PathBuf;

/// What `explain` is told.
#[derive(Args)]
pub(crate) struct ExplainArgs {
    /// `balance`, `entry:ID`, `effect:ID`, `line:INVOICE:LINE`, or a subject of the contract as JSON.
    subject: String,
    /// The account, where the facts name several, or of a host.
    #[arg(long)]
    account: Option<String>,
    /// The facts: what `apply` was told.
    #[arg(long, value_name = "FILE")]
    rulebook: Option<PathBuf>,
    /// Events as NDJSON or CSV; `-` is standard input.
    #[arg(long, value_name = "FILE", requires = "rulebook")]
    events: Option<PathBuf>,
    /// Now, in RFC 3339.
    #[arg(long, value_name = "TIME", requires = "rulebook")]
    as_of: Option<String>,
    /// When the account opens, in RFC 3339.
    #[arg(long, value_name = "TIME", requires = "rulebook")]
    open_at: Option<String>,
    /// The settings that it opens with, as JSON, YAML or TOML.
    #[arg(long, value_name = "FILE", requires = "open_at")]
    settings: Option<PathBuf>,
    /// Who is billed, as JSON, YAML or TOML; needed where the rulebook drafts invoices.
    #[arg(long, value_name = "FILE", requires = "open_at")]
    customer: Option<PathBuf>,
    /// Who answers charge requests.
    #[arg(long, value_enum, default_value_t = crate::Payments::Report)]
    payments: crate::Payments,
    #[command(flatten)]
    host: HostArgs,
}

pub(super) fn run(engine: Engine, args: &ExplainArgs) -> Result<Status, Failure> {
    let subject = subject(&args.subject)?;
    let bytes = match &args.rulebook {
        Some(_) => {
            let reply = engine.call("explain", call(args, &subject)?.as_bytes())?;
            if reply.status == Status::Problems {
                return show::reply(&reply);
            }
            reply.bytes
        }
        None => {
            let account =
                args.account.as_deref().ok_or_else(|| Failure::Usage("say which account by `--account`".into()))?;
            let path = format!("/v1/accounts/{}/explain", encoded(account));
            Asked::of(engine, &args.host)?.ask(Method::POST, &path, Some(&json!({"subject": subject})))?.body
        }
    };
    if args.host.json {
        return show::bytes(&bytes);
    }
    let told: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    show::line(&people(&told["answer"]))
}

fn subject(word: &str) -> Result<Value, Failure> {
    let wrong = || {
        Failure::Usage(format!(
            "`{word}` cannot be explained; write `balance`, `entry:ID`, `effect:ID` or `line:INVOICE:LINE`"
        ))
    };
    if word.starts_with('{') {
        return serde_json::from_str(word).map_err(|error| Failure::Usage(format!("the subject is not JSON: {error}")));
    }
    match word.split_once(':') {
        None if word == "balance" => Ok(json!({"type": "balance"})),
        Some((kind @ ("entry" | "effect"), id)) => Ok(json!({"type": kind, "id": id})),
        Some(("line", rest)) => {
            let (invoice, line) = rest.rsplit_once(':').ok_or_else(wrong)?;
            Ok(json!({"type": "line", "invoice": invoice, "line": line}))
        }
        _ => Err(wrong()),
    }
}

fn call(args: &ExplainArgs, subject: &Value) -> Result<String, Failure> {
    let need = |word: &str, of: &Option<String>| {
        of.clone().ok_or_else(|| Failure::Usage(format!("files have no time: say {word}")))
    };
    let rulebook = files::json(args.rulebook.as_deref().unwrap_or_else(|| "-".as_ref()))?;
    let rows = files::rows(args.events.as_deref().unwrap_or_else(|| "-".as_ref()))?;
    let (as_of, open_at) = (need("--as-of", &args.as_of)?, need("--open-at", &args.open_at)?);
    let facts = Facts::opening(rows, open_at, args.settings.as_deref(), args.customer.as_deref())?;
    let work = match (&args.account, facts.works.as_slice()) {
        (Some(account), works) => works.iter().find(|work| work.account == *account),
        (None, [one]) => Some(one),
        (None, _) => return Err(Failure::Usage("the events are of several accounts: say which by `--account`".into())),
    };
    let work = work.ok_or_else(|| Failure::Usage("no event names that account".into()))?;
    let (as_of, payments) = (Value::from(as_of), args.payments.word());
    Ok(format!(
        r#"{{"rulebook":{rulebook},"as_of":{as_of},"payments":"{payments}",{},"subject":{subject}}}"#,
        facts.account(work)?
    ))
}

/// A step a paragraph: what the rule says, what it starts from, what comes of it.
fn people(answer: &Value) -> String {
    let text = |of: &Value, name: &str| show::plain(of[name].as_str().unwrap_or_default());
    let mut lines = vec![format!("{}: {}", text(answer, "subject"), text(answer, "result"))];
    for (place, step) in answer["steps"].as_array().into_iter().flatten().enumerate() {
        lines.push(format!("\n{}. {}", place + 1, text(step, "says")));
        for input in step["inputs"].as_array().into_iter().flatten() {
            lines.push(format!("     {} {}", text(input, "name"), text(input, "value")));
        }
        lines.push(format!("   = {}   [{}]", text(step, "result"), text(step, "rule")));
    }
    lines.join("\n")
}
