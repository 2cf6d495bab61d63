//! The schema, brought forward: one migration after the other, each once, whichever host comes first.

use super::connect::Sessions;
use crate::engine::hex;
use crate::store::StoreError;
use sha2::{Digest as _, Sha256};

const MIGRATIONS: &[&str] = &[
    include_str!("schema/1.sql"),
    include_str!("schema/2.sql"),
    include_str!("schema/3.sql"),
    include_str!("schema/4.sql"),
    include_str!("schema/5.sql"),
    include_str!("schema/6.sql"),
    include_str!("schema/7.sql"),
    include_str!("schema/8.sql"),
    include_str!("schema/9.sql"),
    include_str!("schema/10.sql"),
    include_str!("schema/11.sql"),
];

/// This program's schema.
#[cfg(feature = "cli")]
pub(crate) const fn schema() -> usize {
    MIGRATIONS.len()
}

/// Hosts that start at once take turns.
const BEGIN: &str =
    "BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0; SET LOCAL counterfoil.tenant = '*';
    SELECT pg_advisory_xact_lock(7302845510032187);
    CREATE TABLE IF NOT EXISTS migration (number BIGINT PRIMARY KEY, digest TEXT NOT NULL)";

pub(super) fn all(sessions: &Sessions) -> Result<(), StoreError> {
    let client = sessions.get()?;
    sessions.wait(async {
        client.batch_execute(BEGIN).await?;
        let done = forward(&client).await;
        client.batch_execute(if done.is_ok() { "COMMIT" } else { "ROLLBACK" }).await?;
        done
    })
}

async fn forward(client: &tokio_postgres::Client) -> Result<(), StoreError> {
    let unusable = |why: String| Err(StoreError::Unavailable(why));
    let made = client.query("SELECT number, digest FROM migration ORDER BY number", &[]).await?;
    if made.len() > MIGRATIONS.len() {
        let (made, known) = (made.len(), MIGRATIONS.len());
        return unusable(format!("the database is of schema {made}, this host knows {known}: use a newer host"));
    }
    let digests = MIGRATIONS.iter().map(|migration| hex(&Sha256::digest(migration)));
    for (place, digest) in digests.enumerate() {
        let number = place as i64 + 1;
        match made.get(place) {
            Some(row) if (row.get::<_, i64>(0), row.get::<_, String>(1)) == (number, digest.clone()) => {}
            Some(_) => return unusable("the database was made by another line of migrations than this host's".into()),
            None => {
                client.batch_execute(MIGRATIONS[place]).await?;
                client.execute("INSERT INTO migration VALUES ($1, $2)", &[&number, &digest]).await?;
            }
        }
    }
    Ok(())
}
