"""What of a fee that is given up is owed all the same, since so much was used of what it gave: `plan.used`. Kept is the larger
of two shares, that of the time and that of the allowance."""

from collections import namedtuple
from fractions import Fraction
from math import floor

from . import cycles

# In a window of time: the largest shares that are used of what a fee gives, and of what is given for the rest of the time; and
# whether something without a bound was used.
Used = namedtuple("Used", "start until of_window of_rest unlimited")
NOTHING = Used(0, 0, None, None, False)


def window(page):
    """The period in which allowances are given: what of it there is, and the whole."""
    book, account = page.book, page.account
    until = account.period_until
    return account.period_from, (min(cycles.months_on(book.zone, until, -1, book.anchor), account.period_from), until)


def rest(page, subscription, allowance, units, at):
    """What so many units are given of an allowance for the rest of its period, to a millionth."""
    _, cycle = window(page)
    share = cycles.share(page.book.zone, subscription.plan.proration, cycle, min(max(at, cycle[0]), cycle[1]), cycle[1])
    return Fraction(floor((allowance.of(units) or 0) * share * 10**6), 10**6)


def shares(page, subscription, at, then):
    """What is used beyond what is kept with the next plan. It is paid with what is not credited, and so is not used any more
    of what comes."""
    start, (_, until) = window(page)
    found, unlimited = {"credit": None, "quantity": None}, False
    for left in page.account.metered.lefts:
        allowance = left.allowance
        if left.subscription != subscription.name or allowance.prorated == "none":
            continue
        units = then[1] if then and allowance.id in then[0].allowances else None
        if left.left is None:
            unlimited |= bool(left.used) and units is None
            continue
        parted = allowance.prorated == "quantity"
        of = lambda units: rest(page, subscription, allowance, units, at) if parted else allowance.of(units) or Fraction(0)
        had, has = of(subscription.quantity), Fraction(0) if units is None else of(units)
        over = min(had, had - has - left.left if parted else left.used - left.rolled - has)
        if over > 0:
            found[allowance.prorated] = max(found[allowance.prorated] or Fraction(0), Fraction(over, had))
            left.used, left.left = left.used - over, left.left + over
    return Used(start, until, found["credit"], found["quantity"], unlimited)


def more(page, used, plan, start, until, at, of, payable):
    """By how much the share that was used is more than the share of time, of a fee that is given up at a moment; `of` is what
    a part of its time comes to, unrounded."""
    start, until = max(start, used.start), min(until, used.until)
    at = max(at, start)
    nothing = used.of_window is None and used.of_rest is None and not used.unlimited
    if at >= until or plan.proration == "none" or nothing:
        return 0
    left = most = payable(of(at, until))
    for share, first in ((used.of_window, start), (used.of_rest, at)):
        if share is not None:
            most = min(most, payable(of(first, until) * (1 - share)))
    if used.unlimited and plan.proration != "second":  # what has no bound has no share: a day is, at least
        second = page.book.zone.start_of(page.book.zone.day(start) + 1)
        most = min(most, payable(of(max(second, at), until)) if second < until else 0)
    return left - most
