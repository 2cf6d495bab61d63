//! What Stripe tells by webhook. It is a hint and no proof: whoever hears it asks Stripe, so that it matters neither how often something is
//! told nor in which order.

use super::amounts::decimal;
use super::call::Failed;
use super::charge::short;
use super::signature::is_signed;
use super::{ACCOUNT, CHARGE, Stripe, TENANT, is_id};
use crate::Tenant;
use serde::Deserialize;
use serde_json::Value;

/// An event, as far as it is looked at.
#[derive(Debug, Deserialize)]
pub(crate) struct Notice {
    /// Of the event: for the log.
    pub(crate) id: String,
    #[serde(rename = "type")]
    pub(crate) kind: String,
    data: Data,
}

#[derive(Debug, Deserialize)]
struct Data {
    object: Value,
}

/// What is to be done about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Hint {
    /// A payment stands otherwise: it is asked about now.
    Payment { tenant: Tenant, account: String, charge: String },
    /// A method of a customer may be of use now.
    Setup(String),
    /// A payment is disputed.
    Dispute(String),
    /// Somebody has paid something back.
    Refunded(String),
    /// Nothing.
    Nothing,
}

/// A payment that is taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Back {
    pub(crate) dispute: String,
    pub(crate) payment: String,
    pub(crate) customer: String,
    pub(crate) charge: String,
    /// `chargeback` by the holder of a card, `returned` by a bank.
    pub(crate) cause: &'static str,
    pub(crate) amount: String,
    pub(crate) currency: String,
    /// Has it been won, so that the money is back?
    pub(crate) won: bool,
}

impl Stripe {
    /// Is a webhook Stripe's own? Where no secret is known, none is.
    pub(crate) fn is_told(&self, signature: &str, body: &[u8], second: i64) -> bool {
        is_signed(&self.account.webhook_secrets, signature, body, second)
    }

    /// Does it listen to any?
    pub(crate) fn listens(&self) -> bool {
        !self.account.webhook_secrets.is_empty()
    }

    /// What a dispute takes back, where it takes anything, and of what this host has charged.
    pub(crate) async fn back(&self, dispute: &str) -> Result<Option<Back>, Failed> {
        let told = self.get(&format!("/v1/disputes/{dispute}")).await?;
        let status = told["status"].as_str().unwrap_or_default();
        // An inquiry takes no money, and one that was prevented was paid back instead.
        if status.starts_with("warning_") || status == "prevented" {
            return Ok(None);
        }
        let Some(payment) = told["payment_intent"].as_str().filter(|id| is_id(id, "pi_")) else { return Ok(None) };
        let intent = self.get(&format!("/v1/payment_intents/{payment}?expand[]=latest_charge")).await?;
        let (customer, charge) = (intent["customer"].as_str(), intent["metadata"][CHARGE].as_str());
        let (Some(customer), Some(charge)) = (customer, charge) else { return Ok(None) };
        // Banks return debits, the holders of cards dispute charges: to Stripe both are disputes.
        let method = &intent["latest_charge"]["payment_method_details"]["type"];
        let is_card = *method == "card" || method.is_null() && intent["payment_method_types"][0] != "us_bank_account";
        let currency = told["currency"].as_str().unwrap_or_default().to_ascii_uppercase();
        let amount = told["amount"].as_u64().and_then(|count| decimal(count, &currency).ok());
        let amount =
            amount.ok_or_else(|| Failed::Unknown(format!("Stripe does not say how much {dispute} is about")))?;
        Ok(Some(Back {
            dispute: dispute.to_owned(),
            payment: payment.to_owned(),
            customer: customer.to_owned(),
            charge: charge.to_owned(),
            cause: if is_card { "chargeback" } else { "returned" },
            amount,
            currency,
            won: status == "won",
        }))
    }
}

impl Notice {
    /// Reads a body that is Stripe's own.
    pub(crate) fn read(body: &[u8]) -> Option<Self> {
        let read: Self = serde_json::from_slice(body).ok()?;
        (read.id.len() <= 128 && read.kind.len() <= 128).then_some(read)
    }

    /// What it asks for.
    pub(crate) fn hint(&self) -> Hint {
        let object = &self.data.object;
        let id = |prefix: &str| object["id"].as_str().filter(|id| is_id(id, prefix)).map(str::to_owned);
        match &*self.kind {
            "setup_intent.succeeded" => id("seti_").map_or(Hint::Nothing, Hint::Setup),
            "charge.refunded" => Hint::Refunded(short(object["id"].as_str().unwrap_or_default())),
            kind if kind.starts_with("charge.dispute.") => {
                id("du_").or_else(|| id("dp_")).map_or(Hint::Nothing, Hint::Dispute)
            }
            kind if ["payment_intent.", "refund.", "charge."].iter().any(|of| kind.starts_with(of)) => payment(object),
            _ => Hint::Nothing,
        }
    }
}

/// Which payment an intent, a charge or a refund is of: its metadata says it.
fn payment(object: &Value) -> Hint {
    let text = |name: &str| object["metadata"][name].as_str();
    match (text(TENANT).and_then(|tenant| tenant.parse().ok()), text(ACCOUNT), text(CHARGE)) {
        (Some(tenant), Some(account), Some(charge)) => {
            Hint::Payment { tenant: Tenant::numbered(tenant), account: account.into(), charge: charge.into() }
        }
        _ => Hint::Nothing,
    }
}
