//! From one rulebook to another. Time passes to the moment of the move by the old one, and from then on the new one decides, where
//! it can carry on what the account has; every batch names the rulebook that made it.

use super::apply::{At, Wish};
use super::batch::Event;
use super::json::raw;
use super::sql::Text as _;
use super::turn::Held;
use super::{Applied, Books, Page, StoreError, Time, read, sift};
use crate::Status;
use serde::Serialize;
use serde_json::json;

/// A rulebook that takes the place of another from some time on.
#[derive(Clone, Debug, Serialize)]
pub struct Activation {
    /// The one whose accounts go over.
    pub replaces: String,
    /// The one that they go to.
    pub rulebook: String,
    /// From when on, in RFC 3339.
    pub begins: String,
}

/// A move that was made in a turn.
#[derive(Clone)]
pub(super) struct Moved {
    /// After so many of the turn's batches.
    pub(super) after: usize,
    pub(super) rulebook: String,
    pub(super) at: String,
}

impl Books {
    /// Moves an account to a rulebook, now. Where that is its rulebook already, nothing happens.
    ///
    /// # Errors
    /// `NotFound`, `Refused` where the rulebook cannot carry on what the account has.
    pub fn move_account(&self, id: String, rulebook: String, now: String) -> Result<Applied, StoreError> {
        self.rulebook(&rulebook)?;
        let at = At { time: Time::Clock(now), payments: "report", by: self.by.clone() };
        super::books::waited(|answer| self.wish(id, Wish::Move { rulebook, at, answer }))
    }

    /// Before somebody asks about an account whose rulebook is another's by now, it goes over.
    pub(super) fn go_over(&self, id: &str, rulebook: &str, begins: &str) -> Result<(), StoreError> {
        let now = self.now()?;
        if begins > &*now {
            return Ok(());
        }
        match self.move_account(id.to_owned(), rulebook.to_owned(), begins.to_owned()) {
            // It stays with the old one, which answers.
            Ok(_) | Err(StoreError::Refused(_)) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// From a time on a rulebook takes the place of another: whatever account has that one then goes over. Said again, the last
    /// word counts.
    ///
    /// # Errors
    /// `NotFound`, `Unavailable`.
    pub fn activate(&self, activation: Activation) -> Result<(), StoreError> {
        self.rulebook(&activation.rulebook)?;
        self.rulebook(&activation.replaces)?;
        let tenant = self.tenant;
        self.write(move |step| {
            let Activation { replaces, rulebook, begins } = &activation;
            let sql = "INSERT INTO activation (tenant, replaces, rulebook, begins) VALUES ($1, $2, $3, $4)
                       ON CONFLICT (tenant, replaces) DO UPDATE SET rulebook = excluded.rulebook, begins = excluded.begins";
            step.run(sql, &[tenant.0.into(), replaces.into(), rulebook.into(), begins.into()]).map(drop)
        })
    }

    /// Takes it back, for accounts that have not gone over yet. `false` where there was none.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn deactivate(&self, replaces: String) -> Result<bool, StoreError> {
        let tenant = self.tenant;
        self.write(move |step| {
            let sql = "DELETE FROM activation WHERE tenant = $1 AND replaces = $2";
            Ok(step.run(sql, &[tenant.0.into(), (&replaces).into()])? > 0)
        })
    }

    /// What is said of all rulebooks.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn activations(&self) -> Result<Vec<Activation>, StoreError> {
        self.read(|books| {
            let sql = "SELECT replaces, rulebook, begins FROM activation WHERE tenant = $1 ORDER BY begins, replaces";
            books.all(sql, &[self.tenant.0.into()], |row| {
                Ok(Activation { replaces: row.must(0)?, rulebook: row.must(1)?, begins: row.must(2)? })
            })
        })
    }

    /// What a move would be for each account of a rulebook: can the other carry it on, and what stands before and after it.
    /// Nothing is kept.
    ///
    /// # Errors
    /// `NotFound`, `Unavailable`, `Engine`.
    pub fn preview(
        &self,
        replaces: &str,
        rulebook: &str,
        now: &str,
        after: &str,
        limit: usize,
    ) -> Result<Page, StoreError> {
        self.rulebook(replaces)?;
        self.rulebook(rulebook)?;
        let found = self.read(|books| {
            let sql =
                "SELECT id, state FROM account WHERE tenant = $1 AND rulebook = $2 AND id > $3 ORDER BY id LIMIT $4";
            let with = [self.tenant.0.into(), replaces.into(), after.into(), (limit + 1).into()];
            books.all(sql, &with, |row| Ok((row.must(0)?, row.json(1)?)))
        })?;
        let (from, to) = (self.ready(replaces)?, self.ready(rulebook)?);
        let mut rows = Vec::new();
        for (id, state) in found {
            let as_of = Time::Clock(now.to_owned()).of(&state);
            let rest = format!(r#"{{"state":{state},"as_of":{}}}"#, json!(as_of));
            let told = |ready: &super::rulebooks::Ready| -> Result<serde_json::Value, StoreError> {
                let reply = ready.call("overview", &rest)?;
                let answer: serde_json::Value = serde_json::from_slice(&reply.bytes).map_err(super::json::broken)?;
                let part = if reply.status == Status::Ok { "answer" } else { "problems" };
                Ok(json!({ part: answer[part] }))
            };
            let (before, after) = (told(&from)?, told(&to)?);
            let body =
                json!({"account": id, "movable": after.get("answer").is_some(), "before": before, "after": after});
            rows.push((id, raw(body.to_string())?));
        }
        Ok(read::page(rows, limit))
    }
}

impl Held<'_> {
    /// Goes over to a rulebook, at a time.
    pub(super) fn move_to(&mut self, rulebook: &str, at: &At) -> Result<Applied, StoreError> {
        if self.rulebook == rulebook {
            return Ok(Applied::of_known(Vec::new()));
        }
        let ready = self.prepared(rulebook)?;
        let (mark, first) = (self.mark(), self.batches());
        let as_of = self.as_of(at);
        let id = format!("moved:{}", self.next_batch());
        let body = raw(json!({"type": "time_passed", "id": id, "time": as_of}).to_string())?;
        let rest = format!(
            r#"{{"state":{},"as_of":{},"payments":"{}","events":[{body}]}}"#,
            self.state,
            json!(as_of),
            at.payments
        );
        let passed = self.call("apply", &rest)?;
        if passed.status == Status::Problems {
            return Err(StoreError::Refused(passed));
        }
        let digest = sift::digest(body.get());
        self.keep(&passed, as_of.clone(), at, vec![Event { id, digest, body }])?;
        let carried = ready.call("overview", &format!(r#"{{"state":{},"as_of":{}}}"#, self.state, json!(as_of)))?;
        if carried.status == Status::Problems {
            self.back_to(mark);
            return Err(StoreError::Refused(carried));
        }
        // What is due by the new rulebook shows when time passes there.
        self.due = Some(as_of.clone());
        let told = self.answered(first, None, Vec::new(), Vec::new(), None)?;
        self.gone_over(ready, Moved { after: self.batches(), rulebook: rulebook.to_owned(), at: as_of });
        Ok(told)
    }

    /// What was planned for its rulebook, once its time has come. An account that the new one cannot carry on stays where it is,
    /// and is found among those of the old one.
    pub(super) fn move_as_planned(&mut self, at: &At) -> Result<(), StoreError> {
        let Some((rulebook, begins)) = self.planned.clone() else { return Ok(()) };
        if !self.time(at).reaches(&self.state, &begins) {
            return Ok(());
        }
        self.planned = None;
        let moment = At { time: Time::Clock(begins), ..at.clone() };
        match self.move_to(&rulebook, &moment) {
            Err(StoreError::Refused(_)) | Ok(_) => Ok(()),
            Err(error) => Err(error),
        }
    }
}
