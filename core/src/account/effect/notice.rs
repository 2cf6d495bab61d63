//! What the owner is told: thresholds of the balance, of the day and of the period.

use super::head::effect;
use crate::alert::Source;
use crate::money::Money;
use crate::payment::WebhookUrl;
use crate::rule::Rule;
use crate::text::{Address, Id};
use crate::time::Instant;
use crate::wire::Encode;
use alloc::string::String;
use alloc::vec::Vec;

effect!(
    /// A plain notice.
    Notice {}
);
effect!(
    /// A threshold was crossed.
    Alert {
        /// Which.
        threshold: Money,
        /// Who wanted to know.
        sources: Vec<Source>,
    }
);
effect!(
    /// A daily limit was reached.
    DailyLimit {
        /// The limit.
        limit: Money,
        /// Usage of the day.
        used: Money,
        /// Post it there, too.
        #[serde(skip_serializing_if = "Option::is_none")]
        webhook: Option<WebhookUrl>,
    }
);
effect!(
    /// A rising threshold was reached.
    UsageAlert {
        /// Which.
        threshold: Money,
        /// Usage of the open period.
        used: Money,
    }
);
