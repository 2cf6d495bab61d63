"""The verb `rate`: usages as those of one period, counted by time and then by id, each on its own line."""

from fractions import Fraction

from . import days, money, period, rating, verbs


def rate(call):
    """Lines in the call's order, what the period's end adds, and what is left of allowances."""
    book = verbs.rulebook(call)
    open_period, usages, lines = period.Period(book), call["usage"], {}
    times = [days.parse(usage["time"]) for usage in usages]
    for place, usage in enumerate(usages):
        rating.priceable(book, usage, times[place], f"/usage/{place}")
    for place in sorted(range(len(usages)), key=lambda place: (times[place], usages[place]["id"])):
        lines[place] = rating.rate(book, open_period, usages[place], times[place], f"/usage/{place}")
    until = days.parse(call["until"]) if "until" in call else max(times, default=None)
    name = "period"
    ends = [] if until is None else list(period.end(book, open_period, until, name))
    found = [lines[place] for place in range(len(usages))] + ends
    out = {"lines": [line for _, line in found[: len(usages)]]}
    out |= {"period_end": [line for _, line in ends]} if ends else {}
    lefts = sorted(open_period.lefts, key=lambda left: left.allowance.id)
    out |= {"allowances": [left.show() for left in lefts]} if lefts else {}
    total = sum(amount for amount, _ in found)
    exact = sum(money.read_ratio(line["exact"]) for _, line in found)
    rounding = Fraction(total, 10**book.scale) - exact
    return out | {"total": book.show(total), "exact": money.ratio(Fraction(exact)), "rounding": money.ratio(rounding)}
