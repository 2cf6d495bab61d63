"""What is covered before any price: `rating.allowance`. Quantities are Fractions."""

from fractions import Fraction
from math import ceil

from . import money


class Allowance:
    """An allowance as the rulebook has it."""

    def __init__(self, text):
        self.id, self.products, self.when = text["id"], set(text["products"]), text.get("when", {})
        whole = text.get("quantity", text.get("fair_use"))
        self.whole = None if whole is None else money.parse(whole)
        self.prefixes = [prefix.lstrip("+") for prefix in text.get("prefixes", ())]
        self.countries = text.get("countries", ())
        self.increment = money.parse(text["increment"]) if "increment" in text else None
        self.priority, self.rollover = text.get("priority", 50), text.get("rollover")
        self.included, self.each = text.get("included", False), text.get("each", False)
        self.fee, self.prorated = text.get("connection_fee", False), text.get("prorated", "credit")

    def of(self, units):
        """What so many units are given: no unit nothing, less than one its part. None has no bound."""
        if self.whole is None:
            return None if units else Fraction(0)
        return self.whole * (units if self.each else min(units, 1))

    def covers(self, usage):
        """Its products, its dimensions, and one of its destinations or countries, where it names any."""
        if usage["product"] not in self.products or not self.when.items() <= usage.get("dimensions", {}).items():
            return False
        number = usage.get("destination", "").lstrip("+")
        here = any(number.startswith(prefix) for prefix in self.prefixes) or usage.get("country") in self.countries
        return here or not (self.prefixes or self.countries)


class Left:
    """What an account, or one of its subscriptions, has of an allowance in the open period."""

    def __init__(self, allowance, whole, subscription=None):
        self.allowance, self.subscription, self.left = allowance, subscription, whole
        self.used = self.rolled = Fraction(0)

    def order(self):
        """Low priority first, then by name."""
        return (self.allowance.priority, self.allowance.id, self.subscription or "")

    def take(self, quantity):
        """How much of a quantity is covered; begun increments are taken whole, and given whole or not at all."""
        step = self.allowance.increment
        takes = ceil(quantity / step) * step if step else quantity
        if self.left is not None:
            takes = min(takes, self.left // step * step if step else self.left)
            self.left -= takes
        self.used += takes
        return min(takes, quantity)

    def renew(self, quantity):
        """Whole again, with what rolls over, as far as it may."""
        allowance, self.used, self.rolled = self.allowance, Fraction(0), Fraction(0)
        if allowance.rollover is not None:
            most = allowance.rollover.get("maximum")
            left = max(self.left or Fraction(0), Fraction(0))
            self.rolled = left if most is None else min(left, money.parse(most))
        whole = allowance.of(quantity)
        self.left = None if whole is None else whole + (self.rolled if allowance.whole is not None else 0)

    def show(self):
        """As answers have it; without a bound nothing is left to tell."""
        out = {"allowance": self.allowance.id, "used": money.plain(self.used), "rolled": money.plain(self.rolled)}
        out |= {"subscription": self.subscription} if self.subscription else {}
        return out | ({"left": money.plain(self.left)} if self.left is not None else {})


def cover(lefts, usage, quantity):
    """(what is left to price, what each has covered, is a connection fee due)."""
    covered, fee = {}, True
    for left in sorted(lefts, key=Left.order):
        if quantity and (left.left is None or left.left > 0) and left.allowance.covers(usage):
            part = left.take(quantity)
            if not part:
                continue
            quantity -= part
            fee = left.allowance.fee or (fee and bool(covered))
            covered[left.allowance.id] = covered.get(left.allowance.id, 0) + part
    return quantity, [{"allowance": name, "quantity": money.plain(part)} for name, part in covered.items()], fee
