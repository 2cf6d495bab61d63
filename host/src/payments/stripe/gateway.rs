//! The gateway that duties ask. Their threads wait for an answer; what it takes to get one runs beside them.

use super::{MethodType, Stripe, is_id};
use crate::payments::{Gateway, Outcome, Wish};
use crate::{Store, StoreError};
use serde::Deserialize;
use std::future::Future;
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};
use tokio::time::timeout;

/// Longest that all calls of one wish take: a host that is told to stop waits for them.
const WHOLE: Duration = Duration::from_secs(30);

pub(crate) struct StripeGateway {
    stripe: Stripe,
    store: Store,
    runtime: Runtime,
}

/// What of an account's state says how it pays.
#[derive(Deserialize)]
struct Paying {
    #[serde(default)]
    methods: Vec<Method>,
}

#[derive(Deserialize)]
struct Method {
    #[serde(rename = "type")]
    kind: String,
    method: String,
}

impl StripeGateway {
    /// # Errors
    /// No thread can be had.
    pub(crate) fn new(stripe: Stripe, store: Store) -> Result<Self, StoreError> {
        let runtime = Builder::new_multi_thread().worker_threads(1).thread_name("stripe").enable_all().build();
        let runtime = runtime.map_err(|error| StoreError::Unavailable(error.to_string()))?;
        Ok(Self { stripe, store, runtime })
    }

    fn waited(&self, asked: impl Future<Output = Outcome>) -> Outcome {
        let asked = async { timeout(WHOLE, asked).await };
        self.runtime.block_on(asked).unwrap_or_else(|_| Outcome::Unknown("Stripe takes too long".into()))
    }

    /// The customer that an account is at Stripe, and what the method is; no type where the account has it no more.
    fn payer(&self, wish: &Wish<'_>) -> Result<Option<(String, Option<MethodType>)>, StoreError> {
        let books = self.store.books(wish.asked.tenant);
        let Some(customer) = books.stripe_customer(&wish.asked.account)? else { return Ok(None) };
        let state = books.account(&wish.asked.account)?.state;
        let Paying { methods } =
            serde_json::from_str(state.get()).map_err(|error| StoreError::Unavailable(error.to_string()))?;
        let kind = methods.iter().find(|known| known.method == wish.method).map(|known| match &*known.kind {
            "bank" => MethodType::UsBank,
            _ => MethodType::Card,
        });
        Ok(Some((customer, kind)))
    }
}

impl Gateway for StripeGateway {
    fn name(&self) -> &'static str {
        "stripe"
    }

    fn charge(&self, wish: &Wish<'_>) -> Outcome {
        let declined = |reason: &str| Outcome::Declined { hard: true, reason: reason.into() };
        if !is_id(wish.method, "pm_") {
            return declined("the payment method is none that Stripe keeps: add it by a setup intent");
        }
        match self.payer(wish) {
            Ok(Some((customer, kind))) => self.waited(self.stripe.charge(wish, &customer, kind)),
            Ok(None) => declined("the account is no customer at Stripe: add a payment method by a setup intent"),
            // Whatever was sent before is asked about when the books can be read again.
            Err(error) => Outcome::Unknown(error.to_string()),
        }
    }

    fn refund(&self, wish: &Wish<'_>, payment: &str) -> Outcome {
        self.waited(self.stripe.pay_back(wish, payment))
    }

    fn let_go(&self, wish: &Wish<'_>) -> Result<(), String> {
        if !is_id(wish.method, "pm_") {
            return Ok(());
        }
        self.runtime.block_on(self.stripe.detach(wish.method, wish.key)).map_err(|failed| failed.to_string())
    }
}
