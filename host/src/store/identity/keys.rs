//! API keys.

use super::audit::note;
use super::{By, Piece, hash, maybe, role, tenant};
use crate::identity::{Action, Hash, Issued, Role};
use crate::store::key::Scope;
use crate::store::sql::{Row, Sql, Text as _, Value};
use crate::store::{Books, Store, StoreError, Tenant};

/// A key as it is listed: nothing of its secret. Times are seconds since 1970.
#[derive(Clone, Debug)]
pub struct ApiKey {
    /// Public.
    pub id: String,
    /// For people.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// When it was made.
    pub made_at: i64,
    /// By whom.
    pub made_by: String,
    /// From here on it opens nothing.
    pub ends_at: Option<i64>,
    /// The key that came in its place.
    pub successor: Option<String>,
    /// A use of it, to the minute.
    pub used_at: Option<i64>,
}

/// A key to be kept.
#[derive(Clone, Debug)]
pub struct NewKey {
    /// Public.
    pub id: String,
    /// What is kept of its secret.
    pub hash: Hash,
    /// For people.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// From here on it opens nothing.
    pub ends_at: Option<i64>,
}

impl NewKey {
    /// Of a new secret.
    #[must_use]
    pub fn of(issued: &Issued, name: String, role: Role, ends_at: Option<i64>) -> Self {
        Self { id: issued.id.clone(), hash: issued.hash, name, role, ends_at }
    }
}

/// What a key that is shown is held against.
#[derive(Clone, Debug)]
pub struct KnownKey {
    /// Whose it is; nobody's where it is of the host's operator.
    pub tenant: Option<Tenant>,
    /// What is kept of its secret.
    pub hash: Hash,
    /// What it may do.
    pub role: Role,
    /// From here on it opens nothing.
    pub ends_at: Option<i64>,
    /// A use of it, to the minute.
    pub used_at: Option<i64>,
}

const COLUMNS: &str =
    "SELECT number, id, name, role, made_at, made_by, coalesce(ends_at, 0), successor, coalesce(used_at, 0)
                       FROM api_key";

fn listed(row: &dyn Row) -> Result<(i64, ApiKey), StoreError> {
    let key = ApiKey {
        id: row.must(1)?,
        name: row.must(2)?,
        role: role(&row.must(3)?)?,
        made_at: row.int(4)?,
        made_by: row.must(5)?,
        ends_at: maybe(row, 6)?,
        successor: row.text(7)?,
        used_at: maybe(row, 8)?,
    };
    Ok((row.int(0)?, key))
}

fn one(step: &dyn Sql, tenant: Tenant, id: &str) -> Result<ApiKey, StoreError> {
    let found = step.one(&format!("{COLUMNS} WHERE tenant = $1 AND id = $2"), &[tenant.0.into(), id.into()], listed)?;
    found.map(|(_, key)| key).ok_or(StoreError::NotFound("key"))
}

pub(super) fn insert(step: &dyn Sql, tenant: Option<Tenant>, key: &NewKey, by: &By) -> Result<(), StoreError> {
    let sql = "INSERT INTO api_key (id, tenant, name, role, hash, made_at, made_by, ends_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let whose = tenant.map_or(Value::Null, |tenant| Value::Int(tenant.0));
    let (hash, role, ends_at) = (key.hash.hex(), key.role.word(), key.ends_at.into());
    let (id, name, who) = ((&key.id).into(), (&key.name).into(), (&by.who).into());
    step.run(sql, &[id, whose, name, role.into(), (&hash).into(), by.now().into(), who, ends_at])?;
    note(step, tenant, by, Action::KeyMade, &format!("key:{}", key.id), Ok(()))
}

/// It ends at a time, or when it would have ended before; what it has given out ends with its end.
fn end(step: &dyn Sql, tenant: Tenant, id: &str, at: i64, now: i64) -> Result<(), StoreError> {
    let sql = "UPDATE api_key SET ends_at = $3 WHERE tenant = $1 AND id = $2 AND (ends_at IS NULL OR ends_at > $3)";
    step.run(sql, &[tenant.0.into(), id.into(), at.into()])?;
    if at <= now {
        let given = format!("key:{id}");
        super::tokens::end_those_of(step, tenant, &given)?;
    }
    Ok(())
}

impl Books {
    /// The tenant's keys, in the order in which they were made, those that have ended included.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn keys(&self, after: i64, limit: usize) -> Result<Piece<ApiKey>, StoreError> {
        let sql = format!("{COLUMNS} WHERE tenant = $1 AND number > $2 ORDER BY number LIMIT $3");
        let with = [self.tenant().0.into(), after.into(), (limit + 1).into()];
        self.read(|books| Ok(Piece::of(books.all(&sql, &with, listed)?, limit)))
    }

    /// Keeps a new key.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn add_key(&self, key: NewKey, by: By) -> Result<ApiKey, StoreError> {
        let tenant = self.tenant();
        self.write(move |step| {
            insert(step, Some(tenant), &key, &by)?;
            one(step, tenant, &key.id)
        })
    }

    /// A successor with the name, role and end of a key, which itself ends after an overlap.
    ///
    /// # Errors
    /// `NotFound`: it is none, or has ended or a successor already.
    pub fn rotate_key(&self, id: String, new: (String, Hash), overlap_s: i64, by: By) -> Result<ApiKey, StoreError> {
        let tenant = self.tenant();
        self.write(move |step| {
            let old = one(step, tenant, &id)?;
            if old.successor.is_some() || old.ends_at.is_some_and(|ends_at| ends_at <= by.now()) {
                return Err(StoreError::NotFound("key"));
            }
            let (successor, hash) = new.clone();
            let key = NewKey { id: successor, hash, name: old.name, role: old.role, ends_at: old.ends_at };
            insert(step, Some(tenant), &key, &by)?;
            let sql = "UPDATE api_key SET successor = $3 WHERE tenant = $1 AND id = $2 AND successor IS NULL";
            let rotated = step.run(sql, &[tenant.0.into(), (&id).into(), (&key.id).into()])?;
            if rotated == 0 {
                return Err(StoreError::NotFound("key"));
            }
            end(step, tenant, &id, by.now().saturating_add(overlap_s), by.now())?;
            note(step, Some(tenant), &by, Action::KeyRotated, &format!("key:{id}"), Ok(()))?;
            one(step, tenant, &key.id)
        })
    }

    /// Ends a key at once, and the tokens that it has made. One that has ended stays as it is.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn end_key(&self, id: String, by: By) -> Result<ApiKey, StoreError> {
        let tenant = self.tenant();
        self.write(move |step| {
            let now = by.now();
            let key = one(step, tenant, &id)?;
            if key.ends_at.is_some_and(|ends_at| ends_at <= now) {
                return Ok(key);
            }
            end(step, tenant, &id, now, now)?;
            note(step, Some(tenant), &by, Action::KeyRevoked, &format!("key:{id}"), Ok(()))?;
            one(step, tenant, &id)
        })
    }
}

impl Store {
    /// What is kept of a key, whoever's it is.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn known_key(&self, id: &str) -> Result<Option<KnownKey>, StoreError> {
        let sql = "SELECT coalesce(tenant, 0), hash, role, coalesce(ends_at, 0), coalesce(used_at, 0)
                   FROM api_key WHERE id = $1";
        self.read(Scope::Host, |books| {
            books.one(sql, &[id.into()], |row| {
                let (ends_at, used_at) = (maybe(row, 3)?, maybe(row, 4)?);
                let (tenant, hash, role) = (tenant(row, 0)?, hash(&row.must(1)?)?, role(&row.must(2)?)?);
                Ok(KnownKey { tenant, hash, role, ends_at, used_at })
            })
        })
    }

    /// Writes down that a key was used; seconds since 1970.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn note_key(&self, id: String, now: i64) -> Result<(), StoreError> {
        let sql = "UPDATE api_key SET used_at = $2 WHERE id = $1 AND (used_at IS NULL OR used_at < $2)";
        self.write(Scope::Host, move |step| step.run(sql, &[(&id).into(), now.into()]).map(drop))
    }

    /// Makes a key of the host's operator, which is of no tenant.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn add_operator(&self, key: NewKey, by: By) -> Result<(), StoreError> {
        self.write(Scope::Host, move |step| insert(step, None, &key, &by))
    }
}
