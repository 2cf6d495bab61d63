//! Signing in: an attempt is counted, somebody looks at the password, and what was proved opens a session, if all of it still holds.

use super::audit::note;
use super::users::Standing;
use super::{By, hash, maybe, role, sessions};
use crate::identity::{Action, Attempts, Hash, Role};
use crate::store::sql::{Row, Sql, Text as _, Value};
use crate::store::{Books, StoreError, Tenant};

/// Who may be meant by a name.
#[derive(Clone, Debug)]
pub enum Candidate {
    /// Somebody; the attempt is counted.
    Person(Box<Person>),
    /// Nobody, or somebody who may not sign in, or not now.
    Nobody,
}

/// A user, as far as a proof is held against it.
#[derive(Clone, Debug)]
pub struct Person {
    number: i64,
    /// The name.
    pub name: String,
    /// What the user may do.
    pub role: Role,
    /// What is kept of the password.
    pub password: String,
    /// What that password is.
    pub standing: Standing,
    /// The seed of the second factor, where there is one.
    pub seed: Option<String>,
    /// One that was shown, and not confirmed yet.
    pub pending_seed: Option<String>,
    /// The last step of which a code was taken.
    pub last_step: Option<i64>,
    /// What is kept of the recovery codes.
    pub codes: Vec<Hash>,
}

/// What somebody has proved, beside the password.
#[derive(Clone, Debug, Default)]
pub struct Proof {
    /// The password, hashed anew.
    pub rehashed: Option<String>,
    /// The seed of the second factor, kept anew.
    pub resealed: Option<String>,
    /// The step whose code was shown.
    pub step: Option<i64>,
    /// The recovery code that was shown.
    pub code: Option<Hash>,
}

const COLUMNS: &str =
    "SELECT number, name, role, password, standing, seed, pending_seed, coalesce(last_step, 0), disabled,
                              coalesce(temporary_until, 0), failures, failed_at
                       FROM console_user";

/// With it, what says whether the user may sign in.
struct Found {
    person: Person,
    disabled: bool,
    temporary_until: i64,
    attempts: Attempts,
}

fn found(row: &dyn Row) -> Result<Found, StoreError> {
    let failures = u32::try_from(row.int(10)?).unwrap_or(u32::MAX);
    let person = Person {
        number: row.int(0)?,
        name: row.must(1)?,
        role: role(&row.must(2)?)?,
        password: row.must(3)?,
        standing: Standing::of(row.int(4)?),
        seed: row.text(5)?,
        pending_seed: row.text(6)?,
        last_step: maybe(row, 7)?,
        codes: Vec::new(),
    };
    let (disabled, temporary_until) = (row.int(8)? != 0, row.int(9)?);
    Ok(Found { person, disabled, temporary_until, attempts: Attempts { failures, last_at: row.int(11)? } })
}

impl Found {
    fn may_sign_in(&self, now: i64) -> bool {
        let fresh = match self.person.standing {
            Standing::Own => true,
            Standing::Temporary => now < self.temporary_until,
            Standing::Used => false,
        };
        fresh && !self.disabled
    }
}

fn codes(step: &dyn Sql, number: i64) -> Result<Vec<Hash>, StoreError> {
    step.all("SELECT hash FROM recovery_code WHERE owner = $1", &[number.into()], |row| hash(&row.must(0)?))
}

/// Counts an attempt, where it is taken. A row that has changed meanwhile was another attempt: this one is not taken.
fn count(step: &dyn Sql, number: i64, before: Attempts, now: i64) -> Result<bool, StoreError> {
    let Ok(counted) = before.attempt(now) else { return Ok(false) };
    let sql =
        "UPDATE console_user SET failures = $2, failed_at = $3 WHERE number = $1 AND failures = $4 AND failed_at = $5";
    let (failures, last) = (i64::from(counted.failures).into(), counted.last_at.into());
    let changed =
        step.run(sql, &[number.into(), failures, last, i64::from(before.failures).into(), before.last_at.into()])?;
    Ok(changed == 1)
}

impl Books {
    /// Counts an attempt of a name to sign in. Something is written whoever is meant: the time does not tell who there is.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn begin_sign_in(&self, name: String, now: i64) -> Result<Candidate, StoreError> {
        let tenant = self.tenant();
        self.write(move |step| {
            let sql = format!("{COLUMNS} WHERE tenant = $1 AND name = $2");
            let found = step.one(&sql, &[tenant.0.into(), (&name).into()], found)?;
            if let Some(mut found) = found.filter(|found| found.may_sign_in(now))
                && count(step, found.person.number, found.attempts, now)?
            {
                found.person.codes = codes(step, found.person.number)?;
                return Ok(Candidate::Person(Box::new(found.person)));
            }
            step.run("UPDATE pulse SET beats = beats + 1", &[])?;
            Ok(Candidate::Nobody)
        })
    }

    /// Counts an attempt of somebody who is signed in to prove the password again.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn ask_again(&self, number: i64, now: i64) -> Result<Candidate, StoreError> {
        let tenant = self.tenant();
        self.write(move |step| {
            let sql = format!("{COLUMNS} WHERE tenant = $1 AND number = $2");
            match step.one(&sql, &[tenant.0.into(), number.into()], found)? {
                Some(found) if !found.disabled && count(step, number, found.attempts, now)? => {
                    Ok(Candidate::Person(Box::new(found.person)))
                }
                _ => Ok(Candidate::Nobody),
            }
        })
    }

    /// Opens a session for what was proved. `false` where it does not hold any more: a code that another has used, a password that
    /// is another by now.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn sign_in(&self, person: Person, proof: Proof, session: (String, Hash), by: By) -> Result<bool, StoreError> {
        let tenant = self.tenant();
        self.write(move |step| {
            let holds = prove(step, &person, &proof, by.now())?;
            if !holds {
                return Ok(false);
            }
            let subject = format!("user:{}", person.name);
            if proof.code.is_some() {
                note(step, Some(tenant), &by, Action::RecoveryUsed, &subject, Ok(()))?;
            }
            sessions::insert(step, tenant, person.number, &session, by.now())?;
            note(step, Some(tenant), &by, Action::SignedIn, &subject, Ok(()))?;
            Ok(true)
        })
    }

    /// A new password of somebody's own: every session of the user ends, and another begins. `false` where the old one is another
    /// by now.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn change_password(
        &self,
        person: Person,
        password: String,
        session: (String, Hash),
        by: By,
    ) -> Result<bool, StoreError> {
        let tenant = self.tenant();
        self.write(move |step| {
            let sql = "UPDATE console_user SET password = $2, standing = 0, temporary_until = NULL, failures = 0, failed_at = 0
                       WHERE number = $1 AND password = $3 AND disabled = 0";
            let changed = step.run(sql, &[person.number.into(), (&password).into(), (&person.password).into()])?;
            if changed == 0 {
                return Ok(false);
            }
            step.run("DELETE FROM session WHERE owner = $1", &[person.number.into()])?;
            sessions::insert(step, tenant, person.number, &session, by.now())?;
            note(step, Some(tenant), &by, Action::PasswordChanged, &format!("user:{}", person.name), Ok(()))?;
            Ok(true)
        })
    }
}

/// Takes what was proved, once. The code goes first: whoever comes at the same moment with the same one finds none.
fn prove(step: &dyn Sql, person: &Person, proof: &Proof, now: i64) -> Result<bool, StoreError> {
    if let Some(code) = &proof.code {
        let sql = "DELETE FROM recovery_code WHERE owner = $1 AND hash = $2";
        if step.run(sql, &[person.number.into(), (&code.hex()).into()])? == 0 {
            return Ok(false);
        }
    }
    // A temporary password is good for this once.
    let standing = if person.standing == Standing::Own { Standing::Own } else { Standing::Used };
    let sql = "UPDATE console_user SET failures = 0, failed_at = 0, signed_in_at = $2, standing = $3,
                      password = coalesce($4, password), last_step = coalesce($5, last_step), seed = coalesce($8, seed)
               WHERE number = $1 AND disabled = 0 AND password = $6 AND standing = $7
                 AND coalesce(last_step < $5, TRUE)";
    let [rehashed, resealed] =
        [&proof.rehashed, &proof.resealed].map(|anew| anew.as_ref().map_or(Value::Null, Value::from));
    let with = [
        person.number.into(),
        now.into(),
        standing.number().into(),
        rehashed,
        proof.step.into(),
        (&person.password).into(),
        person.standing.number().into(),
        resealed,
    ];
    Ok(step.run(sql, &with)? == 1)
}

impl Person {
    /// Its number in the books.
    #[must_use]
    pub const fn number(&self) -> i64 {
        self.number
    }
}

/// The tenant's name is what a user says at the sign-in.
pub(super) fn tenant_named(step: &dyn Sql, tenant: Tenant) -> Result<String, StoreError> {
    let found = step.one("SELECT name FROM tenant WHERE number = $1", &[tenant.0.into()], |row| row.must(0))?;
    found.ok_or(StoreError::NotFound("tenant"))
}
