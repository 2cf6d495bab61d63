//! The command line. Exit codes: 0 answered, 1 the call has problems, 2 wrong usage, 70 the engine failed.
//!
//! Standard output is the answer's bytes, the same as at every other door, a newline behind them, and nothing else.

mod answers;
mod apply;
mod books;
mod compare;
mod config;
mod explain;
mod facts;
mod files;
mod health;
mod hosts;
mod key;
mod log;
mod outbox;
mod preset;
mod prices;
mod print;
mod progress;
mod reseal;
mod serve;
mod shell;
mod show;
mod simulate;
mod stripe;
mod sums;
mod verbs;

pub use config::settings;
pub(crate) use serve::ServeArgs;
pub use shell::reference;

use crate::engine::{EMBEDDED, Engine, EngineError, Limits, Status};
use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

/// Billing rules: the preview is the bill.
#[derive(Parser)]
#[command(name = "counterfoil", version)]
struct Command {
    /// Another engine file; an older one recomputes an old bill to the byte.
    #[arg(long, global = true, env = "COUNTERFOIL_ENGINE", value_name = "FILE")]
    engine: Option<PathBuf>,
    /// Compile the engine anew instead of keeping the compiled module in the user's cache folder.
    #[arg(long, global = true)]
    no_cache: bool,
    /// Say on standard error how far long work is, where no terminal is there to see it, and beside `--json`, too.
    #[arg(long, global = true)]
    progress: bool,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Answer one call of the contract.
    Call {
        /// A verb of the contract: check, rate, apply, overview, authorize, recommend, plan_recharge, simulate, explain, history, draft, compare, tax, tax_number, totals, issue, credit, receipt, einvoice.
        verb: String,
        /// The call as JSON; `-` is standard input.
        #[arg(default_value = "-")]
        file: PathBuf,
    },
    /// Check a rulebook.
    Check(verbs::CheckArgs),
    /// Rate usages, one a row.
    Rate(verbs::RateArgs),
    /// Apply events, one a row, to the accounts they name: to what files say of them, or, without a rulebook, to those of a host.
    Apply(apply::ApplyArgs),
    /// Say what comes, day by day: alerts, charges, failures, the day on which the money ends.
    Simulate(simulate::SimulateArgs),
    /// Say why an amount is what it is: the rules, what each started from, and what came of it.
    Explain(explain::ExplainArgs),
    /// Compare two rulebooks or settings over the same events: per account, per line, and which rule made the difference.
    Compare(compare::CompareArgs),
    /// Print the balance history of entries as CSV that a spreadsheet can open.
    History(verbs::HistoryArgs),
    /// Set an invoice, credit note, receipt or statement as PDF, with the electronic invoice inside.
    Print(print::PrintArgs),
    /// Print a rulebook to begin with or a list to put into one (`eu-vat-rates` into `tax.rates`), or the names there are.
    Preset {
        /// Which.
        name: Option<String>,
    },
    /// Print a time zone's offsets from 2000 to 2100 as the `zone` of a rulebook.
    Zone {
        /// Its IANA name, such as `Europe/Berlin`.
        name: String,
    },
    /// Print the engine's digest and the contract's version.
    Version,
    /// Serve the HTTP API and the console.
    Serve(ServeArgs),
    /// What `serve` is told.
    Config {
        /// What of it.
        #[command(subcommand)]
        what: config::ConfigVerb,
    },
    /// Ask the host on this machine whether it is ready: exit 0 where it is, 1 where it is not.
    Healthcheck(health::HealthArgs),
    /// Close a month: time passes to its end, what was billed is told in sums, and what is still open. Exit 1 where something is.
    Close(hosts::CloseArgs),
    /// Invoices and credit notes: list, show, draft, issue, credit.
    Invoice(hosts::InvoiceArgs),
    /// Keys of the API: list, make, rotate, revoke.
    Keys(hosts::KeysArgs),
    /// Users of the console: list, add, reset, disable, enable.
    User(hosts::UserArgs),
    /// Tenants: list, add.
    Tenant(hosts::TenantArgs),
    /// Cards of prices: import, export, diff.
    Prices(prices::PricesArgs),
    /// Look at the engine, at books or a host, and say what to do. Exit 1 where something is bad.
    Doctor(hosts::DoctorArgs),
    /// Print what a shell needs to complete these words.
    Completions {
        /// Which.
        shell: clap_complete::Shell,
    },
    /// Print the page for `man`, of all of it or of one command.
    Man {
        /// Which.
        command: Option<String>,
    },
    /// Make an API key, and print it: a first one, or one for whoever holds the database and has no other.
    Key(key::KeyArgs),
    /// Copy a database as it is at this moment, beside a host that serves it or not. A copy is restored by serving it.
    Backup {
        /// The SQLite file. (PostgreSQL has `pg_dump`.)
        #[arg(long, env = "COUNTERFOIL_DATABASE", default_value = "counterfoil.db", value_name = "FILE")]
        database: PathBuf,
        /// The new file.
        copy: PathBuf,
    },
    /// Put a copy where it is served from, looked at before.
    Restore(books::RestoreArgs),
    /// Carry books forward to this program's schema, as a host that starts would.
    Migrate(books::MigrateArgs),
    /// Seal by the first key of `COUNTERFOIL_SECRET_KEY` what another of them sealed, or none; exit 1 where something cannot be read.
    Reseal(reseal::ResealArgs),
    /// Make every account of a database again by one engine, this program's or another, and say where it differs; exit 1 where it does.
    Replay(books::ReplayArgs),
    /// Make every account of a database again by the engines that made it, and compare; exit 1 where anything is not as it was.
    /// Not beside a host that serves a file: take a copy then.
    Verify(books::BooksArgs),
}

/// Why a command ended without an answer.
pub(crate) enum Failure {
    /// Files or words that are not right: exit 2.
    Usage(String),
    /// What was asked has problems: exit 1.
    Refused(String),
    /// The engine: exit 70.
    Engine(EngineError),
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Usage(message) | Self::Refused(message) => f.write_str(message),
            Self::Engine(error) => error.fmt(f),
        }
    }
}

impl From<EngineError> for Failure {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::CallTooLong(_) => Self::Usage(error.to_string()),
            other => Self::Engine(other),
        }
    }
}

/// Runs the command line.
#[must_use]
pub fn main() -> ExitCode {
    let done = match config::parse() {
        Ok(Ok(command)) => run(command),
        Ok(Err(shown)) => Ok(shown),
        Err(failure) => Err(failure),
    };
    let failure = match done {
        Ok(Status::Ok) => return ExitCode::SUCCESS,
        Ok(Status::Problems) => return ExitCode::from(1),
        Err(failure) => failure,
    };
    eprintln!("counterfoil: {}", show::plain(&failure.to_string()));
    ExitCode::from(match failure {
        Failure::Refused(_) => 1,
        Failure::Usage(_) => 2,
        Failure::Engine(_) => 70,
    })
}

fn run(command: Command) -> Result<Status, Failure> {
    if command.progress {
        progress::ask();
    }
    match &command.verb {
        Verb::Healthcheck(args) => return health::run(args),
        Verb::Prices(args) => return prices::run(args),
        Verb::Completions { shell } => return shell::completions(*shell),
        Verb::Man { command } => return shell::man(command.as_deref()),
        _ => {}
    }
    let engine = engine(&command)?;
    match command.verb {
        Verb::Call { verb, file } => show::reply(&engine.call(&verb, &files::bytes(&file)?)?),
        Verb::Check(args) => verbs::check(engine, &args),
        Verb::Rate(args) => verbs::rate(engine, &args),
        Verb::Apply(args) => apply::run(engine, &args),
        Verb::Compare(args) => compare::run(engine, &args),
        Verb::History(args) => verbs::history(engine, &args),
        Verb::Print(args) => print::run(&engine, &args),
        Verb::Preset { name } => preset::print(name.as_deref()),
        Verb::Zone { name } => {
            let missing = || Failure::Usage(format!("there is no time zone `{name}`; use an IANA name"));
            show::line(&crate::zone::table(&name).ok_or_else(missing)?)
        }
        Verb::Version => show::line(&format!(
            "engine {}\ncontract {}\nhost {}",
            engine.digest(),
            engine.contract()?,
            env!("CARGO_PKG_VERSION")
        )),
        // These were answered without an engine.
        Verb::Config { .. } | Verb::Healthcheck(_) | Verb::Prices(_) | Verb::Completions { .. } | Verb::Man { .. } => {
            Ok(Status::Ok)
        }
        Verb::Simulate(args) => simulate::run(engine, &args),
        Verb::Explain(args) => explain::run(engine, &args),
        Verb::Close(args) => hosts::close(engine, &args),
        Verb::Invoice(args) => hosts::invoice(engine, &args),
        Verb::Keys(args) => hosts::keys(engine, &args),
        Verb::User(args) => hosts::user(engine, &args),
        Verb::Tenant(args) => hosts::tenant(engine, &args),
        Verb::Doctor(args) => hosts::doctor(engine, &args),
        Verb::Restore(args) => books::restore(engine, &args),
        Verb::Migrate(args) => books::migrate(engine, &args),
        Verb::Replay(args) => books::replay(engine, &args),
        Verb::Key(args) => key::run(engine, &args),
        Verb::Reseal(args) => reseal::run(engine, &args),
        Verb::Backup { database, copy } => {
            let told = |error: crate::StoreError| Failure::Usage(format!("{}: {error}", database.display()));
            let _waiting = progress::Waiting::begin("copying", false);
            crate::store::backup(&database, &copy).map(|()| Status::Ok).map_err(told)
        }
        Verb::Verify(args) => books::verify(engine, &args),
        Verb::Serve(args) => {
            args.log.begin();
            crate::serve::run(Arc::new(engine), &args).map(|()| Status::Ok).map_err(Failure::Usage)
        }
    }
}

fn engine(command: &Command) -> Result<Engine, Failure> {
    let cache = if command.no_cache { None } else { files::cache_folder() };
    let load = |wasm: &[u8]| Engine::from_bytes(wasm, Limits::default(), cache.as_deref());
    match &command.engine {
        // A file that is no engine is a wrong word on the command line, not a fault of the engine.
        Some(file) => {
            load(&files::bytes(file)?).map_err(|error| Failure::Usage(format!("{}: {error}", file.display())))
        }
        None => Ok(load(EMBEDDED)?),
    }
}
