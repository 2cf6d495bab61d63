//! Credit notes of invoices that were issued: each comes into the books with the event that it is of.

use super::super::apply::{At, Wish};
use super::super::books::waited;
use super::super::json::broken;
use super::super::read::number;
use super::super::sql::Sql;
use super::super::standing::Standing;
use super::super::{Books, StoreError, Time};
use super::issue::{Drafted, file};
use super::{COLUMNS, Filed, filed};
use crate::text::short;
use serde::Deserialize;
use serde_json::value::RawValue;

/// A credit note that somebody gives, to be filed with the event that it is of.
#[derive(Clone, Debug)]
pub(in crate::store) struct NewNote {
    pub(in crate::store) name: String,
    pub(in crate::store) day: String,
    pub(in crate::store) engine: String,
    pub(in crate::store) credit: String,
    pub(in crate::store) draft: Box<RawValue>,
}

/// What the events are called that credit an invoice, but for their number.
pub(crate) fn credited(invoice: &str) -> String {
    format!("{}.", short("credited", invoice))
}

#[derive(Deserialize)]
struct Event {
    id: String,
    time: String,
    amount: String,
}

impl Books {
    /// Credit notes that were given of an invoice, in their order.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn notes_of(&self, invoice: &Filed) -> Result<Vec<Filed>, StoreError> {
        self.read(|books| {
            let (number, _) = number(books, self.tenant, &invoice.account)?;
            let sql = format!("{COLUMNS} WHERE document.account = $1 AND document.kind = 'credit_note' ORDER BY place");
            let mut notes = books.all(&sql, &[number.into()], filed)?;
            let of = credited(&invoice.name);
            notes.retain(|note| note.name.starts_with(&of));
            Ok(notes)
        })
    }

    /// Posts that an invoice was credited, and files the credit note with it.
    ///
    /// # Errors
    /// As [`Books::apply_events`].
    pub fn post_note(
        &self,
        invoice: &Filed,
        event: Box<RawValue>,
        draft: Box<RawValue>,
        payments: &'static str,
    ) -> Result<Filed, StoreError> {
        let Event { id, time, amount } = serde_json::from_str(event.get()).map_err(broken)?;
        let day = time.get(..10).unwrap_or_default().to_owned();
        let note = NewNote { name: id.clone(), day, engine: invoice.engine.clone(), credit: amount, draft };
        let at = At { time: Time::Clock(time), payments, by: self.by.clone() };
        waited(|answer| self.wish(invoice.account.clone(), Wish::Note { event, note, at, answer }))?;
        self.document_of(&invoice.account, "credit_note", &id)?.ok_or(StoreError::NotFound("credit note"))
    }
}

/// Files a note that somebody gives.
pub(in crate::store) fn file_note(step: &dyn Sql, of: &Standing, note: &NewNote) -> Result<(), StoreError> {
    let NewNote { name, day, engine, credit, draft } = note.clone();
    let (invoice, day, due) = (name, Some(day), credit);
    let drafted = Drafted { invoice, day, due, due_on: None, parked: false, document: draft };
    file(step, (of.tenant.0, of.account), &engine, "credit_note", &drafted, "")
}
