//! `counterfoil invoice`: invoices and credit notes of a host, as lists, JSON, PDF or XML.

use super::asked::{Asked, HostArgs, encoded};
use super::table::{cell, cells, print};
use crate::cli::{Failure, show};
use crate::{Engine, Status};
use axum::http::Method;
use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value, json};
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

/// What `invoice` is told.
#[derive(Args)]
pub(crate) struct InvoiceArgs {
    #[command(flatten)]
    host: HostArgs,
    #[command(subcommand)]
    what: What,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Json,
    Pdf,
    Ubl,
    Cii,
}

#[derive(Subcommand)]
enum What {
    /// Invoices by their numbers, and what is still to be paid of each.
    List {
        /// Of this account alone.
        #[arg(long)]
        account: Option<String>,
        /// Credit notes in their place.
        #[arg(long)]
        credit_notes: bool,
    },
    /// One of them.
    Show {
        /// Its number, such as `INV-000001` or `CN-000001`.
        number: String,
        /// How.
        #[arg(long, value_enum, default_value_t = Format::Json)]
        format: Format,
        /// Where it goes; without it to standard output.
        #[arg(short, long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// What an account would be billed if its period ended now.
    Draft {
        /// The account.
        account: String,
    },
    /// Issue an invoice that was parked above the rulebook's bound.
    Issue {
        /// The account.
        account: String,
        /// What its draft calls it.
        invoice: String,
    },
    /// Credit an invoice: all that is left of it, or parts of lines.
    Credit {
        /// Its number.
        number: String,
        /// Why, for people.
        #[arg(long)]
        reason: String,
        /// So much of a line, such as `1=12.50`: several times.
        #[arg(long = "line", value_name = "LINE=NET")]
        lines: Vec<String>,
    },
}

/// Where a document of this number stands.
fn path_of(number: &str) -> String {
    let kind = if number.starts_with("CN-") { "credit-notes" } else { "invoices" };
    format!("/v1/{kind}/{}", encoded(number))
}

pub(crate) fn run(engine: Engine, args: &InvoiceArgs) -> Result<Status, Failure> {
    let asked = Asked::of(engine, &args.host)?;
    match &args.what {
        What::List { account, credit_notes } => {
            let kind = if *credit_notes { "credit-notes" } else { "invoices" };
            let of = account.as_ref().map(|account| format!("account={}&", encoded(account))).unwrap_or_default();
            let filed = asked.all(&format!("/v1/{kind}?{of}"))?;
            if asked.json {
                return show::line(&json!(filed).to_string());
            }
            let fields = ["number", "account", "issued_on", "due_on", "amount", "to_pay", "status"];
            print(&["number", "account", "issued", "due", "amount", "to pay", "status"], &cells(&filed, &fields))
        }
        What::Show { number, format, out } => {
            let word = ["json", "pdf", "ubl", "cii"][*format as usize];
            let told = asked.ask(Method::GET, &format!("{}?format={word}", path_of(number)), None)?;
            write(out.as_deref(), &told.body, *format == Format::Pdf)
        }
        What::Draft { account } => {
            let told = asked.ask(Method::GET, &format!("/v1/accounts/{}/draft", encoded(account)), None)?;
            show::bytes(&told.body)
        }
        What::Issue { account, invoice } => {
            let path = format!("/v1/accounts/{}/invoices/{}/issue", encoded(account), encoded(invoice));
            issued(&asked, &asked.ask(Method::POST, &path, Some(&json!({})))?.value()?)
        }
        What::Credit { number, reason, lines } => {
            let mut body = json!({"reason": reason});
            if !lines.is_empty() {
                body["lines"] = lines.iter().map(|line| part(line)).collect::<Result<Vec<Value>, _>>()?.into();
            }
            let path = format!("{}/credit-notes", path_of(number));
            issued(&asked, &asked.ask(Method::POST, &path, Some(&body))?.value()?)
        }
    }
}

fn issued(asked: &Asked, told: &Value) -> Result<Status, Failure> {
    show::line(&if asked.json { told.to_string() } else { cell(told, "number") })
}

fn part(line: &str) -> Result<Value, Failure> {
    let wrong = || Failure::Usage(format!("--line {line}: write the line and the net amount of it, such as `1=12.50`"));
    let (id, net) = line.split_once('=').ok_or_else(wrong)?;
    Ok(json!({"line": id, "net": net}))
}

fn write(out: Option<&Path>, bytes: &[u8], binary: bool) -> Result<Status, Failure> {
    if let Some(file) = out {
        let told = |error: std::io::Error| Failure::Usage(format!("{}: {error}", file.display()));
        return std::fs::write(file, bytes).map(|()| Status::Ok).map_err(told);
    }
    if binary && std::io::stdout().is_terminal() {
        return Err(Failure::Usage("a terminal shows no PDF; say where it goes by `--out FILE`".into()));
    }
    if binary { show::raw(bytes) } else { show::bytes(bytes) }
}
