//! `counterfoil compare`: what another rulebook, or other settings, make of the same events.

use super::answers::Answers;
use super::facts::{Facts, FactsArgs};
use super::hosts::{Asked, encoded};
use super::progress::Waiting;
use super::verbs::file;
use super::{Failure, files, show};
use crate::{Engine, Status};
use axum::http::Method;
use clap::Args;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// What `compare` is told.
#[derive(Args)]
pub(crate) struct CompareArgs {
    #[command(flatten)]
    facts: FactsArgs,
    /// The account, of a host: what happened there is compared.
    #[arg(long, conflicts_with_all = ["rulebook", "events", "states", "open_at"])]
    account: Option<String>,
    /// The other rulebook, as JSON, YAML or TOML by its ending.
    #[arg(long, value_name = "FILE", required_unless_present = "other_settings")]
    other: Option<PathBuf>,
    /// Settings to try under the other, as JSON, YAML or TOML by its ending.
    #[arg(long, value_name = "FILE")]
    other_settings: Option<PathBuf>,
}

pub(super) fn run(engine: Engine, args: &CompareArgs) -> Result<Status, Failure> {
    if let Some(account) = &args.account {
        return of_account(engine, account, args);
    }
    let rulebook = files::json(file(args.facts.rulebook.as_deref())?)?;
    let optional = |name: &str, file: Option<&std::path::Path>| {
        file.map_or(Ok(String::new()), |file| Ok::<_, Failure>(format!(",\"{name}\":{}", files::json(file)?)))
    };
    let other = optional("other", args.other.as_deref())?;
    let settings = optional("settings", args.other_settings.as_deref())?;
    let facts = Facts::read(&args.facts)?;
    let accounts: Vec<String> =
        facts.works.iter().map(|work| Ok(format!("{{{}}}", facts.account(work)?))).collect::<Result<_, Failure>>()?;
    let call = format!(
        r#"{{"rulebook":{rulebook}{other}{settings},{},"accounts":[{}]}}"#,
        facts.head(&args.facts)?,
        accounts.join(",")
    );
    let compared = {
        let _waiting = Waiting::begin("comparing", args.facts.host.json);
        Answers::of(engine, &args.facts.host)?.call("compare", call)?
    };
    show::reply(&compared)
}

/// Of an account at a host, by what happened there; the other rulebook is one that the host has, by its digest.
fn of_account(engine: Engine, account: &str, args: &CompareArgs) -> Result<Status, Failure> {
    let mut fields = Vec::new();
    if let Some(as_of) = &args.facts.as_of {
        fields.push(format!(r#""as_of":{}"#, Value::from(as_of.as_str())));
    }
    if let Some(other) = &args.other {
        fields.push(format!(r#""rulebook":{}"#, Value::from(digest(&engine, other)?)));
    }
    if let Some(settings) = &args.other_settings {
        fields.push(format!(r#""settings":{}"#, files::json(settings)?));
    }
    let path = format!("/v1/accounts/{}/compare", encoded(account));
    let body = format!("{{{}}}", fields.join(","));
    let told = {
        let _waiting = Waiting::begin("comparing", args.facts.host.json);
        Asked::of(engine, &args.facts.host)?.send(Method::POST, &path, Some(body))?
    };
    show::bytes(&told.body)
}

/// What a rulebook is known by.
fn digest(engine: &Engine, file: &Path) -> Result<String, Failure> {
    let reply = engine.call("check", format!("{{\"rulebook\":{}}}", files::json(file)?).as_bytes())?;
    let told: Value = serde_json::from_slice(&reply.bytes).unwrap_or_default();
    let digest = told["rulebook"].as_str().filter(|_| reply.status == Status::Ok);
    let unsound = || Failure::Refused(format!("{}: `counterfoil check` says what is wrong with it", file.display()));
    digest.map(str::to_owned).ok_or_else(unsound)
}
