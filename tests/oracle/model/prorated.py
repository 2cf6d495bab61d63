"""Levels that have a price a period: `rating.prorated`. A level costs its share of the whole period's seconds; tiers' flat
amounts are whole, and those of the highest level. Times are milliseconds."""

from fractions import Fraction

from . import prices
from .asked import Asked, Part


class Levels:
    """What has lasted how long in the open period; never changed, so that copies may share it."""

    def __init__(self, lasted=(), peak=Fraction(0)):
        self.lasted, self.peak = lasted, peak

    def reach(self, level):
        """A level counts as the highest even where it lasts no time."""
        return Levels(self.lasted, max(self.peak, level))

    def last(self, level, span):
        """A level has lasted so long."""
        return Levels(self.lasted + ((level, span),), max(self.peak, level)) if span else self


def total(book, rate, levels, whole):
    """The parts of a period of so many milliseconds; quantities are units times seconds."""
    bare, found = without_flat(rate.model), {}
    for level, span in levels.lasted:
        for part in priced(book, rate, bare, level):
            known = found.get(part.what, part._replace(quantity=0, amount=0))
            more = part.amount * span / whole
            found[part.what] = part._replace(quantity=known.quantity + part.quantity * Fraction(span, 1000), amount=known.amount + more)
    once = lambda model, sign: [sign * part.amount for part in priced(book, rate, model, levels.peak)]
    flat = sum(once(rate.model, 1) + once(bare, -1))
    named = [part for part in priced(book, rate, rate.model, levels.peak) if part.what.startswith("flat amount")]
    shown = sum(part.amount for part in named)
    return [*found.values(), *named, *([] if shown == flat else [Part("once", 1, flat, flat - shown)])]


def priced(book, rate, model, level):
    """What a level has to pay for a whole period."""
    return prices.parts_less(book, rate, model, Asked(rate.begun(level)))


def without_flat(model):
    """Tiers without their flat amounts, those of models that are added as well."""
    if model["type"] == "sum":
        return model | {"models": [without_flat(each) for each in model["models"]]}
    if "tiers" not in model:
        return model
    tiers = [{name: value for name, value in tier.items() if name != "flat"} for tier in model["tiers"]]
    return {name: value for name, value in model.items() if name != "flat_at_zero"} | {"tiers": tiers}
