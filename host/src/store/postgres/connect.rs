//! Sessions, from a pool; TLS by the certificates of the machine, as the URL's `sslmode` has it.

use crate::store::StoreError;
use deadpool_postgres::{Hook, HookError, Manager, ManagerConfig, Object, Pool, RecyclingMethod, Runtime, Timeouts};
use rustls::{ClientConfig, RootCertStore};
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime;
use tokio_postgres::Config;
use tokio_postgres_rustls::MakeRustlsConnect;

/// Clerks, readers and whoever writes by himself.
const SESSIONS: usize = 24;
/// Longest that a session is waited for.
const WAIT: Duration = Duration::from_secs(10);
/// What no statement may exceed, and no turn: a host that hangs holds nothing for long.
const BOUNDS: &str =
    "SET statement_timeout = '10s'; SET idle_in_transaction_session_timeout = '60s'; SET lock_timeout = '10s'";

/// Cheap to clone.
#[derive(Clone)]
pub(super) struct Sessions {
    pool: Pool,
    runtime: Arc<Own>,
}

/// The runtime that carries the connections, whatever the caller's threads are.
struct Own(Option<runtime::Runtime>);

impl Drop for Own {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

impl Sessions {
    pub(super) fn open(url: &str) -> Result<Self, StoreError> {
        let unavailable = |why: String| StoreError::Unavailable(why);
        let config: Config = url.parse().map_err(|error| unavailable(format!("the database's URL: {error}")))?;
        let runtime =
            runtime::Builder::new_multi_thread().worker_threads(2).thread_name("postgres").enable_all().build();
        let runtime = runtime.map_err(|error| unavailable(error.to_string()))?;
        let settings = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let manager = Manager::from_config(config, MakeRustlsConnect::new(tls()?), settings);
        let timeouts = Timeouts { wait: Some(WAIT), create: Some(WAIT), recycle: Some(WAIT) };
        let bounded = Hook::async_fn(|client, _| {
            Box::pin(async move { client.batch_execute(BOUNDS).await.map_err(HookError::Backend) })
        });
        let pool = Pool::builder(manager).max_size(SESSIONS).runtime(Runtime::Tokio1).timeouts(timeouts);
        let pool = pool.post_create(bounded).build().map_err(|error| unavailable(error.to_string()))?;
        Ok(Self { pool, runtime: Arc::new(Own(Some(runtime))) })
    }

    pub(super) fn get(&self) -> Result<Object, StoreError> {
        self.wait(self.pool.get()).map_err(|error| StoreError::Unavailable(error.to_string()))
    }

    /// Waits here for what is done there. Not for threads that run others' futures.
    pub(super) fn wait<F: Future>(&self, future: F) -> F::Output {
        let runtime = self.runtime.0.as_ref().expect("it is taken only at the end");
        runtime.handle().block_on(future)
    }
}

fn tls() -> Result<ClientConfig, StoreError> {
    let mut roots = RootCertStore::empty();
    // What of the machine's certificates cannot be read is not trusted.
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let config = config.map_err(|error| StoreError::Unavailable(error.to_string()))?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}
