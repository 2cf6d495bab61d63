//! The second factor of a user: a seed is shown, a code of it confirms it.

use super::By;
use super::audit::note;
use super::sign_in::Person;
use crate::identity::{Action, Hash};
use crate::store::{Books, StoreError};

impl Books {
    /// Keeps a seed until a code of it was shown. Nothing else changes.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn offer_totp(&self, person: &Person, seed: String) -> Result<(), StoreError> {
        let number = person.number();
        self.write(move |step| {
            let sql = "UPDATE console_user SET pending_seed = $2, failures = 0, failed_at = 0 WHERE number = $1";
            step.run(sql, &[number.into(), (&seed).into()]).map(drop)
        })
    }

    /// The seed that was offered is the second factor from now on; `step` is that of the code that showed it. `false` where another
    /// was offered meanwhile.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn take_totp(
        &self,
        person: Person,
        seed: String,
        step: i64,
        codes: Vec<Hash>,
        by: By,
    ) -> Result<bool, StoreError> {
        let tenant = self.tenant();
        self.write(move |unit| {
            let sql = "UPDATE console_user SET seed = pending_seed, pending_seed = NULL, last_step = $3, failures = 0, failed_at = 0
                       WHERE number = $1 AND pending_seed = $2";
            if unit.run(sql, &[person.number().into(), (&seed).into(), step.into()])? == 0 {
                return Ok(false);
            }
            unit.run("DELETE FROM recovery_code WHERE owner = $1", &[person.number().into()])?;
            for code in &codes {
                let sql = "INSERT INTO recovery_code (tenant, owner, hash) VALUES ($1, $2, $3)";
                unit.run(sql, &[tenant.0.into(), person.number().into(), (&code.hex()).into()])?;
            }
            note(unit, Some(tenant), &by, Action::TotpEnrolled, &format!("user:{}", person.name), Ok(()))?;
            Ok(true)
        })
    }

    /// Takes the second factor away.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn drop_totp(&self, person: Person, by: By) -> Result<(), StoreError> {
        let tenant = self.tenant();
        self.write(move |step| {
            let sql = "UPDATE console_user SET seed = NULL, pending_seed = NULL, last_step = NULL, failures = 0, failed_at = 0
                       WHERE number = $1";
            step.run(sql, &[person.number().into()])?;
            step.run("DELETE FROM recovery_code WHERE owner = $1", &[person.number().into()])?;
            note(step, Some(tenant), &by, Action::TotpRemoved, &format!("user:{}", person.name), Ok(()))
        })
    }
}
