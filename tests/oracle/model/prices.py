"""What a quantity costs: `rating.per_unit`, `rating.flat`, `rating.package`, `rating.graduated`, `rating.volume`,
`rating.stairstep`, `rating.percentage`, `rating.graduated_percentage`, `rating.sum`. Amounts are exact Fractions."""

from collections import namedtuple
from fractions import Fraction
from math import ceil, floor

from . import calls, money

Part = namedtuple("Part", "what quantity price amount")
# What is priced: `quantity` after `before` of the period and after `usages` usages; `size` picks a tier where it stands;
# a call begins at `moment` and pays its connection fee, or not.
Asked = namedtuple("Asked", "quantity before usages size moment fee", defaults=(Fraction(0), 0, None, 0, False))


def number(model, name, absent="0"):
    """A decimal of a model."""
    return money.parse(model.get(name, absent))


def parts(book, model, per, asked):
    """The parts of an amount: what `asked.quantity` adds to what was before."""
    return MODELS[model["type"]](book, model, per, asked)


def per_unit(book, model, per, asked):
    """Quantity times price."""
    price = number(model, "price")
    return [Part("price", asked.quantity, price, asked.quantity * price / per)]


def flat(book, model, per, asked):
    """One amount whenever anything is used."""
    amount = number(model, "amount")
    return [Part("flat", 1, amount, amount)] if asked.quantity else []


def package(book, model, per, asked):
    """Whole packages of the sum less what is free: a begun one is a whole one, or none at all."""
    size, price, free = number(model, "size"), number(model, "price"), number(model, "free")
    whole = floor if model.get("partial") == "down" else ceil
    count = lambda quantity: whole(max(quantity - free, 0) / size)
    more = count(asked.before + asked.quantity) - count(asked.before)
    return [Part("packages", more, price, more * price)]


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


def whole(asked):
    """The period from its start."""
    return asked._replace(quantity=asked.before + asked.quantity, before=Fraction(0), usages=0)


def call(book, model, per, asked):
    """A call by connection fee, increments and time of day."""
    return [Part(*part) for part in calls.walk(book, model, per, asked.quantity, asked.moment, asked.fee)]


MODELS = {
    "per_unit": per_unit, "flat": flat, "package": package, "graduated": graduated, "volume": volume, "stairstep": stairstep,
    "percentage": percentage, "graduated_percentage": graduated, "sum": several, "call": call,
}  # fmt: skip


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
