"""Which rate prices a usage: `rating.lookup`. Rates are read once; times are milliseconds, prices Fractions."""

from . import days, money
from .refusal import Refusal, join

COUNTED = {"package", "graduated", "volume", "stairstep", "graduated_percentage"}
LASTING = {"time_weighted", "prorated"}
AT_THE_END = {"maximum", "latest"} | LASTING


class Rate:
    """A rate as the rules need it: defaults filled in, looked at once."""

    def __init__(self, text, scale):
        self.text, self.id, self.product, self.unit = text, text["id"], text["product"], text["unit"]
        self.prefix, self.country, self.when = text.get("prefix", "").lstrip("+"), text.get("country"), text.get("when", {})
        self.start = days.parse(text["from"]) if "from" in text else None
        self.end = days.parse(text["until"]) if "until" in text else None
        self.per = money.parse(text.get("per", "1"))
        self.model = {"type": "per_unit", "price": text["price"]} if "price" in text else text["model"]
        self.meter = text.get("meter", "sum")
        self.minimum, self.maximum = (bound(text, name, scale) for name in ("minimum", "maximum"))
        self.increment = money.parse(text["increment"]) if "increment" in text else None
        self.discount, self.count_by = money.parse(text.get("discount_percent", "0")), text.get("count_by")
        self.by_usage = text.get("scope") == "usage"
        self.tier_of_period = not self.by_usage and one_tier(self.model)
        self.counter = text.get("group", self.id)
        bounded = self.minimum is not None or self.maximum is not None
        self.by_period = not self.by_usage and (needs_period(self.model) or self.meter not in ("sum", "count"))
        self.counted = bounded or self.by_period or self.meter not in ("sum", "count")
        self.each = not self.by_period or self.model["type"] == "percentage"
        self.a_call = self.model["type"] == "call" and not self.counted

    def order(self):
        """By product and place, the default first; there by most dimensions and latest start."""
        place = (2, self.prefix) if self.prefix else (1, self.country) if self.country else (0, "")
        return self.product, place, -len(self.when), -(self.start or 0)

    def begun(self, quantity):
        """With a begun increment as a whole one (rule `rating.increment`)."""
        return quantity if self.increment is None else -(-quantity // self.increment) * self.increment

    def in_force(self, time):
        """Between its first moment and its end, which is outside."""
        return (self.start is None or self.start <= time) and (self.end is None or time < self.end)

    def answers(self, usage, time):
        """In force, and the usage has all of its dimensions."""
        return self.in_force(time) and self.when.items() <= usage.get("dimensions", {}).items()


def bound(text, name, scale):
    """A commitment in ledger units, unrounded; None where there is none."""
    return money.parse(text[name]) * 10**scale if name in text else None


def needs_period(model):
    """Does the model look at what the period has used before?"""
    if model["type"] == "sum":
        return any(map(needs_period, model["models"]))
    return model["type"] in COUNTED or "free_usages" in model or "free_amount" in model


def one_tier(model):
    """Does one tier price all of a quantity? A size picks it only where that is a usage's own (rule `rating.volume`)."""
    return any(map(one_tier, model["models"])) if model["type"] == "sum" else model["type"] == "volume"


class Cards:
    """The rates of a rulebook by product and place."""

    def __init__(self, rates, scale):
        self.rates, self.products = [Rate(text, scale) for text in rates], {}
        self.by_id = {rate.id: rate for rate in self.rates}
        for rate in self.rates:
            place = ("country", rate.country) if rate.country else ("prefix", rate.prefix)
            self.products.setdefault(rate.product, {}).setdefault(place, []).append(rate)

    def find(self, usage, time, path):
        """By the longest prefix that has an answer, else by country, else the default; there by most dimensions."""
        places, number = self.products.get(usage["product"], {}), usage.get("destination", "").lstrip("+")
        order = [("prefix", number[:length]) for length in range(len(number), 0, -1)]
        order += [("country", usage.get("country")), ("prefix", "")]
        for place in order:
            fits = [rate for rate in places.get(place, ()) if rate.answers(usage, time)]
            if fits:
                return max(fits, key=lambda rate: len(rate.when))
        told = "destination" if number else "country" if "country" in usage else "product"
        raise Refusal("rate_missing", join(path, told))
