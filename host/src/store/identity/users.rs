//! Users of the console.

use super::audit::note;
use super::{By, Piece, maybe, role};
use crate::identity::{Action, Role};
use crate::store::sql::{Row, Sql, Text as _};
use crate::store::{Books, StoreError, Tenant};

/// How long a temporary password waits for its one sign-in, in seconds.
pub(super) const TEMPORARY_S: i64 = 72 * 60 * 60;

/// What a user's password is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The user's own.
    Own,
    /// A temporary one that nobody has signed in with yet.
    Temporary,
    /// A temporary one that was used, and not changed: it opens nothing any more.
    Used,
}

impl Standing {
    pub(super) const fn number(self) -> i64 {
        match self {
            Self::Own => 0,
            Self::Temporary => 1,
            Self::Used => 2,
        }
    }

    pub(super) const fn of(number: i64) -> Self {
        match number {
            0 => Self::Own,
            1 => Self::Temporary,
            // What nobody knows opens nothing.
            _ => Self::Used,
        }
    }
}

/// A user as listed. Times are seconds since 1970.
#[derive(Clone, Debug)]
pub struct User {
    /// What the user signs in with.
    pub name: String,
    /// What the user may do.
    pub role: Role,
    /// What the password is.
    pub standing: Standing,
    /// Where it is temporary: the time before which it has to be used.
    pub temporary_until: Option<i64>,
    /// Is there a second factor?
    pub totp: bool,
    /// May the user not sign in?
    pub disabled: bool,
    /// When it was made.
    pub made_at: i64,
    /// By whom.
    pub made_by: String,
    /// The last sign-in.
    pub signed_in_at: Option<i64>,
}

/// A user to be kept, with a temporary password.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// What the user signs in with.
    pub name: String,
    /// What the user may do.
    pub role: Role,
    /// What is kept of the password.
    pub password: String,
}

const COLUMNS: &str = "SELECT number, name, role, standing, coalesce(temporary_until, 0),
                              CASE WHEN seed IS NULL THEN NULL ELSE 'totp' END, disabled, made_at, made_by, coalesce(signed_in_at, 0)
                       FROM console_user";

fn listed(row: &dyn Row) -> Result<(i64, User), StoreError> {
    let user = User {
        name: row.must(1)?,
        role: role(&row.must(2)?)?,
        standing: Standing::of(row.int(3)?),
        temporary_until: maybe(row, 4)?,
        totp: row.text(5)?.is_some(),
        disabled: maybe(row, 6)?.is_some(),
        made_at: row.int(7)?,
        made_by: row.must(8)?,
        signed_in_at: maybe(row, 9)?,
    };
    Ok((row.int(0)?, user))
}

fn one(step: &dyn Sql, tenant: Tenant, name: &str) -> Result<(i64, User), StoreError> {
    let sql = format!("{COLUMNS} WHERE tenant = $1 AND name = $2");
    step.one(&sql, &[tenant.0.into(), name.into()], listed)?.ok_or(StoreError::NotFound("user"))
}

pub(super) fn insert(step: &dyn Sql, tenant: Tenant, user: &NewUser, by: &By) -> Result<(), StoreError> {
    let sql = "INSERT INTO console_user (tenant, name, role, password, standing, temporary_until, made_at, made_by)
               VALUES ($1, $2, $3, $4, 1, $5, $6, $7) ON CONFLICT DO NOTHING";
    let (name, role, password) = ((&user.name).into(), user.role.word().into(), (&user.password).into());
    let until = by.now().saturating_add(TEMPORARY_S).into();
    let made = step.run(sql, &[tenant.0.into(), name, role, password, until, by.now().into(), (&by.who).into()])?;
    if made == 0 {
        return Err(StoreError::Taken { what: "user", id: user.name.clone() });
    }
    note(step, Some(tenant), by, Action::UserMade, &format!("user:{}", user.name), Ok(()))
}

/// Whoever is put out has nothing that still opens.
pub(super) fn put_out(step: &dyn Sql, tenant: Tenant, number: i64, name: &str) -> Result<(), StoreError> {
    step.run("DELETE FROM session WHERE owner = $1", &[number.into()])?;
    super::tokens::end_those_of(step, tenant, &format!("user:{name}"))
}

impl Books {
    /// The tenant's users, in the order in which they were made.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn users(&self, after: i64, limit: usize) -> Result<Piece<User>, StoreError> {
        let sql = format!("{COLUMNS} WHERE tenant = $1 AND number > $2 ORDER BY number LIMIT $3");
        let with = [self.tenant().0.into(), after.into(), (limit + 1).into()];
        self.read(|books| Ok(Piece::of(books.all(&sql, &with, listed)?, limit)))
    }

    /// Keeps a new user.
    ///
    /// # Errors
    /// `Taken`: there is one of that name.
    pub fn add_user(&self, user: NewUser, by: By) -> Result<User, StoreError> {
        let tenant = self.tenant();
        self.write(move |step| {
            insert(step, tenant, &user, &by)?;
            Ok(one(step, tenant, &user.name)?.1)
        })
    }

    /// Gives a user a temporary password, takes the second factor and every lock away, and ends what the user has open.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn reset_user(&self, name: String, password: String, by: By) -> Result<User, StoreError> {
        let tenant = self.tenant();
        self.write(move |step| {
            let (number, _) = one(step, tenant, &name)?;
            let sql = "UPDATE console_user SET password = $2, standing = 1, temporary_until = $3, seed = NULL,
                              pending_seed = NULL, last_step = NULL, failures = 0, failed_at = 0
                       WHERE number = $1";
            step.run(sql, &[number.into(), (&password).into(), by.now().saturating_add(TEMPORARY_S).into()])?;
            step.run("DELETE FROM recovery_code WHERE owner = $1", &[number.into()])?;
            put_out(step, tenant, number, &name)?;
            note(step, Some(tenant), &by, Action::UserReset, &format!("user:{name}"), Ok(()))?;
            Ok(one(step, tenant, &name)?.1)
        })
    }

    /// Lets a user sign in no more, and ends what the user has open; or lets the user sign in again.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn allow_user(&self, name: String, allowed: bool, by: By) -> Result<User, StoreError> {
        let tenant = self.tenant();
        self.write(move |step| {
            let (number, user) = one(step, tenant, &name)?;
            if user.disabled != allowed {
                return Ok(user);
            }
            let disabled = i64::from(!allowed);
            step.run("UPDATE console_user SET disabled = $2 WHERE number = $1", &[number.into(), disabled.into()])?;
            if !allowed {
                put_out(step, tenant, number, &name)?;
            }
            let action = if allowed { Action::UserEnabled } else { Action::UserDisabled };
            note(step, Some(tenant), &by, action, &format!("user:{name}"), Ok(()))?;
            Ok(one(step, tenant, &name)?.1)
        })
    }
}
