//! `counterfoil reseal`: secrets that are sealed by a key of before are sealed by the one of now.

use super::books::BooksArgs;
use super::hosts::opened;
use super::outbox::sealing;
use super::progress::Progress;
use super::{Failure, show};
use crate::{Engine, Status};
use clap::Args;

/// What `reseal` is told.
#[derive(Args)]
pub(crate) struct ResealArgs {
    #[command(flatten)]
    books: BooksArgs,
    /// Print what was done as JSON.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(engine: Engine, args: &ResealArgs) -> Result<Status, Failure> {
    let database = &args.books.database;
    let sealing = sealing().map_err(Failure::Usage)?;
    if !sealing.is_keyed() {
        let why = "COUNTERFOIL_SECRET_KEY is not set: give it the new key and the one before it, with a comma between";
        return Err(Failure::Usage(why.into()));
    }
    let store = opened(engine, database)?;
    let progress = Progress::begin("secrets", args.json);
    let told =
        store.reseal(&sealing, || progress.one()).map_err(|error| Failure::Usage(format!("{database}: {error}")))?;
    progress.end();
    if args.json {
        show::line(&serde_json::to_string(&told).map_err(|error| Failure::Usage(error.to_string()))?)?;
    } else {
        show::line(&format!("{} sealed anew, {} were already", told.resealed, told.fresh))?;
        for place in &told.unreadable {
            show::line(&format!("{}: cannot be read by these keys, and was left as it is", show::plain(place)))?;
        }
    }
    Ok(if told.unreadable.is_empty() { Status::Ok } else { Status::Problems })
}
