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
    whole, value = money.parse(usage["quantity"]), value_of(card, usage)
    quantity, covered, fee = cover(period.lefts, usage, whole) if whole else (whole, [], False)
    if card.counted:
        parts, exact, amount = counters.add(book, period.counter(card, value), card, usage, quantity, time, fee)
    else:
        parts, exact, amount = by_itself(book, card, usage, quantity, time, fee)
    return amount, line_of_usage(book, card, usage, name, whole, covered, value, exact, amount, parts)


def take_back(book, period, usage, time, original, path):
    """(amount, line, what allowances have back) of a usage that takes another back."""
    card = found(book, usage, time, path)
    if original:
        lost(card, usage, path, keys=False)
        reversal.check(card, original, usage, time, value_of(card, usage), path)
    refuse_if(reversal.hindered(book, card, usage, original), "usage_reversal", join(path, "reverses"))
    whole = money.parse(usage["quantity"])
    part = reversal.share(original, whole) if original else reversal.Share(whole, whole, [], True)
    fee = reversal.fee_of(book, original.line if original else {})
    if card.counted:
        lost(card, usage, path, keys=False)
        parts, exact, amount = reversal.counted_back(book, period, card, usage, time, part, fee, path)
    else:
        if original is None:
            sliced(book, card, usage, path)
        refuse_if(original is None, "original_missing", join(path, "reverses"))
        at = usage | {"offset": original.line.get("offset", "0")}
        alone = lambda quantity: by_itself(book, card, at, quantity, time, fee(quantity))
        parts, exact, amount = reversal.less(book, card, usage, original, part, alone)
        parts = counters.back(parts)
    covered = [{"allowance": name, "quantity": money.plain(share)} for name, share in part.covered]
    line = line_of_usage(book, card, usage, None, -whole, covered, value_of(card, usage), exact, amount, parts)
    return amount, line, part.covered


def value_of(card, usage):
    """Of the dimension that the rate counts by."""
    return usage["dimensions"][card.count_by] if card.count_by else ""


def line_of_usage(book, card, usage, name, whole, covered, value, exact, amount, parts):
    """What the line of a usage says beside what every line does."""
    line = line_of(book, card, name or usage.get("id"), whole, exact, amount)
    line |= {"offset": money.plain(money.parse(usage["offset"]))} if "offset" in usage else {}
    line |= {"reverses": usage["reverses"]} if "reverses" in usage else {}
    line |= ({"covered": covered} if covered else {}) | ({"value": value} if value else {})
    line |= {"deferred": True} if card.counted and counters.deferred(card) else {}
    line |= {"subaccount": usage["subaccount"]} if "subaccount" in usage else {}
    return line | told(card, parts)


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


def found(book, usage, time, path):
    """The rate of a usage; one that has none, or is in another unit, is refused."""
    card = book.cards.find(usage, time, path)
    refuse_if(usage.get("unit", card.unit) != card.unit, "unit_mismatch", join(path, "unit"))
    return card


def priceable(book, usage, time, path):
    """The same; one without its key, or that names a place of a call or a size in vain, is refused."""
    card = found(book, usage, time, path)
    sliced(book, card, usage, path)
    refuse_if("size" in usage and card.tier_of_period, "size_scope", join(path, "size"))
    lost(card, usage, path)
    return card


def sliced(book, card, usage, path):
    """A place of a call is of a call that no allowance with an end may have covered in part."""
    covered = any(allowance.whole is not None and allowance.covers(usage) for allowance in book.allowances)
    refuse_if(money.parse(usage.get("offset", "0")) and (covered or not card.a_call), "usage_offset", join(path, "offset"))


def lost(card, usage, path, keys=True):
    """What a rate counts by must be named."""
    gone = card.count_by and card.count_by not in usage.get("dimensions", {})
    refuse_if(gone, "key_missing", join(path, "dimensions"))
    refuse_if(keys and card.meter == "unique" and "key" not in usage, "key_missing", join(path, "key"))


def alone(book, usage, path, name=None):
    """A usage by itself, as a hold looks at it: no period, no allowance."""
    time = days.parse(usage["time"]) if isinstance(usage.get("time"), str) else usage.get("time", 0)
    return rate(book, Period(book), usage, time, path, name)
