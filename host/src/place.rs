//! Where the books are kept: a file of SQLite, or PostgreSQL by a URL.

use crate::{Engine, Store, StoreError};
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;

/// As it is named on a command line.
#[derive(Clone, Debug)]
pub enum Place {
    /// A SQLite file; made if it is not there.
    File(PathBuf),
    /// A database of PostgreSQL: `postgres://user:password@host/database`.
    Postgres(String),
}

impl FromStr for Place {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_url = ["postgres://", "postgresql://"].iter().any(|scheme| text.starts_with(scheme));
        Ok(if is_url { Self::Postgres(text.to_owned()) } else { Self::File(text.into()) })
    }
}

/// Without what is secret in it.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(file) => file.display().fmt(f),
            Self::Postgres(url) => match (url.split_once("://"), url.rsplit_once('@')) {
                (Some((scheme, _)), Some((_, rest))) => {
                    write!(f, "{scheme}://{}", rest.split('?').next().unwrap_or_default())
                }
                _ => f.write_str("postgres"),
            },
        }
    }
}

impl Place {
    /// Opens the books there.
    ///
    /// # Errors
    /// As [`Store::open`] and [`Store::connect`].
    pub fn open(&self, engine: Arc<Engine>) -> Result<Store, StoreError> {
        match self {
            Self::File(file) => Store::open(file, engine),
            Self::Postgres(url) => Store::connect(url, engine),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn a_password_is_not_told() {
        let place: Place = "postgres://billing:secret@db.example:5432/books?sslmode=require".parse().expect("a place");
        assert_eq!(place.to_string(), "postgres://db.example:5432/books");
        assert_eq!("postgres.db".parse::<Place>().expect("a file").to_string(), "postgres.db");
    }
}
