//! Mail about effects, to the addresses that an account has for it: one to each, in the tenant's words or in the host's.

mod amounts;
mod message;
mod send;
mod texts;
mod words;

pub use message::Message;
pub use send::{Mailer, NotMail};
pub use texts::{LANGUAGES, Words, words};
pub use words::{About, BadTemplate, Written, check, write};
pub(crate) use words::{own, sample_event};

/// Why a mail was not sent.
#[derive(Clone, Debug)]
pub struct Refused {
    /// What is said of it.
    pub why: String,
    /// Is it of no use to try it again?
    pub for_good: bool,
}
