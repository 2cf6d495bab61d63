//! The accounts of a tenant, as a list that is looked through.

use super::json::raw;
use super::read::page;
use super::sql::{Dialect, Text as _, Value};
use super::{Books, Page, StoreError};
use std::fmt::Write as _;

/// Which accounts, and in which order.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// Those whose id begins so.
    pub prefix: String,
    /// Those whose service is `active`, `suspended` or `closed`.
    pub service: Option<String>,
    /// Those of a rulebook.
    pub rulebook: Option<String>,
    /// Those whose balance is below, as a decimal number.
    pub below: Option<String>,
    /// By what.
    pub sort: Sort,
    /// The last first.
    pub descending: bool,
    /// What the page before has given.
    pub cursor: Option<String>,
}

/// What accounts are put in order by; those that are alike in it, by their ids.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Their ids.
    #[default]
    Id,
    /// Their balances.
    Balance,
    /// When they were opened.
    OpenedAt,
    /// When something happened last.
    AsOf,
}

impl Sort {
    fn column(self, dialect: Dialect) -> String {
        match self {
            Self::Id => "id".into(),
            Self::Balance => dialect.number("balance"),
            Self::OpenedAt => "opened_at".into(),
            Self::AsOf => "as_of".into(),
        }
    }

    /// The text that a cursor has of it.
    const fn kept(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Balance => "balance",
            Self::OpenedAt => "opened_at",
            Self::AsOf => "as_of",
        }
    }
}

/// What is filled in comes one after the other, as conditions do.
struct Select {
    sql: String,
    texts: Vec<String>,
}

/// Places that every search fills in: the tenant and the limit.
const FIXED: usize = 2;

impl Select {
    /// One more condition: `?` stands for the text.
    fn and(&mut self, condition: &str, text: impl Into<String>) {
        self.texts.push(text.into());
        let place = format!("${}", FIXED + self.texts.len());
        let _ = write!(self.sql, " AND {}", condition.replace('?', &place));
    }

    fn of(search: &Search, dialect: Dialect) -> Result<Self, StoreError> {
        let column = search.sort.column(dialect);
        let kept = search.sort.kept();
        let mut select =
            Self { sql: format!("SELECT id, state, {kept} FROM account WHERE tenant = $1"), texts: Vec::new() };
        if !search.prefix.is_empty() {
            select.and("substr(id, 1, length(?)) = ?", &*search.prefix);
        }
        if let Some(service) = &search.service {
            select.and("service = ?", &**service);
        }
        if let Some(rulebook) = &search.rulebook {
            select.and("rulebook = ?", &**rulebook);
        }
        if let Some(below) = &search.below {
            select.and(&format!("{} < {}", dialect.number("balance"), dialect.number("?")), &**below);
        }
        let (way, order) = if search.descending { ("<", "DESC") } else { (">", "ASC") };
        if let Some(cursor) = &search.cursor {
            let (value, id) = cursor.split_once(BETWEEN).ok_or(StoreError::Cursor)?;
            let value = if search.sort == Sort::Id { id } else { value };
            select.texts.push(value.to_owned());
            let place = format!("${}", FIXED + select.texts.len());
            let value = if search.sort == Sort::Balance { dialect.number(&place) } else { place };
            select.and(&format!("({column}, id) {way} ({value}, ?)"), id);
        }
        let _ = write!(select.sql, " ORDER BY {column} {order}, id {order} LIMIT $2");
        Ok(select)
    }
}

/// What stands in a cursor before it is in no value that accounts are put in order by.
const BETWEEN: char = '~';

impl Books {
    /// Accounts with their states.
    ///
    /// # Errors
    /// `Cursor`, `Unavailable`.
    pub fn accounts(&self, search: &Search, limit: usize) -> Result<Page, StoreError> {
        self.read(|books| {
            let Select { sql, texts } = Select::of(search, books.dialect())?;
            let mut with = vec![Value::Int(self.tenant.0), (limit + 1).into()];
            with.extend(texts.iter().map(Value::from));
            let rows = books.all(&sql, &with, |row| {
                let (id, state, value) = (row.must(0)?, row.must(1)?, row.must(2)?);
                let body = format!("{{\"id\":{},\"state\":{state}}}", serde_json::Value::from(id.as_str()));
                let value = if search.sort == Sort::Id { String::new() } else { value };
                Ok((format!("{value}{BETWEEN}{id}"), raw(body)?))
            })?;
            Ok(page(rows, limit))
        })
    }
}
