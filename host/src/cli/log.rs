//! What a host that serves says of its work, on standard error.

use clap::{Args, ValueEnum};
use std::panic::PanicHookInfo;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt;

/// How it is said, and how much of it.
#[derive(Args)]
pub(crate) struct LogArgs {
    /// How the host says what it does, on standard error: in JSON, a line each; as text; or not at all.
    #[arg(long, value_enum, env = "COUNTERFOIL_LOG", default_value_t = Form::Json, value_name = "FORM")]
    log: Form,
    /// The least that is said: `info` has a line for each request.
    #[arg(long, value_enum, env = "COUNTERFOIL_LOG_LEVEL", default_value_t = Least::Info, value_name = "LEVEL")]
    log_level: Least,
}

#[derive(Clone, Copy, ValueEnum)]
enum Form {
    Json,
    Text,
    Off,
}

#[derive(Clone, Copy, ValueEnum)]
enum Least {
    Error,
    Warn,
    Info,
    Debug,
}

impl LogArgs {
    /// From here on what happens is said so.
    pub(crate) fn begin(&self) {
        let least = match self.log_level {
            Least::Error => LevelFilter::ERROR,
            Least::Warn => LevelFilter::WARN,
            Least::Info => LevelFilter::INFO,
            Least::Debug => LevelFilter::DEBUG,
        };
        let lines = fmt().with_max_level(least).with_writer(std::io::stderr).with_ansi(false).with_target(false);
        // Where somebody else listens already, he goes on.
        match self.log {
            Form::Json => drop(lines.json().flatten_event(true).with_span_list(false).try_init()),
            Form::Text => drop(lines.try_init()),
            Form::Off => return,
        }
        std::panic::set_hook(Box::new(panicked));
    }
}

/// Where, and not what: the words of a panic may quote anything.
fn panicked(panic: &PanicHookInfo<'_>) {
    let at = panic.location().map_or_else(String::new, ToString::to_string);
    tracing::error!(at, "panicked");
}
