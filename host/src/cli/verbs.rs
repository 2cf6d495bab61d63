//! `counterfoil check`, `rate` and `history`: a file or two make a call; a host is asked about its own accounts as well.

use super::answers::Answers;
use super::hosts::{Asked, HostArgs, encoded};
use super::{Failure, files, show};
use crate::events::Row;
use crate::{Engine, Status};
use axum::http::Method;
use clap::Args;
use serde_json::value::RawValue;
use std::collections::{BTreeMap, BTreeSet};
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
    /// The account: of a host, all of its entries; with a rulebook, its rows of a file that has those of several.
    #[arg(long)]
    account: Option<String>,
    /// Entries as NDJSON, such as the `entries.ndjson` of `apply --out`; `-` is standard input.
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
    if let (None, Some(account)) = (&args.rulebook, &args.account) {
        if args.entries != Path::new("-") {
            return Err(Failure::Usage("entries of a file are told by a rulebook: say which by `--rulebook`".into()));
        }
        let path = format!("/v1/accounts/{}/history.csv", encoded(account));
        return show::bytes(&Asked::of(engine, &args.host)?.ask(Method::GET, &path, None)?.body);
    }
    let rulebook = files::json(file(args.rulebook.as_deref())?)?;
    let entries = entries_of(files::rows(&args.entries)?, args.account.as_deref())?;
    let call = format!("{{\"rulebook\":{rulebook},\"entries\":[{}]}}", entries.join(","));
    show::csv(&Answers::of(engine, &args.host)?.call("history", call)?)
}

/// Entries of one account. `apply` says in each whose it is, which an entry by itself does not.
fn entries_of(rows: Vec<Row>, account: Option<&str>) -> Result<Vec<String>, Failure> {
    let named: BTreeSet<&str> = rows.iter().filter_map(|row| row.account.as_deref()).collect();
    if let Some(missing) = account.filter(|account| !named.contains(account)) {
        return Err(Failure::Usage(format!("no row is of the account `{missing}`")));
    }
    if named.len() > 1 && account.is_none() {
        let some: Vec<&str> = named.into_iter().take(5).collect();
        return Err(Failure::Usage(format!(
            "entries of several accounts: say which by `--account`, such as {}",
            some.join(", ")
        )));
    }
    let own = rows.iter().filter(|row| account.is_none() || row.account.as_deref() == account);
    own.map(|row| bare(row).map_err(|error| Failure::Usage(format!("line {}: {error}", row.line)))).collect()
}

/// A row without whose it is.
fn bare(row: &Row) -> Result<String, serde_json::Error> {
    let mut fields: BTreeMap<&str, &RawValue> = serde_json::from_str(row.body.get())?;
    fields.remove("account");
    serde_json::to_string(&fields)
}

/// The rulebook's file, which is named where no account is.
pub(super) fn file(rulebook: Option<&Path>) -> Result<&Path, Failure> {
    rulebook.ok_or_else(|| Failure::Usage("say which rulebook by `--rulebook`".into()))
}
