"""Random events, made with the model's account at hand so that they name what is really there."""

from fractions import Fraction

from model import days, money
from .draw import exact
from . import back, invoiced, owners, sheets

UNITS = ["0", "1", "1", "2", "3", "5", "7", "0.5"]
NUMBERS = ["4930123", "4915123", "+49151", "12125550", "44207", "1", "33123"]


class Facts:
    """Makes events for one account; `account` is the model's, as it stands at the time of the next event."""

    def __init__(self, draw, book, features):
        self.draw, self.book, self.features, self.account = draw, book, features, None
        self.standing = ()  # holds that were open before this call
        self.entries, self.usages = [], []  # what can be taken back
        self.debits_offered = book.bank_debit is not None and book.currency == "USD"
        kinds = {kind: weight for kind, (weight, feature) in KINDS.items() if feature is None or feature in features}
        self.kinds, self.weights = list(kinds), list(kinds.values())

    def see(self, page, usages):
        """What the account has come to."""
        self.account, self.usages, self.entries = page.account, usages, [*page.originals, *page.entries]

    def kind(self, account):
        """What happens next: a kind of event, more likely one that the account waits for."""
        charges = bool(account.open or account.debits)
        more = {"payment_succeeded": 2 * charges, "payment_failed": 2 * charges, "invoice_paid": 3 * bool(account.due), "invoice_credited": bool(account.invoices)}
        more |= dict.fromkeys(("hold_settled", "hold_released"), 3 * bool(account.holds))
        more |= dict.fromkeys(("method_removed", "method_default"), bool(account.methods))
        if self.debits_offered and not account.debit_due:
            more |= dict.fromkeys(("method_added", "bank_verification", "settings_changed"), 3)
        weights = [weight * more.get(kind, 1) for kind, weight in zip(self.kinds, self.weights)]
        return self.draw.rng.choices(self.kinds, weights)[0]

    def event(self, kind, name, time):
        """One event of a kind, None where the account has nothing it could be about."""
        fields = getattr(self, kind)(time)
        if fields is None:
            return None
        event = {"type": kind, "id": name, "time": self.draw.instant(time)} | fields
        return event | ({"account": self.account.name} if self.draw.chance(0.03) else {})

    def amount(self, low=0):
        """Money in minor units."""
        return self.draw.amount(self.book.minor, low)

    def request(self):
        """What is used: product, destination, unit, and some quantity."""
        draw = self.draw
        product = draw.pick(["call"] * 6 + ["sms", "token", "free", "seat"])
        out = {"product": product, "unit": self.book.unit[product]}
        if product == "sms" or (product == "call" and draw.chance(0.4)):
            out["destination"] = draw.pick(NUMBERS[3:6] if product == "sms" else NUMBERS)
        if "subaccounts" in self.features and draw.chance(0.3):
            out["subaccount"] = draw.pick(["sales", "ops", "ops", "ghost"])
        if "holds" in self.features and draw.chance(0.2):
            out["direction"] = draw.pick(["inbound", "outbound"])
        return out | {"quantity": self.quantity(out)}

    def quantity(self, request):
        """Often what takes the balance exactly to a threshold, or a step beyond."""
        draw, account, book = self.draw, self.account, self.book
        price = money.parse(book.cards.find(request, account.clock, "").model["price"])
        if price and draw.chance(0.45):
            marks = [0, *book.system, *account.settings.get("alerts", [])]
            recharge = account.settings.get("recharge")
            if recharge:
                marks += [recharge["threshold"], *(recharge["threshold"] * p // 100 for p in book.ladder)]
            gap = account.balance - draw.pick(marks) + draw.pick([0, 0, -1, 1]) * draw.pick([1, book.cent])
            found = exact(Fraction(gap, 10**book.scale) / price) if gap > 0 else None
            if found and len(found.split(".")[0]) < 12:
                return found
        return draw.pick(["0", "1", "2", "5", "10", "10", "20", "30", "60", "90", "0.5", "7.25", "3.333", "0.07", "150"])

    def usage(self, time):
        others = [rate for rate in self.book.text["rates"] if rate["product"][0] == "p"]
        if not others or self.draw.chance(0.4):
            return self.request()
        made = sheets.usage(self.draw, self.book.text | {"rates": others}, "", time)
        return {name: value for name, value in made.items() if name not in ("id", "time")}

    def subscribed(self, time):
        draw, names = self.draw, [name for name in ("s1", "s2", "s3") if name not in self.account.subscriptions]
        if not names:
            return None
        out = {"subscription": draw.pick(names), "plan": draw.pick(sorted(self.book.plans)), "quantity": draw.pick(UNITS)}
        out |= {"subaccount": "ops"} if draw.chance(0.1) else {}
        return out | ({"trial_days": draw.pick([0, 0, 5])} if draw.chance(0.25) else {})

    def subscription_changed(self, time):
        if not self.account.subscriptions:
            return None
        draw, out = self.draw, {"subscription": self.draw.pick(sorted(self.account.subscriptions))}
        out |= {"quantity": draw.pick(UNITS)} if draw.chance(0.7) else {}
        out |= {"plan": draw.pick(sorted(self.book.plans))} if draw.chance(0.4) else {}
        return out | ({"at": draw.pick(["now", "cycle_end"])} if draw.chance(0.5) else {})

    def subscription_cancelled(self, time):
        if not self.account.subscriptions:
            return None
        how = self.draw.pick(["now_with_credit", "now_with_credit", "now", "cycle_end", "commitment_end"])
        return {"subscription": self.draw.pick(sorted(self.account.subscriptions)), "how": how}

    def subscription_resumed(self, time):
        scheduled = [name for name, taken in self.account.subscriptions.items() if taken.ends is not None or taken.next]
        return {"subscription": self.draw.pick(sorted(scheduled))} if scheduled else None

    def top_up(self, time):
        return {"amount": self.amount(5)} | ({"method": "card"} if self.draw.chance(0.3) else {})

    def settings_changed(self, time):
        given = owners.make(self.draw, self.book, self.features, self.account)
        return {"settings": given} if given else None

    def time_passed(self, time):
        return {}

    def payment_succeeded(self, time):
        charges = list(self.account.debits) + ([self.account.open["charge"]] if self.account.open else [])
        return {"charge": self.draw.pick(charges)} if charges else None

    def payment_failed(self, time):
        found = self.payment_succeeded(time)
        return found and found | {"decline": "hard" if self.draw.chance(0.2) else "soft"}

    def credit_granted(self, time):
        draw = self.draw
        out = {"source": draw.pick(["promotional", "trial", "refund", "coupon"]), "amount": self.amount()}
        start = time
        if draw.chance(0.35):
            start = time + draw.pick([-days.DAY, -3_600_000, 0, 3_600_000, days.DAY, 5 * days.DAY])
            out["from"] = days.show(start)
        if draw.chance(0.6):
            until = start + draw.pick([1, 3_600_000, days.DAY, 3 * days.DAY, 30 * days.DAY])
            if until > max(time, self.account.clock):
                out["until"] = days.show(until)
        if draw.chance(0.4):
            out["priority"] = draw.pick([0, 10, 50, 255])
        if draw.chance(0.3):
            out["products"] = draw.some(["call", "sms", "token", "seat"], 2) or ["call"]
        return out | ({"reason": "goodwill"} if draw.chance(0.2) else {})

    def coupon_redeemed(self, time):
        return {"coupon": self.draw.pick(["HELLO", "SPRING"])} if self.book.coupons else None

    def usage_back(self, time):
        return back.usage(self, time)

    def refund(self, time):
        return back.refund(self)

    def payment_reversed(self, time):
        return back.payment(self)

    def adjustment(self, time):
        return back.adjustment(self)

    def hold_requested(self, time):
        span = self.draw.pick([1, 60_000, 3_600_000, 86_400_000, 86_400_000])
        until = max(time, self.account.clock) + min(span, self.book.hold_ms)
        return self.request() | {"until": days.show(until)}

    def hold_settled(self, time):
        if not self.account.holds:
            return None
        name, hold = self.draw.pick(sorted(self.account.holds.items()))
        quantity = Fraction(hold["request"]["quantity"])
        part = self.draw.pick([Fraction(1), Fraction(1), Fraction(1, 2), Fraction(0)])
        return {"hold": name, "quantity": exact(quantity * part) or hold["request"]["quantity"]}

    def hold_released(self, time):
        return {"hold": self.draw.pick(sorted(self.account.holds))} if self.account.holds else None

    def subaccount_changed(self, time):
        out = {"subaccount": self.draw.pick(["sales", "ops"])}
        if self.draw.chance(0.4):
            out["enabled"] = self.draw.chance(0.5)
        if self.draw.chance(0.6):
            out["limits"] = {name: self.amount() for name in ("per_day", "per_period") if self.draw.chance(0.6)}
        return out

    def invoice_paid(self, time):
        due, book = self.account.due, self.book
        if not due:
            return None
        invoice = self.draw.pick(sorted(due))
        amount = due[invoice]["amount"] // book.cent
        if not amount:
            return None
        amount = amount if self.draw.chance(0.6) else self.draw.rng.randint(1, amount)
        return {"invoice": invoice, "amount": exact(Fraction(amount, 10**book.minor))}

    def invoice_credited(self, time):
        return back.note(self)

    def customer_changed(self, time):
        return {"customer": invoiced.customer(self.draw, self.book)} if self.book.invoice else None

    def discount_taken(self, time):
        names = [name for name in self.book.discounts if name not in self.account.discounts]
        return {"discount": self.draw.pick(names)} if names and self.book.invoice else None

    def account_closed(self, time):
        return {"credit": self.draw.pick(["pay_back", "pay_back", "write_off"])} if self.draw.chance(0.2) else None

    def method_added(self, time):
        names = [name for name in owners.METHODS if name not in self.account.methods]
        if not names:
            return None
        name = self.draw.pick(names)
        if name == "bank":
            method = {"type": "bank", "method": name, "country": self.draw.pick(["US", "US", "US", "DE"]), "last4": "6789", "code": "123456"}
        elif self.draw.chance(0.8):
            ends = self.draw.pick(["2026-02", "2026-03", "2027-12"])
            method = {"type": "card", "method": name, "brand": "visa", "last4": "4242", "expires": ends}
        else:
            method = {"type": "other", "method": name, "label": "wallet"}
        return {"method": method} | ({"default": self.draw.chance(0.5)} if self.draw.chance(0.5) else {})

    def method_removed(self, time):
        return {"method": self.draw.pick(sorted(self.account.methods))} if self.account.methods else None

    method_default = method_removed

    def bank_verification(self, time):
        banks = [name for name, m in self.account.methods.items() if m["type"] == "bank" and not m["verified"]]
        return {"method": banks[0], "code": "123456" if self.draw.chance(0.6) else "000000"} if banks else None


KINDS = {
    "usage": (50, None), "top_up": (10, None), "settings_changed": (6, None), "time_passed": (5, None),
    "payment_succeeded": (10, None), "payment_failed": (10, None), "credit_granted": (9, "grants"),
    "coupon_redeemed": (3, "coupons"), "refund": (3, "refunds"), "payment_reversed": (3, "refunds"),
    "adjustment": (5, "refunds"), "usage_back": (3, "refunds"), "hold_requested": (9, "holds"), "hold_settled": (6, "holds"), "hold_released": (2, "holds"),
    "subaccount_changed": (4, "subaccounts"), "invoice_paid": (5, "overage"), "method_added": (6, "methods"),
    "customer_changed": (2, "invoices"), "discount_taken": (6, "invoices"), "invoice_credited": (3, "overage"),
    "account_closed": (2, "refunds"), "subscribed": (14, "plans"), "subscription_changed": (10, "plans"), "subscription_cancelled": (5, "plans"), "subscription_resumed": (4, "plans"),
    "method_removed": (2, "methods"), "method_default": (2, "methods"), "bank_verification": (5, "bank_debit"),
}  # fmt: skip
FEATURES = (
    "usage", "valid", "billing", "overage", "holds", "coupons", "bank_debit", "service", "days_left", "spend", "styles",
    "methods", "grants", "refunds", "subaccounts", "invoices",
)  # fmt: skip
WITH_PLANS = ("valid", "overage", "coupons", "spend", "grants", "refunds", "subaccounts", "invoices")  # beside plans and rates of all models
