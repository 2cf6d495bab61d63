//! What `counterfoil serve` is told.

use super::{log, outbox, stripe};
use crate::{Payments, Place};
use clap::Args;
use std::path::PathBuf;

/// Each word stands in the table of docs/operate.md, too.
#[derive(Args)]
pub(crate) struct ServeArgs {
    /// A file in TOML that says the same under the same names, where neither the command line nor the environment says it.
    #[arg(long, env = "COUNTERFOIL_CONFIG", value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Where to listen.
    #[arg(long, env = "COUNTERFOIL_LISTEN", default_value = "127.0.0.1:8090")]
    pub(crate) listen: String,
    /// Files of older engines that the books were made with: they are kept in the database, to explain by.
    #[arg(long, value_name = "FILE")]
    pub(crate) keep_engine: Vec<PathBuf>,
    /// A name that it goes by beside its addresses and `localhost`; `*` for any. Several, or by commas.
    #[arg(long, env = "COUNTERFOIL_HOSTS", value_delimiter = ',', value_name = "NAME")]
    pub(crate) host: Vec<String>,
    /// An origin whose pages may call it with a customer's token, such as `https://app.example`. Several, or by commas.
    #[arg(long, env = "COUNTERFOIL_ORIGINS", value_delimiter = ',', value_name = "ORIGIN")]
    pub(crate) origin: Vec<String>,
    /// The SQLite file, made if it is not there; or PostgreSQL by its URL, `postgres://user:password@host/database`, which
    /// several hosts may serve at once.
    #[arg(
        long,
        env = "COUNTERFOIL_DATABASE",
        default_value = "counterfoil.db",
        value_name = "FILE|URL",
        hide_env_values = true
    )]
    pub(crate) database: Place,
    /// Leave what is due to other hosts on this database: time passes by their doing alone, and they ask gateways.
    #[arg(long, env = "COUNTERFOIL_NO_DUTIES")]
    pub(crate) no_duties: bool,
    /// Milliseconds of work that each key, token or session may ask for in a second, over half a minute: whoever asks for more is told to
    /// wait (429). Without it there is no limit.
    #[arg(long, env = "COUNTERFOIL_KEY_WORK", value_name = "MS")]
    pub(crate) key_work: Option<std::num::NonZeroU64>,
    /// Who answers charge requests: the built-in simulated gateway, Stripe, events of a gateway outside, or the engine by itself.
    #[arg(long, value_enum, env = "COUNTERFOIL_PAYMENTS", default_value_t = Payments::Simulator)]
    pub(crate) payments: Payments,
    #[command(flatten)]
    pub(crate) stripe: stripe::StripeArgs,
    /// Where metrics are told to Prometheus, such as `127.0.0.1:9090`: `GET /metrics`, without a key. Not told if it is not given.
    #[arg(long, env = "COUNTERFOIL_METRICS", value_name = "ADDRESS")]
    pub(crate) metrics: Option<String>,
    #[command(flatten)]
    pub(crate) log: log::LogArgs,
    #[command(flatten)]
    pub(crate) outbox: outbox::OutboxArgs,
}
