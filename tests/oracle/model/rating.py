"""A usage on its way to a line: `rating.lookup`, allowances, price, and one rounding (`money.ledger_rounding`). What
allowances leave counts toward tiers."""

from fractions import Fraction

from . import counters, days, money, prices
from .allowances import cover
from .asked import Asked
from .period import Period, line_of, told
from .refusal import join, refuse_if


def rate(book, period, usage, time, path, name=None):
    """(amount in ledger units, line) of a usage in the open period."""
    card = priceable(book, usage, time, path)
    whole = money.parse(usage["quantity"])
    quantity, covered, fee = cover(period.lefts, usage, whole) if whole else (whole, [], False)
    if card.counted:
        parts, exact, amount = counters.add(book, period.counter(card), card, usage, quantity, time, fee)
    else:
        size = money.parse(usage["size"]) if "size" in usage else None
        asked = Asked(Fraction(1) if card.meter == "count" else quantity, size=size, moment=time, fee=fee)
        parts = prices.parts(book, card.model, card.per, asked)
        exact = sum(part.amount for part in parts) * Fraction(10**book.scale)
        amount = money.rounded(exact, book.mode)
    line = line_of(book, card, name or usage.get("id"), whole, exact, amount)
    line |= {"covered": covered} if covered else {}
    line |= {"deferred": True} if card.counted and counters.deferred(card) else {}
    line |= {"subaccount": usage["subaccount"]} if "subaccount" in usage else {}
    return amount, line | told(card, parts)


def priceable(book, usage, time, path):
    """The rate of a usage; one that has none, or is in another unit or without its key, is refused."""
    card = book.cards.find(usage, time, path)
    refuse_if(usage.get("unit", card.unit) != card.unit, "unit_mismatch", join(path, "unit"))
    refuse_if(card.meter == "unique" and "key" not in usage, "key_missing", join(path, "key"))
    return card


def alone(book, usage, path, name=None):
    """A usage by itself, as a hold looks at it: no period, no allowance."""
    time = days.parse(usage["time"]) if isinstance(usage.get("time"), str) else usage.get("time", 0)
    return rate(book, Period(book), usage, time, path, name)
