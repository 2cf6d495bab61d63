"""Prices by tiers and steps: `rating.graduated`, `rating.volume`, `rating.stairstep`, `rating.graduated_percentage`."""

from fractions import Fraction
from math import ceil

from . import money
from .asked import Part, number


def bounds(tiers):
    """(from, to, tier) of each; the last has no end."""
    low = Fraction(0)
    for tier in tiers:
        high = money.parse(tier["up_to"]) if "up_to" in tier else None
        yield low, high, tier
        low = high


def tier_name(high):
    """As parts of an amount name it."""
    return "last tier" if high is None else f"tier to {money.plain(high)}"


def first_flat(model, asked):
    """Where the switch says so the first tier is entered with the first usage, even one of zero."""
    return model.get("flat_at_zero", False) and not asked.usages


def graduated(book, model, per, asked):
    """Each tier (from, to] prices its own part; a tier that is entered adds its flat amount."""
    out, before, after = [], asked.before, asked.before + asked.quantity
    for place, (low, high, tier) in enumerate(bounds(model["tiers"])):
        inside = lambda total: blocks(tier, max((total if high is None else min(total, high)) - low, Fraction(0)))
        more, price = inside(after) - inside(before), price_of(tier)
        if more and price is not None:
            out.append(Part(tier_name(high), more, price, more * price / (100 if "percent" in tier else per)))
        switched = model.get("flat_at_zero", False) and not place
        entered = not asked.usages if switched else before <= low < after
        if entered and number(tier, "flat"):
            out.append(Part("flat amount", 1, number(tier, "flat"), number(tier, "flat")))
    return out


def price_of(tier):
    """A price or a percentage; a tier that has only a flat amount has none."""
    text = tier.get("price", tier.get("percent"))
    return None if text is None else money.parse(text)


def blocks(tier, quantity):
    """Units, or whole blocks of them."""
    return Fraction(ceil(quantity / money.parse(tier["block"]))) if "block" in tier else quantity


def volume_total(model, per, quantity, size, used):
    """All of it at the price of the tier that holds it."""
    size = quantity if size is None else size
    if not quantity:
        return number(model["tiers"][0], "flat") if model.get("flat_at_zero") and used else Fraction(0)
    _, _, tier = next(item for item in bounds(model["tiers"]) if item[1] is None or size <= item[1])
    return blocks(tier, quantity) * number(tier, "price") / per + number(tier, "flat")


def volume(book, model, per, asked):
    """What the whole costs now, less what it cost before."""
    after = volume_total(model, per, asked.before + asked.quantity, asked.size, True)
    before = volume_total(model, per, asked.before, asked.size, asked.usages > 0)
    return [Part("volume", asked.quantity, 0, after - before)]


def stairstep_total(model, quantity):
    """The amount of the step that holds it."""
    if not quantity:
        return Fraction(0)
    _, _, step = next(item for item in bounds(model["steps"]) if item[1] is None or quantity <= item[1])
    return number(step, "amount")


def stairstep(book, model, per, asked):
    """The step now, less the step before."""
    more = stairstep_total(model, asked.before + asked.quantity) - stairstep_total(model, asked.before)
    return [Part("step", 1, more, more)]


def can_fall(model):
    """Can a total be less than it was? Where it can, it is known at the period's end only. Tiers tell: a price, a flat
    amount or a step that is less than the one before, or blocks of another size."""
    if model["type"] == "sum":
        return any(can_fall(each) for each in model["models"])
    if model["type"] == "stairstep":
        amounts = [number(step, "amount") for step in model["steps"]]
        return any(later < sooner for sooner, later in zip(amounts, amounts[1:]))
    if model["type"] != "volume":
        return False
    less = lambda here, there: any(number(there, name) < number(here, name) for name in ("price", "flat"))
    pairs = zip(model["tiers"], model["tiers"][1:])
    return any(less(here, there) or here.get("block") != there.get("block") for here, there in pairs)
