"""A rulebook as the rules need it: amounts in ledger units, defaults filled in, looked up once."""

from . import money
from .allowances import Allowance
from .calls import Week
from .cards import Cards
from .plans import Plan
from .refusal import refuse_if
from .zone import Zone


class Rulebook:
    """What all accounts under one rulebook share."""

    def __init__(self, text):
        self.text = text
        self.currency = text["currency"]
        self.minor = money.MINOR_UNITS[self.currency]
        self.scale, self.mode = text["rounding"]["scale"], text["rounding"]["mode"]
        refuse_if(not self.minor <= self.scale <= 12, "scale_clash", "/rulebook/rounding/scale")
        self.cent = 10 ** (self.scale - self.minor)
        self.rates(text["rates"])
        self.zone = Zone(text.get("zone"))
        self.week = Week(text.get("windows", ()), self.zone)
        self.allowances = [Allowance(each) for each in text.get("allowances", ())]
        self.allowance = {allowance.id: allowance for allowance in self.allowances}
        self.plans = {each["id"]: Plan(each) for each in text.get("plans", ())}
        self.alerts(text.get("alerts"))
        top_up = text.get("top_up", {})
        self.top_up_bounds = self.bounds(top_up)
        self.valid_ms = top_up["valid_days"] * 86_400_000 if "valid_days" in top_up else None
        self.recharge(text.get("recharge"))
        self.on_invoice = text.get("settlement", "immediate") == "on_invoice"
        self.anchor = text.get("billing", {}).get("anchor_day")
        refuse_if(self.on_invoice and self.anchor is None, "billing_missing", "/rulebook/settlement")
        overage = text.get("overage")
        self.has_overage = overage is not None
        self.protection = self.units(overage["protection"]) if overage else 0
        self.protection_maximum = self.units(overage.get("maximum", overage["protection"])) if overage else 0
        refuse_if(self.protection_maximum < self.protection, "bounds_order", "/rulebook/overage/protection")
        holds = text.get("holds", {})
        self.holds_limit = holds.get("limit", 100)
        self.hold_ms = holds.get("seconds_max", 86_400) * 1000
        self.overrun = holds.get("overrun_percent")
        self.inbound_at_zero = text.get("service", {}).get("inbound_at_zero", False)
        corrections = text.get("corrections", {})
        self.correction_days, self.payment_days = corrections.get("days", 35), corrections.get("payment_days", 540)
        self.late_plans = corrections.get("late_plans", "apply")
        self.remembered = corrections.get("events", 16)
        self.invoice, self.tax, self.seller = (text.get(name) for name in ("invoice", "tax", "seller"))
        self.invoice = self.invoice if self.tax and self.seller else None
        self.interim = (self.invoice or {}).get("interim", {})
        self.discounts = {each["discount"]: each for each in text.get("discounts", ())}
        self.sold = sorted({rate["product"] for rate in text["rates"]} | {plan["product"] for plan in text.get("plans", ())})
        self.coupons = {coupon["coupon"]: coupon for coupon in text.get("coupons", [])}
        self.bank_debit = text.get("bank_debit")
        self.debit_bounds = self.bounds(self.bank_debit or {})
        self.debit_days = (self.bank_debit or {}).get("business_days", 4)
        self.verification_attempts = (self.bank_debit or {}).get("verification_attempts", 3)

    def units(self, text):
        """An amount in ledger units; one that is too fine is refused somewhere in the rulebook."""
        refuse_if(money.places(text) > self.scale, "amount_scale", "/rulebook")
        return money.units(text, self.scale)

    def show(self, amount):
        """Ledger units as answers write them."""
        return money.show(amount, self.scale)

    def bounds(self, part):
        """(minimum, maximum) in ledger units, None where there is none."""
        return tuple(self.units(part[name]) if name in part else None for name in ("minimum", "maximum"))

    def rates(self, rates):
        """Each rate has a name of its own, and all of a product count one unit."""
        self.unit, names = {}, set()
        for place, rate in enumerate(rates):
            refuse_if(rate["id"] in names, "rate_duplicate", f"/rulebook/rates/{place}/id")
            names.add(rate["id"])
            unit = self.unit.setdefault(rate["product"], rate["unit"])
            refuse_if(unit != rate["unit"], "unit_clash", f"/rulebook/rates/{place}/unit")
        self.cards = Cards(rates, self.scale)

    def alerts(self, alerts):
        """System thresholds, the recommended ones beside the average, and thresholds on usage."""
        self.has_alerts, alerts = alerts is not None, alerts or {}
        self.system = [self.units(amount) for amount in alerts.get("system", [])]
        self.own_limit = alerts.get("own_limit", 3) if self.has_alerts else 0
        self.recommended = [self.units(amount) for amount in alerts.get("recommended", [])]
        for place, amount in enumerate(self.system):
            refuse_if(amount in self.system[:place], "threshold_duplicate", f"/rulebook/alerts/system/{place}")
        many = self.has_alerts and len(self.recommended) + 1 > self.own_limit
        refuse_if(many, "thresholds_too_many", "/rulebook/alerts/recommended")
        usage = alerts.get("usage", {})
        self.usage_fixed = [self.units(amount) for amount in usage.get("fixed", [])]
        for place, amount in enumerate(self.usage_fixed):
            refuse_if(amount in self.usage_fixed[:place], "threshold_duplicate", f"/rulebook/alerts/usage/fixed/{place}")
        self.usage_fixed.sort()
        self.usage_every = self.units(usage["every"]) if "every" in usage else None

    def recharge(self, policy):
        """Bounds and temper of auto-recharge."""
        self.has_recharge, policy = policy is not None, policy or {}
        self.at_or_below = policy.get("trigger") == "at_or_below"
        self.recharge_bounds = self.bounds(policy)
        self.ladder = policy.get("ladder_percent", [])
        for place, (upper, lower) in enumerate(zip(self.ladder, self.ladder[1:]), start=1):
            refuse_if(lower >= upper, "ladder_order", f"/rulebook/recharge/ladder_percent/{place}")
        low, high = self.recharge_bounds
        refuse_if(low is not None and high is not None and low > high, "bounds_order", "/rulebook/recharge/maximum")
        self.spacing_ms = policy.get("spacing_s", 0) * 1000
        self.breaker = policy.get("breaker_failures", 10)
        self.charges_limit = policy.get("charges_limit", 100)
