"""The open period of rating: its counters, what is left of allowances, and what its end adds (`rating.period_end`)."""

from copy import copy
from fractions import Fraction

from . import counters, money
from .allowances import Left
from .asked import number
from .cards import LASTING

TOLD = ("graduated", "graduated_percentage", "call")


class Period:
    """Counters by name, and what is left of allowances."""

    def __init__(self, book):
        self.counters = {}
        self.lefts = [Left(allowance, allowance.whole) for allowance in book.allowances if allowance.included]

    def clone(self):
        """A copy to work on."""
        other = copy(self)
        other.counters = {name: copy(counter) for name, counter in self.counters.items()}
        other.lefts = [copy(left) for left in self.lefts]
        return other

    def counter(self, rate, value=""):
        """The count of a rate or of its group, of one value of a dimension where each counts by itself."""
        return self.counters.setdefault((rate.counter, value), counters.Counter(rate))

    def begin(self, start):
        """Counters begin anew, but for levels that last."""
        lasting = {name: counter for name, counter in self.counters.items() if counter.rate.meter in LASTING}
        self.counters = {name: counter.go_on(start) for name, counter in lasting.items() if counter.level}

    def renew(self, subscriptions):
        """Allowances are whole again, with what rolls over."""
        for left in self.lefts:
            left.renew(subscriptions[left.subscription].quantity if left.subscription else 1)


def line_of(book, card, name, quantity, exact, amount):
    """What every line says."""
    line = {"usage": name, "product": card.product, "rate": card.id, "quantity": money.plain(quantity), "unit": card.unit}
    if "price" in card.text:
        line["price"] = money.plain(number(card.model, "price"))
    if card.per != 1:
        line["per"] = money.plain(card.per)
    return line | {"exact": money.ratio(exact / 10**book.scale), "amount": book.show(amount)}


def told(card, parts):
    """The parts of an amount, of models whose parts are compared."""
    shown = lambda part: [money.ratio(Fraction(number)) for number in part[1:]]
    known = [{"what": part.what} | dict(zip(("quantity", "price", "amount"), shown(part))) for part in parts]
    beside = "price" in card.text and (card.discount and any(part.quantity and part.price for part in parts) or len(parts) > 1)
    return {"parts": known} if known and (card.model["type"] in TOLD or beside) else {}


def is_owed(card):
    """Is something due of it without usage?"""
    flat = card.model.get("flat_at_zero") and money.parse(card.model["tiers"][0].get("flat", "0"))
    sums = any(money.parse(each.get("tiers", [{}])[0].get("flat", "0")) for each in card.model.get("models", ()) if each.get("flat_at_zero"))
    return bool(card.counted and (card.minimum or not card.by_usage and (flat or sums)))


def end(book, period, until, name, start, empty=False):
    """(amount, line) of all that the end of a period adds that began at `start`, in the order of products, places and times;
    of one without length only of what was used."""
    for card in book.cards.rates:
        if card.counted and card.in_force(until - 1) and not card.count_by:
            period.counter(card)
    for (_, value), counter in sorted(period.counters.items(), key=lambda item: (item[1].rate.order(), item[0])):
        if empty and not counter.usages:
            continue
        parts, exact, amount = counters.end(book, counter, until, start)
        if exact or amount:
            quantity = counter.levels.peak if counter.rate.meter == "prorated" else counter.quantity
            line = line_of(book, counter.rate, name, quantity, exact, amount) | told(counter.rate, parts)
            yield amount, line | ({"value": value} if value else {})
