//! What the host sends out, as the command line says it.

use crate::outbox::mail::Mailer;
use crate::outbox::{Carriers, Sealing};
use crate::outgoing::{Client, Reach};
use clap::Args;

/// Webhooks and mail. `COUNTERFOIL_SECRET_KEY`, 32 bytes in base64 or hexadecimal digits, seals the secrets that are signed with; while it is
/// changed, the new one and the one before it, with a comma between.
#[derive(Args)]
pub(crate) struct OutboxArgs {
    /// The mail server, such as `smtp://user:password@mail.example:587?tls=required` or `smtps://…`. Without it no mail is sent.
    #[arg(long, env = "COUNTERFOIL_SMTP", value_name = "URL", hide_env_values = true, requires = "mail_from")]
    smtp: Option<String>,
    /// Who mail is from, such as `Acme <billing@acme.example>`.
    #[arg(long, env = "COUNTERFOIL_MAIL_FROM", value_name = "SENDER")]
    mail_from: Option<String>,
    /// The language of mail where a tenant has said none: `en` or `de`.
    #[arg(long, env = "COUNTERFOIL_MAIL_LANGUAGE", default_value = "en", value_name = "LANGUAGE")]
    mail_language: String,
    /// For development: be a receiver as well, of webhooks at the URL `inbox:` and of mail where there is no mail server.
    #[arg(long, env = "COUNTERFOIL_INBOX")]
    inbox: bool,
    /// For development: send webhooks to private addresses and without TLS, too. Whoever sets a webhook reaches this network then.
    #[arg(long, env = "COUNTERFOIL_ALLOW_PRIVATE_ADDRESSES")]
    allow_private_addresses: bool,
}

/// How secrets are kept, as the environment says.
pub(super) fn sealing() -> Result<Sealing, String> {
    let Ok(keys) = std::env::var("COUNTERFOIL_SECRET_KEY") else { return Ok(Sealing::default()) };
    let why = "COUNTERFOIL_SECRET_KEY is not 32 bytes in base64 or hexadecimal digits, or several with commas between";
    Sealing::by(&keys).ok_or_else(|| why.into())
}

/// Mail in the inbox is from here, where nobody is named.
const INBOX_SENDER: &str = "Counterfoil <billing@localhost>";

impl OutboxArgs {
    /// What the host sends with.
    pub(crate) fn carriers(&self) -> Result<Carriers, String> {
        let client = Client::new().map_err(|error| error.to_string())?;
        let reach = if self.allow_private_addresses { Reach::Anywhere } else { Reach::Public };
        let sealing = sealing()?;
        let (server, from) = (self.smtp.as_deref(), self.mail_from.as_deref());
        let mailer = (server.is_some() || self.inbox)
            .then(|| Mailer::new(server, from.unwrap_or(INBOX_SENDER), &self.mail_language))
            .transpose()
            .map_err(|error| error.to_string())?;
        Ok(Carriers { client, reach, sealing, mailer, inbox: self.inbox })
    }
}
