"""The verb `rate`: usages as those of one period, counted by time and then by id, each on its own line, or summed up only."""

from fractions import Fraction

from . import days, money, period, rating, verbs
from .refusal import Refusal


def rate(call):
    """Lines in the call's order, what the period's end adds, and what is left of allowances."""
    book = verbs.rulebook(call)
    open_period, usages, lines, wrong = period.Period(book), call["usage"], {}, {}
    times = [days.parse(usage["time"]) for usage in usages]
    for place in in_order(usages):
        try:
            lines[place] = rating.rate(book, open_period, usages[place], times[place], f"/usage/{place}")
        except Refusal as refusal:
            wrong[place] = refusal
    if wrong:
        raise wrong[min(wrong)]
    start, until = (days.parse(call[name]) if name in call else None for name in ("from", "until"))
    until = max(times, default=None) if until is None else until
    ends = [] if until is None else list(period.end(book, open_period, until, "period", start))
    found = [lines[place] for place in range(len(usages))] + ends
    out = {"lines": [] if call.get("totals_only") else [line for _, line in found[: len(usages)]]}
    out |= {"period_end": [line for _, line in ends]} if ends else {}
    lefts = sorted(open_period.lefts, key=lambda left: left.allowance.id)
    out |= {"allowances": [left.show() for left in lefts]} if lefts else {}
    total = sum(amount for amount, _ in found)
    exact = sum(money.read_ratio(line["exact"]) for _, line in found)
    rounding = Fraction(total, 10**book.scale) - exact
    return out | {"total": book.show(total), "exact": money.ratio(Fraction(exact)), "rounding": money.ratio(rounding)}


def in_order(usages):
    """Places by time and then by id; of one moment what takes usages back comes last."""
    order = lambda usage: (days.parse(usage["time"]), "reverses" in usage, usage["id"])
    return sorted(range(len(usages)), key=lambda place: order(usages[place]))
