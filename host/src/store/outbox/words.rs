//! How a tenant's mail is worded.

use crate::store::identity::By;
use crate::store::key::Scope;
use crate::store::sql::{Row, Text as _};
use crate::store::{Books, Store, StoreError, Tenant};

/// How mail about one type of event is worded in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// The type of event.
    pub event_type: String,
    /// The language.
    pub language: String,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub plain: String,
    /// The same in HTML; made of the text where there is none.
    pub html: Option<String>,
}

/// What is the same in all of a tenant's mail.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailSetting {
    /// Its language.
    pub language: String,
    /// What the sender is called.
    pub sender: Option<String>,
    /// Where answers go.
    pub reply_to: Option<String>,
}

fn template(row: &dyn Row) -> Result<Template, StoreError> {
    let (event_type, language, subject) = (row.must(0)?, row.must(1)?, row.must(2)?);
    Ok(Template { event_type, language, subject, plain: row.must(3)?, html: row.text(4)? })
}

const COLUMNS: &str = "SELECT type, language, subject, plain, html FROM mail_template WHERE tenant = $1";

impl Store {
    /// A tenant's own words, where it has some for this.
    ///
    /// # Errors
    /// `Unavailable`.
    pub(crate) fn words_of(
        &self,
        tenant: Tenant,
        event_type: &str,
        host: &str,
    ) -> Result<(MailSetting, Option<Template>), StoreError> {
        let books = self.books(tenant);
        let setting = books
            .mail_setting()?
            .unwrap_or_else(|| MailSetting { language: host.to_owned(), ..MailSetting::default() });
        let template = self.read(Scope::Tenant(tenant), |books| {
            let sql = format!("{COLUMNS} AND type = $2 AND language = $3");
            books.one(&sql, &[tenant.0.into(), event_type.into(), (&setting.language).into()], template)
        })?;
        Ok((setting, template))
    }
}

impl Books {
    /// The tenant's own templates.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn templates(&self) -> Result<Vec<Template>, StoreError> {
        let sql = format!("{COLUMNS} ORDER BY type, language");
        self.read(|books| books.all(&sql, &[self.tenant().0.into()], template))
    }

    /// Keeps a template in the place of the host's.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn put_template(&self, template: Template, by: By) -> Result<(), StoreError> {
        let tenant = self.tenant();
        self.write(move |step| {
            let Template { event_type, language, subject, plain, html } = &template;
            let sql = "INSERT INTO mail_template (tenant, type, language, subject, plain, html, made_at, made_by)
                       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (tenant, type, language) DO UPDATE
                       SET subject = excluded.subject, plain = excluded.plain, html = excluded.html,
                           made_at = excluded.made_at, made_by = excluded.made_by";
            let whose = [tenant.0.into(), event_type.into(), language.into()];
            let said = [subject.into(), plain.into(), html.as_ref().into(), by.at_ms.into(), (&by.who).into()];
            step.run(sql, &[&whose[..], &said].concat()).map(drop)
        })
    }

    /// Goes back to the host's template.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn delete_template(&self, event_type: String, language: String) -> Result<(), StoreError> {
        let tenant = self.tenant();
        self.write(move |step| {
            let sql = "DELETE FROM mail_template WHERE tenant = $1 AND type = $2 AND language = $3";
            match step.run(sql, &[tenant.0.into(), (&event_type).into(), (&language).into()])? {
                0 => Err(StoreError::NotFound("template")),
                _ => Ok(()),
            }
        })
    }

    /// What the tenant has said of its mail.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn mail_setting(&self) -> Result<Option<MailSetting>, StoreError> {
        let sql = "SELECT language, sender, reply_to FROM mail_setting WHERE tenant = $1";
        self.read(|books| {
            books.one(sql, &[self.tenant().0.into()], |row| {
                Ok(MailSetting { language: row.must(0)?, sender: row.text(1)?, reply_to: row.text(2)? })
            })
        })
    }

    /// Says it.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn put_mail_setting(&self, setting: MailSetting) -> Result<(), StoreError> {
        let tenant = self.tenant();
        self.write(move |step| {
            let MailSetting { language, sender, reply_to } = &setting;
            let sql = "INSERT INTO mail_setting (tenant, language, sender, reply_to) VALUES ($1, $2, $3, $4)
                       ON CONFLICT (tenant) DO UPDATE
                       SET language = excluded.language, sender = excluded.sender, reply_to = excluded.reply_to";
            let said = [language.into(), sender.as_ref().into(), reply_to.as_ref().into()];
            step.run(sql, &[&[tenant.0.into()][..], &said].concat()).map(drop)
        })
    }
}
