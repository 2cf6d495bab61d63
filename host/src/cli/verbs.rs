//! `counterfoil check`, `rate` and `history`: a file or two make a call; a host is asked about its own accounts as well.

use super::answers::Answers;
use super::hosts::{Asked, HostArgs, encoded};
use super::{Failure, files, show};
use crate::{Engine, Status};
use axum::http::Method;
use clap::Args;
use std::path::{Path, PathBuf};

/// What `check` is told.
#[derive(Args)]
pub(crate) struct CheckArgs {
    /// The rulebook as JSON, YAML or TOML by its ending; `-` is standard input, in JSON.
    rulebook: PathBuf,
    #[command(flatten)]
    host: HostArgs,
}

/// What `rate` is told.
#[derive(Args)]
pub(crate) struct RateArgs {
    /// The rulebook as JSON, YAML or TOML, by its ending.
    #[arg(long, value_name = "FILE", required_unless_present = "account")]
    rulebook: Option<PathBuf>,
    /// The account, of a host: usages are rated by its rulebook.
    #[arg(long, conflicts_with = "rulebook")]
    account: Option<String>,
    /// Usages as NDJSON or CSV; `-` is standard input.
    #[arg(default_value = "-")]
    usage: PathBuf,
    #[command(flatten)]
    host: HostArgs,
}

/// What `history` is told.
#[derive(Args)]
pub(crate) struct HistoryArgs {
    /// The rulebook as JSON, YAML or TOML, by its ending.
    #[arg(long, value_name = "FILE", required_unless_present = "account")]
    rulebook: Option<PathBuf>,
    /// The account, of a host: all of its entries.
    #[arg(long, conflicts_with_all = ["rulebook", "entries"])]
    account: Option<String>,
    /// Entries of one account as NDJSON; `-` is standard input.
    #[arg(default_value = "-")]
    entries: PathBuf,
    #[command(flatten)]
    host: HostArgs,
}

pub(super) fn check(engine: Engine, args: &CheckArgs) -> Result<Status, Failure> {
    let call = format!("{{\"rulebook\":{}}}", files::json(&args.rulebook)?);
    show::reply(&Answers::of(engine, &args.host)?.call("check", call)?)
}

pub(super) fn rate(engine: Engine, args: &RateArgs) -> Result<Status, Failure> {
    if let Some(account) = &args.account {
        let body = format!("{{{}}}", files::list("usage", &args.usage)?);
        let path = format!("/v1/accounts/{}/rate", encoded(account));
        return show::bytes(&Asked::of(engine, &args.host)?.send(Method::POST, &path, Some(body))?.body);
    }
    let call = files::call(file(args.rulebook.as_deref())?, "usage", &args.usage)?;
    show::reply(&Answers::of(engine, &args.host)?.call("rate", call)?)
}

pub(super) fn history(engine: Engine, args: &HistoryArgs) -> Result<Status, Failure> {
    if let Some(account) = &args.account {
        let path = format!("/v1/accounts/{}/history.csv", encoded(account));
        return show::bytes(&Asked::of(engine, &args.host)?.ask(Method::GET, &path, None)?.body);
    }
    let call = files::call(file(args.rulebook.as_deref())?, "entries", &args.entries)?;
    show::csv(&Answers::of(engine, &args.host)?.call("history", call)?)
}

/// The rulebook's file, which is named where no account is.
pub(super) fn file(rulebook: Option<&Path>) -> Result<&Path, Failure> {
    rulebook.ok_or_else(|| Failure::Usage("say which rulebook by `--rulebook`".into()))
}
