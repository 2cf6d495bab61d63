//! Customers of Stripe's and how they pay: a setup intent lets a payer give a card or a bank account to Stripe, and to nobody else; what is
//! kept here is its name, and what people know it by.

use super::call::Failed;
use super::form::Form;
use super::{MethodType, Stripe, is_id, marked};
use crate::Tenant;
use serde_json::{Value, json};

/// A setup intent, as a payer's page goes on with it.
#[derive(Clone, Debug)]
pub(crate) struct SetupIntent {
    pub(crate) id: String,
    pub(crate) customer: String,
    /// `succeeded` when the method is of use.
    pub(crate) status: String,
    /// What the payer's page proves itself to Stripe with.
    pub(crate) client_secret: Option<String>,
    /// Where a payer goes on, and what for, where somebody is to verify small deposits.
    pub(crate) verify: Option<Value>,
    /// The method, where there is one.
    pub(crate) method: Option<String>,
}

/// A method that Stripe has, as the contract adds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kept {
    Card(Value),
    /// All but the code that it is verified by.
    Bank(Value),
}

/// What a payer has found on a bank statement.
#[derive(Clone, Debug)]
pub(crate) enum MicroDeposits {
    /// Two deposits, in cents.
    Amounts([u64; 2]),
    /// `SM` and four letters or digits.
    Code(String),
}

impl Stripe {
    /// Makes a customer, once for a key.
    pub(crate) async fn new_customer(&self, key: &str, tenant: Tenant, account: &str) -> Result<String, Failed> {
        let form = marked(Form::default().with("description", account), tenant, account);
        let made = self.post("/v1/customers", key, form).await?;
        let id = made["id"].as_str().filter(|id| is_id(id, "cus_"));
        id.map(str::to_owned).ok_or_else(|| Failed::Unknown("Stripe answered with a customer without an id".into()))
    }

    /// Begins to take a method in.
    pub(crate) async fn new_setup(
        &self,
        (key, tenant, account): (&str, Tenant, &str),
        customer: &str,
        kind: MethodType,
    ) -> Result<SetupIntent, Failed> {
        let form = Form::default().with("customer", customer).with("usage", "off_session");
        let form = marked(form.with("payment_method_types[]", kind.word()), tenant, account);
        setup(&self.post("/v1/setup_intents", key, form).await?)
    }

    /// One as it is now.
    pub(crate) async fn setup(&self, id: &str) -> Result<SetupIntent, Failed> {
        setup(&self.get(&format!("/v1/setup_intents/{id}")).await?)
    }

    /// Tells what stands on a bank statement.
    pub(crate) async fn verify(&self, id: &str, key: &str, found: &MicroDeposits) -> Result<SetupIntent, Failed> {
        let form = match found {
            MicroDeposits::Amounts(amounts) => {
                amounts.iter().fold(Form::default(), |form, amount| form.with("amounts[]", &amount.to_string()))
            }
            MicroDeposits::Code(code) => Form::default().with("descriptor_code", code),
        };
        setup(&self.post(&format!("/v1/setup_intents/{id}/verify_microdeposits"), key, form).await?)
    }

    /// What people know a method by.
    pub(crate) async fn method(&self, id: &str) -> Result<Kept, Failed> {
        kept(&self.get(&format!("/v1/payment_methods/{id}")).await?)
    }

    /// Lets go of a method. One that is not there, or of nobody any more, is let go of already.
    pub(super) async fn detach(&self, id: &str, key: &str) -> Result<(), Failed> {
        match self.post(&format!("/v1/payment_methods/{id}/detach"), key, Form::default()).await {
            Ok(_) => Ok(()),
            Err(Failed::Refused(refused)) if !refused.declined => Ok(()),
            Err(failed) => Err(failed),
        }
    }
}

fn setup(intent: &Value) -> Result<SetupIntent, Failed> {
    let text = |name: &str| intent[name].as_str().map(str::to_owned);
    let method = text("payment_method").or_else(|| intent["payment_method"]["id"].as_str().map(str::to_owned));
    let action = &intent["next_action"];
    let verify = (action["type"] == "verify_with_microdeposits").then(|| {
        let told = &action["verify_with_microdeposits"];
        let names = [("type", "microdeposit_type"), ("arrives_at", "arrival_date"), ("url", "hosted_verification_url")];
        let told = names.into_iter().filter(|(_, stripes)| !told[*stripes].is_null());
        told.map(|(name, stripes)| (name.to_owned(), action["verify_with_microdeposits"][stripes].clone())).collect()
    });
    let (id, customer, status) = (text("id"), text("customer"), text("status"));
    match (id, customer, status) {
        (Some(id), Some(customer), Some(status)) if is_id(&id, "seti_") => {
            Ok(SetupIntent { id, customer, status, client_secret: text("client_secret"), verify, method })
        }
        _ => Err(Failed::Unknown("Stripe answered with no setup intent of a customer".into())),
    }
}

fn kept(method: &Value) -> Result<Kept, Failed> {
    let strange = || Failed::Unknown("Stripe answered with no method that is known here".to_owned());
    let id = method["id"].as_str().filter(|id| is_id(id, "pm_")).ok_or_else(strange)?;
    let name = method["billing_details"]["name"].as_str().map(|name| name.chars().take(100).collect::<String>());
    let mut kept = json!({"method": id});
    name.filter(|name| !name.trim().is_empty()).into_iter().for_each(|name| kept["name"] = name.into());
    let text = |kind: &str, name: &str| method[kind][name].as_str().unwrap_or_default().to_owned();
    match method["type"].as_str().unwrap_or_default() {
        "card" => {
            let card = &method["card"];
            let (year, month) = (card["exp_year"].as_u64(), card["exp_month"].as_u64());
            let (year, month) = year.zip(month).ok_or_else(strange)?;
            kept["type"] = "card".into();
            kept["brand"] = brand(&text("card", "brand")).into();
            kept["last4"] = text("card", "last4").into();
            kept["expires"] = format!("{year:04}-{month:02}").into();
            Ok(Kept::Card(kept))
        }
        "us_bank_account" => {
            kept["type"] = "bank".into();
            kept["country"] = "US".into();
            kept["last4"] = text("us_bank_account", "last4").into();
            Ok(Kept::Bank(kept))
        }
        _ => Err(strange()),
    }
}

/// As it is written on cards.
fn brand(word: &str) -> String {
    let known = [
        ("amex", "American Express"),
        ("diners", "Diners Club"),
        ("discover", "Discover"),
        ("eftpos_au", "eftpos"),
        ("jcb", "JCB"),
        ("mastercard", "Mastercard"),
        ("unionpay", "UnionPay"),
        ("visa", "Visa"),
    ];
    match known.iter().find(|(stripes, _)| *stripes == word) {
        Some((_, written)) => (*written).to_owned(),
        None if word.is_empty() => "Card".to_owned(),
        None => word.chars().take(40).collect(),
    }
}
