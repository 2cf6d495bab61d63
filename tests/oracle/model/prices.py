"""What a quantity costs: `rating.per_unit`, `rating.flat`, `rating.package`, `rating.percentage`, `rating.sum`; tiers and
calls have files of their own. Amounts are exact Fractions."""

from fractions import Fraction
from math import ceil, floor

from . import calls, money
from .asked import Part, number, whole
from .tiers import graduated, stairstep, volume


def parts(book, model, per, asked):
    """The parts of an amount: what `asked.quantity` adds to what was before."""
    return MODELS[model["type"]](book, model, per, asked)


def less(book, rate, asked):
    """The same, less the rate's own discount (rule `rating.discount`)."""
    return parts_less(book, rate, rate.model, asked)


def parts_less(book, rate, model, asked):
    """By a model that need not be the rate's own."""
    found = parts(book, model, rate.per, asked)
    if not rate.discount:
        return found
    left, what = 1 - rate.discount / 100, f", less {money.plain(rate.discount)} %"
    return [part._replace(what=part.what + what, amount=part.amount * left) for part in found]


def per_unit(book, model, per, asked):
    """Quantity times price."""
    price = number(model, "price")
    return [Part("price", asked.quantity, price, asked.quantity * price / per)] if asked.quantity else []


def flat(book, model, per, asked):
    """One amount whenever anything is used."""
    amount = number(model, "amount")
    return [Part("flat", 1, amount, amount)] if asked.quantity else []


def package(book, model, per, asked):
    """Whole packages of the sum less what is free: a begun one is a whole one, or none at all."""
    size, price, free = number(model, "size"), number(model, "price"), number(model, "free")
    begun = floor if model.get("partial") == "down" else ceil
    count = lambda quantity: begun(max(quantity - free, 0) / size)
    more = count(asked.before + asked.quantity) - count(asked.before)
    return [Part("packages", more, price, more * price)]


def free_of(model, asked):
    """What of a usage is free: the first usages, the first sum, or the first usages as far as the sum reaches."""
    if "free_usages" in model and asked.usages >= model["free_usages"]:
        return Fraction(0)
    if "free_amount" in model:
        return min(max(number(model, "free_amount") - asked.before, Fraction(0)), asked.quantity)
    return asked.quantity if "free_usages" in model else Fraction(0)


def percentage(book, model, per, asked):
    """So many hundredths and a fixed part, within bounds; a usage that is wholly free costs nothing."""
    charged = asked.quantity - free_of(model, asked)
    if not charged:
        return []
    amount = charged * number(model, "percent") / 100 + number(model, "fixed")
    amount = max(amount, number(model, "minimum"))
    amount = min(amount, number(model, "maximum")) if "maximum" in model else amount
    return [Part("percentage", charged, number(model, "percent"), amount)]


def several(book, model, per, asked):
    """Several models over one quantity are added. Where one of them looks at the period, all do: the sum of the period with
    the usage, less the sum without it."""
    found = [part for each in model["models"] for part in parts(book, each, per, whole(asked))]
    if not asked.usages:
        return found
    before = whole(asked._replace(quantity=asked.before, before=Fraction(0)))
    return found + [part._replace(amount=-part.amount) for each in model["models"] for part in parts(book, each, per, before)]


def call(book, model, per, asked):
    """A call by connection fee, increments and time of day."""
    return [Part(*part) for part in calls.walk(book, model, per, asked.quantity, asked.moment, asked.fee)]


MODELS = {
    "per_unit": per_unit, "flat": flat, "package": package, "graduated": graduated, "volume": volume, "stairstep": stairstep,
    "percentage": percentage, "graduated_percentage": graduated, "sum": several, "call": call,
}  # fmt: skip
