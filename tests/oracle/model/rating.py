"""A usage on its way to a line: `rating.lookup`, allowances, price, and one rounding (`money.ledger_rounding`). What
allowances leave counts toward tiers."""

from fractions import Fraction

from . import counters, days, money, prices, reversal
from .allowances import cover
from .asked import Asked
from .period import Period, line_of, told
from .refusal import join, refuse_if


def rate(book, period, usage, time, path, name=None):
    """(amount in ledger units, line) of a usage in the open period."""
    card = priceable(book, usage, time, path)
    whole, value = money.parse(usage["quantity"]), usage["dimensions"][card.count_by] if card.count_by else ""
    back = "reverses" in usage
    quantity, covered, fee = cover(period.lefts, usage, whole) if whole and not back else (whole, [], bool(whole))
    if card.counted and back:
        parts, exact, amount = reversal.taken_back(book, period, card, usage, value, path)
    elif card.counted:
        parts, exact, amount = counters.add(book, period.counter(card, value), card, usage, quantity, time, fee)
    else:
        parts, exact, amount = by_itself(book, card, usage, quantity, time, fee)
        parts, exact, amount = (counters.back(parts), -exact, -amount) if back else (parts, exact, amount)
    line = line_of(book, card, name or usage.get("id"), -whole if back else whole, exact, amount)
    line |= {"offset": money.plain(money.parse(usage["offset"]))} if "offset" in usage else {}
    line |= {"reverses": usage["reverses"]} if back else {}
    line |= ({"covered": covered} if covered else {}) | ({"value": value} if value else {})
    line |= {"deferred": True} if card.counted and counters.deferred(card) else {}
    line |= {"subaccount": usage["subaccount"]} if "subaccount" in usage else {}
    return amount, line | told(card, parts)


def by_itself(book, card, usage, quantity, time, fee):
    """(parts, exact, amount) of a usage that no other changes; a part of a call is the call to its end less the call to its
    beginning, each rounded as a whole one (rule `rating.slice`)."""
    size, offset = (money.parse(usage[name]) if name in usage else None for name in ("size", "offset"))
    if offset:
        reach = [prices.less(book, card, Asked(end, moment=time, fee=fee)) for end in (offset, offset + quantity)]
        began, ended = (counters.sum_of(book, parts) for parts in reach)
        return reach[1], ended - began, money.rounded(ended, book.mode) - money.rounded(began, book.mode)
    counted = card.begun(Fraction(1) if card.meter == "count" else quantity)
    parts = prices.less(book, card, Asked(counted, size=size, moment=time, fee=fee))
    exact = counters.sum_of(book, parts)
    return parts, exact, money.rounded(exact, book.mode)


def priceable(book, usage, time, path):
    """The rate of a usage; one that has none, is in another unit or without its key, or names a size in vain, is refused."""
    card = book.cards.find(usage, time, path)
    refuse_if(usage.get("unit", card.unit) != card.unit, "unit_mismatch", join(path, "unit"))
    if "reverses" in usage:
        refuse_if(reversal.hindered(book, card, usage), "usage_reversal", join(path, "reverses"))
    covered = any(allowance.whole is not None and allowance.covers(usage) for allowance in book.allowances)
    refuse_if(money.parse(usage.get("offset", "0")) and (covered or not card.a_call), "usage_offset", join(path, "offset"))
    refuse_if("size" in usage and card.tier_of_period, "size_scope", join(path, "size"))
    lost = card.count_by and card.count_by not in usage.get("dimensions", {})
    refuse_if(lost, "key_missing", join(path, "dimensions"))
    refuse_if(card.meter == "unique" and "key" not in usage, "key_missing", join(path, "key"))
    return card


def alone(book, usage, path, name=None):
    """A usage by itself, as a hold looks at it: no period, no allowance."""
    time = days.parse(usage["time"]) if isinstance(usage.get("time"), str) else usage.get("time", 0)
    return rate(book, Period(book), usage, time, path, name)
