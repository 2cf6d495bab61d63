//! Owners are reminded of invoices whose terms have passed, until they are paid or there are no more reminders.

use super::{CLAIM, Worker};
use crate::{Notice, Owing, Reminder, StoreError, Tenant};

impl Worker {
    /// Reminds of what is due. Was there anything?
    pub(super) fn remind(&self, of: Option<Tenant>, now: &str) -> Result<bool, StoreError> {
        let mut any = false;
        for reminder in self.store.reminders(&self.claiming(of, now, CLAIM))? {
            let Owing { due, settings, .. } = self.books(reminder.tenant).owing(&reminder.account)?;
            let owed = due.into_iter().find(|owed| owed.invoice == reminder.invoice);
            let told = owed.map(|owed| notice(&reminder, owed.amount, settings.addresses));
            any |= self.store.remind(&reminder, told)?;
        }
        Ok(any)
    }
}

fn notice(reminder: &Reminder, amount: String, to: Vec<String>) -> Notice {
    let Reminder { invoice, step, since, due_at, .. } = reminder.clone();
    Notice::InvoiceReminder {
        id: format!("{invoice}.{}/reminder", step + 1),
        time: due_at,
        invoice,
        amount,
        overdue_since: since,
        reminder: step + 1,
        to,
    }
}
