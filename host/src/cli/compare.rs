//! `counterfoil compare`: what another rulebook, or other settings, make of the same events.

use super::facts::{Facts, FactsArgs};
use super::{Failure, files, show};
use crate::{Engine, Status};
use clap::Args;
use std::path::PathBuf;

/// What `compare` is told.
#[derive(Args)]
pub(crate) struct CompareArgs {
    #[command(flatten)]
    facts: FactsArgs,
    /// The other rulebook, as JSON, YAML or TOML by its ending.
    #[arg(long, value_name = "FILE", required_unless_present = "other_settings")]
    other: Option<PathBuf>,
    /// Settings to try under the other, as JSON, YAML or TOML by its ending.
    #[arg(long, value_name = "FILE")]
    other_settings: Option<PathBuf>,
}

pub(super) fn run(engine: &Engine, args: &CompareArgs) -> Result<Status, Failure> {
    let rulebook = files::json(&args.facts.rulebook)?;
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
        facts.head(&args.facts),
        accounts.join(",")
    );
    show::reply(&engine.call("compare", call.as_bytes())?)
}
