//! `counterfoil prices`: a card of prices as CSV, into a rulebook and out of it, and two cards side by side.

use super::hosts::print;
use super::progress::Progress;
use super::sums::{read, written};
use super::{Failure, files, show};
use crate::Status;
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What `prices` is told.
#[derive(Args)]
pub(crate) struct PricesArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Print a rulebook whose rates of one product are those of a CSV file: `prefix,price`, a row without prefix for all others.
    Import {
        /// The card.
        csv: PathBuf,
        /// The rulebook that they go into.
        #[arg(long, value_name = "FILE")]
        rulebook: PathBuf,
        /// The product.
        #[arg(long)]
        product: String,
        /// Its unit.
        #[arg(long)]
        unit: String,
    },
    /// Print the prices of a rulebook as CSV: `product,unit,prefix,price,also`, the last with whatever else a rate says.
    Export {
        /// The rulebook.
        rulebook: PathBuf,
    },
    /// Say what is new, gone, dearer and cheaper in another rulebook.
    Diff {
        /// The rulebook that holds now.
        old: PathBuf,
        /// The other.
        new: PathBuf,
        /// Print it as JSON.
        #[arg(long)]
        json: bool,
    },
}

pub(super) fn run(args: &PricesArgs) -> Result<Status, Failure> {
    match &args.what {
        What::Import { csv, rulebook, product, unit } => import(csv, rulebook, product, unit),
        What::Export { rulebook } => export(&value(rulebook)?),
        What::Diff { old, new, json } => diff(&value(old)?, &value(new)?, *json),
    }
}

fn value(file: &Path) -> Result<Value, Failure> {
    serde_json::from_str(files::json(file)?.get())
        .map_err(|error| Failure::Usage(format!("{}: {error}", file.display())))
}

fn import(csv: &Path, rulebook: &Path, product: &str, unit: &str) -> Result<Status, Failure> {
    let mut book = value(rulebook)?;
    let text = files::text(csv)?;
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let at = |line: u64, what: &str| Failure::Usage(format!("{}:{line}: {what}", csv.display()));
    let heads = reader.headers().map_err(|error| at(1, &error.to_string()))?.clone();
    let column = |name: &str| heads.iter().position(|head| head.trim().eq_ignore_ascii_case(name));
    let (prefix, price) = (column("prefix"), column("price"));
    let price = price.ok_or_else(|| at(1, "the header names no `price`"))?;
    let (mut rates, mut lines) = (Vec::new(), BTreeMap::new());
    let progress = Progress::begin("prices", false);
    for row in reader.records() {
        let row = row.map_err(|error| at(error.position().map_or(0, csv::Position::line), &error.to_string()))?;
        let line = row.position().map_or(0, csv::Position::line);
        let of = |column: Option<usize>| column.and_then(|column| row.get(column)).unwrap_or_default().trim();
        let (prefix, price) = (of(prefix), of(Some(price)));
        if read(price).is_none() || price.starts_with('-') {
            return Err(at(line, &format!("`{price}` is no price; write a decimal such as `0.0115`")));
        }
        if let Some(first) = lines.insert(prefix.to_owned(), line) {
            let what =
                if prefix.is_empty() { "a row without prefix".to_owned() } else { format!("the prefix `{prefix}`") };
            return Err(at(line, &format!("{what} stands in line {first} already; leave one of the two")));
        }
        let id = if prefix.is_empty() { product.to_owned() } else { format!("{product}.{prefix}") };
        let mut rate = json!({"id": id, "product": product, "unit": unit, "price": price});
        if !prefix.is_empty() {
            rate["prefix"] = prefix.into();
        }
        rates.push(rate);
        progress.one();
    }
    progress.end();
    let kept = book["rates"].as_array().into_iter().flatten().filter(|rate| rate["product"] != product).cloned();
    book["rates"] = kept.chain(rates).collect::<Vec<_>>().into();
    show::line(&serde_json::to_string_pretty(&book).unwrap_or_default())
}

/// What is priced: product, unit, prefix, and whatever else says when or where, as JSON.
type Place = (String, String, String, String);

/// Prices by what they are of; a model stands there whole.
fn card(book: &Value) -> BTreeMap<Place, String> {
    let mut card: BTreeMap<Place, String> = BTreeMap::new();
    for rate in book["rates"].as_array().into_iter().flatten() {
        let mut rest = rate.as_object().cloned().unwrap_or_default();
        rest.remove("id");
        let mut word = |name: &str| match rest.remove(name) {
            Some(Value::String(text)) => text,
            Some(other) => other.to_string(),
            None => String::new(),
        };
        let (product, unit, prefix) = (word("product"), word("unit"), word("prefix"));
        let price = if rate.get("price").is_some() { word("price") } else { word("model") };
        let rest = if rest.is_empty() { String::new() } else { Value::Object(rest).to_string() };
        // Two of one place are told beside each other.
        card.entry((product, unit, prefix, rest))
            .and_modify(|both| *both = format!("{both}; {price}"))
            .or_insert(price);
    }
    card
}

fn export(book: &Value) -> Result<Status, Failure> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let told = |error: &dyn std::fmt::Display| Failure::Usage(error.to_string());
    writer.write_record(["product", "unit", "prefix", "price", "also"]).map_err(|error| told(&error))?;
    for ((product, unit, prefix, rest), price) in card(book) {
        writer.write_record([product, unit, prefix, price, rest]).map_err(|error| told(&error))?;
    }
    show::bytes(&writer.into_inner().map_err(|error| told(&error))?)
}

fn diff(old: &Value, new: &Value, as_json: bool) -> Result<Status, Failure> {
    let (before, after) = (card(old), card(new));
    let places: std::collections::BTreeSet<&Place> = before.keys().chain(after.keys()).collect();
    let rows: Vec<[String; 6]> = places
        .into_iter()
        .filter_map(|place| {
            let (was, is) = (before.get(place), after.get(place));
            let (how, by) = match (was, is) {
                (Some(was), Some(is)) if was == is => return None,
                (None, _) => ("new", String::new()),
                (_, None) => ("gone", String::new()),
                (Some(was), Some(is)) => match (read(was), read(is)) {
                    (Some(was), Some(is)) if is == was => return None,
                    (Some(was), Some(is)) => {
                        let by = is.minus(was).map(written).unwrap_or_default();
                        (if is > was { "dearer" } else { "cheaper" }, by)
                    }
                    _ => ("other", String::new()),
                },
            };
            let text = |price: Option<&String>| price.cloned().unwrap_or_default();
            let parts = [&place.0, &place.2, &place.3].map(|part| part.as_str());
            let what = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
            Some([how.to_owned(), what, place.1.clone(), text(was), text(is), by])
        })
        .collect();
    let status = if rows.is_empty() { Status::Ok } else { Status::Problems };
    if as_json {
        let names = ["how", "what", "unit", "was", "is", "by"];
        let all: Vec<Value> = rows
            .iter()
            .map(|row| {
                names
                    .iter()
                    .zip(row)
                    .map(|(name, cell)| ((*name).to_owned(), Value::from(cell.as_str())))
                    .collect::<serde_json::Map<_, _>>()
                    .into()
            })
            .collect();
        show::line(&json!(all).to_string())?;
    } else {
        print(&["how", "what", "unit", "was", "is", "by"], &rows.into_iter().map(Into::into).collect::<Vec<_>>())?;
    }
    Ok(status)
}
