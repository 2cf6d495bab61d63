//! The lines of an invoice in the making: rounded, taxed, discounted.

use super::facts::{DraftFacts, Off, days};
use crate::catalog::DiscountPolicy;
use crate::invoice::{Allowance, Category, Item, ItemKind, Levy, Line, Tax, allocate};
use crate::money::{Exact, Mode, Money, NonNegative, Positive, Refusal, Rounding};
use crate::problem::Problem;
use crate::rule::Rule;
use crate::sorting::Sorting as _;
use crate::tax::{Prices, Regime, TaxPolicy, Treatment, apportion, treat};
use crate::text::{Id, Text};
use crate::time::Instant;
use alloc::format;
use alloc::string::ToString as _;
use alloc::vec::Vec;
use core::cmp::Ordering;

/// A line before it is written: its item, its amount in minor units, and how it is taxed.
struct Raw {
    item: Item,
    amount: Money,
    tax: Tax,
    levies: Vec<Levy>,
    rules: Vec<Rule>,
    /// What discounts have left of it.
    left: Money,
    service: (Instant, Instant),
}

pub(super) struct Draft {
    raws: Vec<Raw>,
    offs: Vec<(Id, Vec<(usize, Money)>)>,
    /// Less than a minor unit; for the next invoice.
    pub(super) carried: Money,
    zero: Money,
    periods: Vec<crate::invoice::Period>,
}

impl Draft {
    /// Lines at minor units; rule `invoice.rounding` makes them the ledger's sum.
    pub(super) fn new(facts: &DraftFacts<'_>) -> Result<Self, Problem> {
        let rounding = Rounding { scale: facts.rulebook.parts().currency.minor_units(), mode: Mode::HalfUp };
        let mut items = facts.items.to_vec();
        items.order_by(|one, other| one.kind.cmp(&other.kind).then_with(|| order(one, other)));
        let (mut raws, zero) = (Vec::with_capacity(items.len()), Money::zero(rounding.scale)?);
        let mut sum = facts.carried;
        let mut lines = zero;
        for item in items {
            sum = sum.plus(item.amount)?;
            let amount = rounding.round(item.amount.exact())?;
            lines = lines.plus(amount)?;
            let credited = item.credited.map_or(Ok(zero), |credited| rounding.round(credited.exact()))?;
            let made = raw(facts, item, amount)?;
            raws.push(Raw { left: amount.minus(credited)?, ..made });
        }
        let net = rounding.round(sum.exact())?;
        let carried = sum.minus(Money::fit(net.exact(), sum.scale())?)?;
        let rest = net.minus(lines)?;
        if !rest.is_zero()
            && let Some(largest) = raws.iter().max_by_key(|raw| raw.amount.units().unsigned_abs())
        {
            let item = rounded(&largest.item, Money::fit(rest.exact(), sum.scale())?);
            raws.push(raw(facts, item, rest)?);
        }
        let periods = raws.iter().map(|raw| days(facts.rulebook, raw.service)).collect::<Result<_, _>>()?;
        Ok(Self { raws, offs: Vec::new(), carried, zero, periods })
    }

    /// What discounts took of each line, and how it is taxed.
    pub(super) fn made_of(&self) -> Result<Vec<(Money, Tax)>, Refusal> {
        let mut made: Vec<(Money, Tax)> = self.raws.iter().map(|raw| (self.zero, raw.tax.clone())).collect();
        for (_, shares) in &self.offs {
            for (place, share) in shares {
                if let Some((off, _)) = made.get_mut(*place) {
                    *off = off.plus(*share)?;
                }
            }
        }
        Ok(made)
    }

    /// How much of the tax each product bears, as weights: what discounts have left of its lines times their percentages.
    pub(super) fn tax_on(&self) -> Result<Vec<(Id, Money)>, Refusal> {
        let rounding = Rounding { scale: self.zero.scale(), mode: Mode::HalfUp };
        let mut weights: Vec<(Id, Money)> = Vec::new();
        for (raw, (off, _)) in self.raws.iter().zip(self.made_of()?) {
            let percent = raw.levies.iter().try_fold(Exact::ZERO, |sum, levy| sum.plus(*levy.percent))?;
            let weight = rounding.round(raw.amount.minus(off)?.exact().times(percent)?)?;
            match weights.iter_mut().find(|(product, _)| *product == raw.item.product) {
                Some((_, known)) => *known = known.plus(weight)?,
                None => weights.push((raw.item.product.clone(), weight)),
            }
        }
        Ok(weights)
    }

    /// What the lines sum up, in their order.
    pub(super) fn into_items(self) -> Vec<Item> {
        self.raws
            .into_iter()
            .map(|raw| Item { from: Some(raw.service.0), until: Some(raw.service.1), ..raw.item })
            .collect()
    }

    /// Nothing, in minor units.
    pub(super) const fn zero(&self) -> Money {
        self.zero
    }

    /// The sum of the lines as they are priced.
    pub(super) fn gross(&self) -> Result<Money, Refusal> {
        self.raws.iter().try_fold(self.zero, |sum, raw| sum.plus(raw.amount))
    }

    /// Rule `invoice.discount`: each in its order, on what those before it have left of its lines, every cent of it
    /// handed out by rule `invoice.allocation`.
    pub(super) fn discount(&mut self, facts: &DraftFacts<'_>) -> Result<Vec<Off>, Problem> {
        let mut offs = Vec::new();
        for (policy, before) in &facts.discounts {
            let off = self.take(policy, *before)?;
            let shares = off.places.iter().zip(&off.shares).map(|(place, (_, share))| (*place, *share)).collect();
            self.offs.push((off.discount.clone(), shares));
            offs.push(off);
        }
        Ok(offs)
    }

    fn take(&mut self, policy: &DiscountPolicy, before: Option<Money>) -> Result<Off, Problem> {
        let on = |raw: &Raw| {
            !matches!(raw.item.kind, ItemKind::Adjustment | ItemKind::Rounding | ItemKind::Unused)
                && raw.item.of.is_none()
                && (policy.products.is_empty() || policy.products.contains(&raw.item.product))
        };
        let left: Vec<Money> =
            self.raws.iter().map(|raw| if on(raw) { raw.left.max(self.zero) } else { self.zero }).collect();
        let whole = left.iter().try_fold(self.zero, |sum, left| sum.plus(*left))?;
        let rounding = Rounding { scale: self.zero.scale(), mode: Mode::HalfUp };
        let wanted = match (policy.percent, policy.amount) {
            (Some(percent), _) => rounding.quotient(whole.exact().times(*percent)?, Exact::whole(100))?,
            (None, Some(amount)) => {
                let taken = before.map_or(Ok(self.zero), |before| rounding.round(before.exact()))?;
                Money::fit(*amount, self.zero.scale())?.minus(taken)?.max(self.zero)
            }
            (None, None) => self.zero,
        };
        let (mut shares, mut places) = (Vec::new(), Vec::new());
        for (place, share) in allocate(wanted.min(whole), &left)?.into_iter().enumerate() {
            let Some(raw) = self.raws.get_mut(place).filter(|_| share.is_positive()) else { continue };
            raw.left = raw.left.minus(share)?;
            shares.push((raw.item.payer, share));
            places.push(place);
        }
        Ok(Off { discount: policy.discount.clone(), shares, places })
    }

    /// Lines and allowances net of tax.
    pub(super) fn net(&self, policy: &TaxPolicy) -> Result<(Vec<Line>, Vec<Allowance>), Problem> {
        let (mut lines, mut allowances) = (Vec::with_capacity(self.raws.len()), Vec::<Allowance>::new());
        let mut nets = self.nets(policy)?.into_iter();
        for (place, ((raw, period), net)) in self.raws.iter().zip(&self.periods).zip(nets.by_ref()).enumerate() {
            lines.push(raw.line(place, net, *period, policy.prices)?);
        }
        for ((discount, raw, _), net) in self.taken().zip(nets) {
            let (amount, tax) = (net.negated(), &raw.tax);
            let like = |known: &&mut Allowance| known.tax.is_alike(tax) && *known.reason == **discount;
            match allowances.iter_mut().find(like) {
                Some(known) => known.amount = known.amount.plus(amount)?,
                None => {
                    let (tax, reason) = (tax.clone(), Text::made(discount.to_string()));
                    allowances.push(Allowance { amount, base: None, percent: None, tax, reason });
                }
            }
        }
        Ok((lines, allowances))
    }

    /// What discounts have taken of each line.
    fn taken(&self) -> impl Iterator<Item = (&Id, &Raw, Money)> {
        let shares = self.offs.iter().flat_map(|(discount, shares)| shares.iter().map(move |share| (discount, share)));
        shares.filter_map(|(discount, (place, share))| Some((discount, self.raws.get(*place)?, *share)))
    }

    /// Net amounts of the lines and, under zero, of what discounts took: gross ones are split by what is taxed alike
    /// (rule `tax.inclusive`), as an assessment splits them.
    fn nets(&self, policy: &TaxPolicy) -> Result<Vec<Money>, Refusal> {
        let off = self.taken().map(|(_, raw, share)| (raw, share.negated()));
        let gross: Vec<(&Raw, Money)> = self.raws.iter().map(|raw| (raw, raw.amount)).chain(off).collect();
        let mut nets: Vec<Money> = gross.iter().map(|(_, amount)| *amount).collect();
        if policy.prices == Prices::Exclusive {
            return Ok(nets);
        }
        let first_of = |tax: &Tax| gross.iter().position(|(raw, _)| raw.tax.is_alike(tax));
        for (place, (first, _)) in
            gross.iter().enumerate().filter(|(place, (raw, _))| first_of(&raw.tax) == Some(*place))
        {
            let alike = || gross.iter().enumerate().skip(place).filter(|(_, (raw, _))| raw.tax.is_alike(&first.tax));
            let amounts: Vec<Money> = alike().map(|(_, (_, amount))| *amount).collect();
            let (_, parts) = apportion(policy, self.zero, &first.levies, &amounts)?;
            for ((place, _), part) in alike().zip(parts) {
                nets.get_mut(place).into_iter().for_each(|net| *net = part.net);
            }
        }
        Ok(nets)
    }
}

/// The order of lines: fees first, then usage; by product, plan, subaccount and service.
fn order(one: &Item, other: &Item) -> Ordering {
    let what = |item: &Item| (item.late.map(|late| late.from), item.from, item.until);
    (&one.product, &one.plan, &one.subaccount)
        .cmp(&(&other.product, &other.plan, &other.subaccount))
        .then(what(one).cmp(&what(other)))
}

fn rounded(like: &Item, amount: Money) -> Item {
    Item {
        kind: ItemKind::Rounding,
        plan: None,
        subaccount: None,
        late: None,
        until: None,
        quantity: Exact::ONE.into(),
        price: None,
        per: None,
        amount,
        credited: None,
        count: 0,
        rules: Vec::from([Rule::InvoiceRounding]),
        ..like.clone()
    }
}

/// An item with its tax, decided for the last day of its service; of a fee for the first.
fn raw(facts: &DraftFacts<'_>, item: Item, amount: Money) -> Result<Raw, Problem> {
    let parts = facts.rulebook.parts();
    let (Some(tax), Some(seller)) = (&parts.tax, &parts.seller) else { return Err(Refusal::Impossible.into()) };
    let until = item.until.unwrap_or(facts.service.1);
    let from = item.from.unwrap_or(facts.service.0);
    let supply = if item.plan.is_some() { from } else { until.just_before().max(from) };
    let service = (from, until);
    if let Some(was) = item.tax.clone() {
        // What is credited lowers that supply, at the tax that was charged (Directive 2006/112/EC, 90 and 93).
        let levies = if was.levies.is_empty() && !was.percent.is_zero() {
            alloc::vec![levy(was.percent)]
        } else {
            was.levies.clone()
        };
        return Ok(Raw {
            item,
            amount,
            left: amount,
            tax: was,
            levies,
            rules: Vec::from([Rule::CreditWindow]),
            service,
        });
    }
    let treatment = treat(tax, seller, facts.customer, &tax.class_of(&item.product), facts.rulebook.day(supply)?)?;
    Ok(Raw {
        item,
        amount,
        left: amount,
        tax: told(&treatment, tax.regime),
        levies: treatment.levies,
        rules: treatment.rules,
        service,
    })
}

fn levy(percent: NonNegative) -> Levy {
    Levy { name: None, jurisdiction: None, percent, compound: false }
}

/// A treatment in the words of a document.
fn told(treatment: &Treatment, regime: Regime) -> Tax {
    let vat = match (regime, treatment.levies.as_slice()) {
        (Regime::Vat, [only]) => Some(only.percent),
        _ => None,
    };
    let levies = if vat.is_some() || treatment.category != Category::S { Vec::new() } else { treatment.levies.clone() };
    let reason = treatment.reason.clone();
    Tax { category: treatment.category, percent: vat.unwrap_or(NonNegative::ZERO), reason, levies }
}

impl Raw {
    fn line(&self, place: usize, net: Money, period: crate::invoice::Period, prices: Prices) -> Result<Line, Problem> {
        let item = &self.item;
        let (quantity, price, base_quantity) = self.priced(net, prices)?;
        let mut rules = item.rules.clone();
        rules.extend(&self.rules);
        let what = match item.kind {
            ItemKind::Fee => format!("{} of {}", item.unit, self.plan()),
            ItemKind::Unused => format!("unused {} of {}", item.unit, self.plan()),
            ItemKind::Usage if item.late.is_some() => format!("{}, late", item.product),
            ItemKind::Usage => item.product.to_string(),
            ItemKind::TrueUp => format!("{}, at the period's end", item.product),
            ItemKind::Adjustment => format!("{}, adjusted", item.product),
            ItemKind::Rounding => "rounding of lines".into(),
        };
        Ok(Line {
            id: Id::made(place.saturating_add(1).to_string()),
            name: Text::made(what),
            description: (item.count > 1).then(|| Text::made(format!("{} charges", item.count))),
            quantity,
            unit: item.unit.clone(),
            price,
            base_quantity,
            allowances: Vec::new(),
            charges: Vec::new(),
            net,
            tax: self.tax.clone(),
            period: Some(period),
            subaccount: item.subaccount.clone(),
            rules,
        })
    }

    fn plan(&self) -> &str {
        self.item.plan.as_deref().unwrap_or_default()
    }

    /// Quantity, price and base quantity that make the net amount: the unit's own price where it does, else the amount
    /// for the whole quantity.
    fn priced(&self, net: Money, prices: Prices) -> Result<(Exact, NonNegative, Option<Positive>), Refusal> {
        let item = &self.item;
        let own = |price: NonNegative| -> Result<bool, Refusal> {
            let per = item.per.map_or(Exact::ONE, |per| *per);
            let rounding = Rounding { scale: net.scale(), mode: Mode::HalfUp };
            Ok(prices == Prices::Exclusive && rounding.quotient(item.quantity.times(*price)?, per)? == net)
        };
        if let Some(price) = item.price
            && own(price).unwrap_or(false)
        {
            return Ok((*item.quantity, price, item.per));
        }
        let below = net.units() < 0;
        let amount = if below { net.negated() } else { net };
        let price = NonNegative::new(amount.exact()).ok_or(Refusal::Impossible)?;
        let base = Positive::new(*item.quantity);
        let quantity = if base.is_some() { *item.quantity } else { Exact::ONE };
        Ok((if below { quantity.negated() } else { quantity }, price, base))
    }
}
