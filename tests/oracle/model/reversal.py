"""A usage is taken back: `rating.reversal`. What was priced by itself costs what is left of it costs; a period's count and
cost fall to what they are without it. What cannot be counted back is refused."""

from collections import namedtuple
from fractions import Fraction

from . import counters, money
from .asked import Asked
from .refusal import join, refuse_if

# A usage as it was rated, and what was taken back of it before: quantity, amount, and whether anything was.
Original = namedtuple("Original", "line time taken back again")
# What is left of its priced part, how much of that goes, what allowances have back, and whether nothing is left then.
Share = namedtuple("Share", "left goes covered last")
NONE = ([], Fraction(0), 0)


def check(card, original, usage, time, value, path):
    """It says what the usage said, was priced by the same rate, and takes no more than is left."""
    line = original.line
    said = {"product": line["product"], "unit": line["unit"], "subaccount": line.get("subaccount")}
    for name, was in said.items():
        refuse_if(usage.get(name) != was, "usage_reversal", join(path, name))
    refuse_if(time != original.time, "usage_reversal", join(path, "time"))
    left = money.parse(line["quantity"]) - original.taken
    too_much = money.parse(usage["quantity"]) > left or (original.again and not left)
    refuse_if(too_much, "usage_reversal", join(path, "quantity"))
    refuse_if((line["rate"], line.get("value", "")) != (card.id, value), "usage_reversal", join(path, "reverses"))


def hindered(book, card, usage, known):
    """May an allowance, a maximum or what is free have changed what it cost, or is there no number to count back from?"""
    if not known and any(allowance.covers(usage) for allowance in book.allowances) or card.meter not in ("sum", "count"):
        return True
    return frees(card.model) or (card.maximum is not None and card.each)


def frees(model):
    """Are first usages or amounts free?"""
    return any(map(frees, model["models"])) if model["type"] == "sum" else bool({"free_usages", "free_amount"} & set(model))


def share(original, quantity):
    """What was used last goes first, and allowances covered the beginning."""
    line, covered = original.line, [(each["allowance"], money.parse(each["quantity"])) for each in original.line.get("covered", ())]
    whole, priced = money.parse(line["quantity"]), money.parse(line["quantity"]) - sum(part for _, part in covered)
    left = priced - min(original.taken, priced)
    goes = min(quantity, left)
    skip, rest, back = max(original.taken - priced, 0), quantity - goes, []
    for name, part in reversed(covered):
        skipped = min(skip, part)
        given = min(rest, part - skipped)
        skip, rest = skip - skipped, rest - given
        back += [(name, given)] if given else []
    return Share(left, goes, back, original.taken + quantity >= whole)


def fee_of(book, line):
    """Is a connection fee due of so much of the usage, as allowances have covered some of it?"""
    covered = line.get("covered")
    always = any(book.allowance[each["allowance"]].fee for each in covered or ())
    return (lambda quantity: always) if covered else bool


def less(book, card, usage, original, part, alone):
    """(parts, exact, amount), below zero: of a usage that was priced by itself; the last part takes all that is left."""
    now, then = alone(part.left), NONE if part.last else alone(part.left - part.goes)
    whole = book.units(original.line["amount"]) - original.back
    return counters.between(then[0], now[0]), then[1] - now[1], -max(whole - then[2], 0)


def counted_back(book, period, card, usage, time, part, fee, path):
    """The same of what is counted in a period. A usage counts once, however many parts of it are taken back."""
    refuse_if(money.parse(usage.get("offset", "0")), "usage_offset", join(path, "offset"))
    refuse_if("size" in usage and card.tier_of_period, "size_scope", join(path, "size"))
    counter = period.counter(card, usage["dimensions"][card.count_by] if card.count_by else "")
    quantity = int(part.last) if card.meter == "count" else part.goes
    refuse_if(counter.quantity < quantity, "usage_reversal", join(path, "reverses"))
    size = money.parse(usage["size"]) if "size" in usage else None
    asked = lambda quantity: Asked(quantity, size=size, moment=time, fee=fee(quantity))
    return counters.take_back(book, counter, card, part, quantity, asked)


def uncover(lefts, covered):
    """What allowances had covered goes back to them: to the first that has used as much."""
    for name, rest in covered:
        for left in (left for left in lefts if left.allowance.id == name):
            part = min(rest, left.used)
            rest, left.used = rest - part, left.used - part
            left.left = None if left.left is None else left.left + part
