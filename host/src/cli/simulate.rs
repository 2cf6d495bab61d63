//! `counterfoil simulate`: what comes, day by day, from files or from a host.

use super::hosts::{Asked, HostArgs, cell, encoded, print};
use super::progress::Waiting;
use super::{Failure, files, show};
use crate::{Engine, Status};
use axum::http::Method;
use clap::Args;
use serde_json::{Value, json};
use std::path::PathBuf;

/// What `simulate` is told.
#[derive(Args)]
pub(crate) struct SimulateArgs {
    /// How many days.
    #[arg(long, default_value_t = 90)]
    days: u32,
    /// What is used on each, in money; without it as in the account's last four weeks.
    #[arg(long, value_name = "AMOUNT")]
    daily: Option<String>,
    /// Settings to try, as JSON, YAML or TOML.
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
    /// The rulebook, as JSON, YAML or TOML by its ending.
    #[arg(long, value_name = "FILE", requires = "state")]
    rulebook: Option<PathBuf>,
    /// The account's state, as `apply` wrote it: the first line is read.
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// Now, in RFC 3339; without it the time of the state.
    #[arg(long, value_name = "TIME")]
    as_of: Option<String>,
    /// The account, of a host.
    #[arg(long)]
    account: Option<String>,
    #[command(flatten)]
    host: HostArgs,
}

pub(super) fn run(engine: Engine, args: &SimulateArgs) -> Result<Status, Failure> {
    let mut call = json!({"days": args.days});
    call["usage"] = args
        .daily
        .as_ref()
        .map_or_else(|| json!({"type": "history"}), |amount| json!({"type": "daily", "amount": amount}));
    if let Some(file) = &args.settings {
        call["settings"] = value(&files::json(file)?)?;
    }
    if let Some(as_of) = &args.as_of {
        call["as_of"] = as_of.as_str().into();
    }
    let waiting = Waiting::begin("simulating", args.host.json);
    let bytes = match (&args.rulebook, &args.state) {
        (Some(rulebook), Some(state)) => {
            let text = files::text(state)?;
            let line = text.lines().next().unwrap_or_default();
            let state: Value = serde_json::from_str(line)
                .map_err(|error| Failure::Usage(format!("{}: not a state: {error}", state.display())))?;
            call["as_of"] = args.as_of.as_ref().map_or_else(|| state["as_of"].clone(), |as_of| as_of.as_str().into());
            call["state"] = state;
            call["rulebook"] = value(&files::json(rulebook)?)?;
            let reply = engine.call("simulate", call.to_string().as_bytes())?;
            if reply.status == Status::Problems {
                drop(waiting);
                return show::reply(&reply);
            }
            reply.bytes
        }
        _ => {
            let missing = "say which files by `--rulebook` and `--state`, or which account of a host by `--account`";
            let account = args.account.as_deref().ok_or_else(|| Failure::Usage(missing.into()))?;
            let path = format!("/v1/accounts/{}/simulate", encoded(account));
            Asked::of(engine, &args.host)?.ask(Method::POST, &path, Some(&call))?.body
        }
    };
    drop(waiting);
    if args.host.json { show::bytes(&bytes) } else { people(&serde_json::from_slice(&bytes).unwrap_or_default()) }
}

fn value(raw: &serde_json::value::RawValue) -> Result<Value, Failure> {
    serde_json::from_str(raw.get()).map_err(|error| Failure::Usage(error.to_string()))
}

fn people(told: &Value) -> Result<Status, Failure> {
    let answer = &told["answer"];
    let day = |name: &str| {
        Some(cell(answer, name)).filter(|day| !day.is_empty()).unwrap_or_else(|| "not within these days".into())
    };
    let totals = &answer["totals"];
    show::line(&format!(
        "money ends        {}\nservice suspended {}\nused              {}\ncharged           {} in {} charges, {} failures\nlowest balance    {}\n",
        day("money_ends_on"),
        day("suspended_on"),
        cell(totals, "used"),
        cell(totals, "charged"),
        cell(totals, "charges"),
        cell(totals, "failures"),
        cell(totals, "lowest_balance"),
    ))?;
    let effects = answer["effects"].as_array().cloned().unwrap_or_default();
    let rows: Vec<Vec<String>> = effects
        .iter()
        .map(|effect| ["time", "type", "balance", "rule"].map(|name| cell(effect, name)).to_vec())
        .collect();
    print(&["when", "what", "balance", "rule"], &rows)
}
