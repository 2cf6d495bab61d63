//! What `apply` and `compare` are told about accounts: who they are, how they begin, what happened.

use super::hosts::HostArgs;
use super::{Failure, files};
use crate::Payments;
use crate::events::Row;
use clap::Args;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Accounts, how they begin, and what happened.
#[derive(Args)]
pub(crate) struct FactsArgs {
    /// The rulebook as JSON, YAML or TOML, by its ending; without it a host's own accounts are meant.
    #[arg(long, value_name = "FILE")]
    pub(super) rulebook: Option<PathBuf>,
    /// Now, in RFC 3339: no event may be later. Files have no time, and need it; a host has its own.
    #[arg(long, value_name = "TIME")]
    pub(super) as_of: Option<String>,
    /// When an account without a state opens, in RFC 3339.
    #[arg(long, value_name = "TIME")]
    pub(super) open_at: Option<String>,
    /// The settings of an account that opens, as JSON, YAML or TOML.
    #[arg(long, value_name = "FILE", requires = "open_at")]
    pub(super) settings: Option<PathBuf>,
    /// Who is billed when an account opens, as JSON, YAML or TOML; needed where the rulebook drafts invoices.
    #[arg(long, value_name = "FILE", requires = "open_at")]
    pub(super) customer: Option<PathBuf>,
    /// States of accounts as a former run wrote them, as NDJSON.
    #[arg(long, value_name = "FILE")]
    pub(super) states: Option<PathBuf>,
    /// Who answers charge requests.
    #[arg(long, value_enum, default_value_t = Payments::Report)]
    pub(super) payments: Payments,
    /// Events as NDJSON or CSV; `-` is standard input.
    #[arg(default_value = "-")]
    pub(super) events: PathBuf,
    #[command(flatten)]
    pub(super) host: HostArgs,
}

impl FactsArgs {
    /// How each account begins is said by files, and not by a host's books.
    pub(super) fn of_files(&self) -> bool {
        self.rulebook.is_some() || !self.host.named()
    }
}

/// An account and the rows that name it.
pub(super) struct Work {
    pub(super) account: String,
    pub(super) rows: Vec<Row>,
}

#[derive(Deserialize)]
pub(super) struct Named {
    pub(super) account: String,
}

/// The accounts of a file of events, in the order in which they first appear, and how each begins.
pub(super) struct Facts {
    pub(super) works: Vec<Work>,
    states: BTreeMap<String, Box<RawValue>>,
    open_at: Option<String>,
    settings: Option<Box<RawValue>>,
    customer: Option<Box<RawValue>>,
}

impl Facts {
    pub(super) fn read(args: &FactsArgs) -> Result<Self, Failure> {
        Ok(Self {
            works: by_account(files::rows(&args.events)?)?,
            states: states(args)?,
            open_at: args.open_at.clone(),
            settings: args.settings.as_deref().map(files::json).transpose()?,
            customer: args.customer.as_deref().map(files::json).transpose()?,
        })
    }

    /// Accounts that open at a time with the same settings and customer.
    pub(super) fn opening(
        rows: Vec<Row>,
        open_at: String,
        settings: Option<&Path>,
        customer: Option<&Path>,
    ) -> Result<Self, Failure> {
        let (settings, customer) = (settings.map(files::json).transpose()?, customer.map(files::json).transpose()?);
        let (works, states) = (by_account(rows)?, BTreeMap::new());
        Ok(Self { works, states, open_at: Some(open_at), settings, customer })
    }

    /// `"as_of":…,"payments":…`.
    pub(super) fn head(&self, args: &FactsArgs) -> Result<String, Failure> {
        let missing = || Failure::Usage("files have no time: say `--as-of`".into());
        let as_of = args.as_of.as_deref().ok_or_else(missing)?;
        Ok(format!(r#""as_of":{},"payments":"{}""#, Value::from(as_of), args.payments.word()))
    }

    /// `"state":…` where a state is at hand, `"open":…` otherwise; and `"events":…`.
    pub(super) fn account(&self, work: &Work) -> Result<String, Failure> {
        let bodies: Vec<&str> = work.rows.iter().map(|row| row.body.get()).collect();
        Ok(format!(r#"{},"events":[{}]"#, self.start(&work.account)?, bodies.join(",")))
    }

    fn start(&self, account: &str) -> Result<String, Failure> {
        if let Some(state) = self.states.get(account) {
            return Ok(format!("\"state\":{state}"));
        }
        let Some(time) = &self.open_at else {
            return Err(Failure::Usage(format!(
                "account `{account}` has no state in --states, and --open-at does not say when it opens"
            )));
        };
        let settings = self.settings.as_ref().map_or_else(|| "{}".to_owned(), ToString::to_string);
        let customer = self.customer.as_ref().map(|customer| format!(r#","customer":{customer}"#)).unwrap_or_default();
        let (account, time) = (Value::from(account), Value::from(time.as_str()));
        Ok(format!(r#""open":{{"account":{account},"time":{time},"settings":{settings}{customer}}}"#))
    }
}

pub(super) fn by_account(rows: Vec<Row>) -> Result<Vec<Work>, Failure> {
    let mut works: Vec<Work> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows {
        let Some(account) = row.account.clone() else {
            return Err(Failure::Usage(format!("line {}: the row names no `account`", row.line)));
        };
        let place = *places.entry(account.clone()).or_insert(works.len());
        if place == works.len() {
            works.push(Work { account, rows: Vec::new() });
        }
        works[place].rows.push(row);
    }
    Ok(works)
}

fn states(args: &FactsArgs) -> Result<BTreeMap<String, Box<RawValue>>, Failure> {
    let Some(file) = &args.states else { return Ok(BTreeMap::new()) };
    let text = files::text(file)?;
    let unreadable = |line: usize, error: serde_json::Error| {
        Failure::Usage(format!("{}: line {}: not a state: {error}", file.display(), line + 1))
    };
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(place, line)| {
            let name: Named = serde_json::from_str(line).map_err(|error| unreadable(place, error))?;
            let state = RawValue::from_string(line.to_owned()).map_err(|error| unreadable(place, error))?;
            Ok((name.account, state))
        })
        .collect()
}
