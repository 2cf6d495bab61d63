//! `counterfoil keys`: who may call, by key.

use super::asked::{Asked, HostArgs, encoded};
use super::table::{cell, cells, print};
use crate::cli::{Failure, show};
use crate::{Engine, Status};
use axum::http::Method;
use clap::{Args, Subcommand};
use serde_json::json;

/// What `keys` is told.
#[derive(Args)]
pub(crate) struct KeysArgs {
    #[command(flatten)]
    host: HostArgs,
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// The keys that there are; none of their secrets.
    List,
    /// Make a key, and print it: this once.
    Make {
        /// What it is called.
        name: String,
        /// ingest, read, support, finance or admin.
        #[arg(long, default_value = "read")]
        role: String,
    },
    /// Make another secret; the old one goes on for a while.
    Rotate {
        /// The key's id, as it is listed.
        id: String,
        /// Seconds for which both are good.
        #[arg(long, default_value_t = 86_400)]
        overlap: u64,
    },
    /// End a key, at once.
    Revoke {
        /// The key's id, as it is listed.
        id: String,
    },
}

pub(crate) fn run(engine: Engine, args: &KeysArgs) -> Result<Status, Failure> {
    let asked = Asked::of(engine, &args.host)?;
    match &args.what {
        What::List => {
            let keys = asked.all("/v1/keys?")?;
            if asked.json {
                return show::line(&json!(keys).to_string());
            }
            let fields = ["id", "name", "role", "made_at", "used_at", "ends_at"];
            print(&["id", "name", "role", "made", "last used", "ends"], &cells(&keys, &fields))
        }
        What::Make { name, role } => {
            let told = asked.ask(Method::POST, "/v1/keys", Some(&json!({"name": name, "role": role})))?.value()?;
            show::line(&if asked.json { told.to_string() } else { cell(&told, "key") })
        }
        What::Rotate { id, overlap } => {
            let path = format!("/v1/keys/{}/rotate", encoded(id));
            let told = asked.ask(Method::POST, &path, Some(&json!({"overlap_s": overlap})))?.value()?;
            show::line(&if asked.json { told.to_string() } else { cell(&told, "key") })
        }
        What::Revoke { id } => {
            let told = asked.ask(Method::DELETE, &format!("/v1/keys/{}", encoded(id)), None)?;
            show::line(&if asked.json { told.value()?.to_string() } else { format!("{id} is ended") })
        }
    }
}
