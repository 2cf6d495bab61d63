"""The verb `rate`: usages as those of one period, counted in their order, each on its own line, or summed up only."""

from fractions import Fraction

from . import days, money, order, period, rating, reversal, verbs
from .refusal import Refusal, refuse_if


def rate(call):
    """Lines in the call's order, what the period's end adds, and what is left of allowances."""
    book = verbs.rulebook(call)
    open_period, usages, lines, wrong = period.Period(book), call["usage"], {}, {}
    times = [days.parse(usage["time"]) for usage in usages]
    known = {}
    for place in in_order(usages):
        try:
            lines[place] = line(book, open_period, usages[place], times[place], f"/usage/{place}", known)
        except Refusal as refusal:
            wrong[place] = refusal
    if wrong:
        raise wrong[min(wrong)]
    start, until = (days.parse(call[name]) if name in call else None for name in ("from", "until"))
    until = max(times, default=None) if until is None else until
    refuse_if(until is None and any(map(period.is_owed, book.cards.rates)), "missing_field", "/until")
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


def line(book, open_period, usage, time, path, known):
    """(amount, line) of a usage, or of what takes one back: then what is known of that is brought up to date."""
    if "reverses" not in usage:
        amount, line = rating.rate(book, open_period, usage, time, path)
        known[usage["id"]] = reversal.Original(line, time, 0, 0, False)
        return amount, line
    original = known.get(usage["reverses"])
    amount, line, covered = rating.take_back(book, open_period, usage, time, original, path)
    reversal.uncover(open_period.lefts, covered)
    if original:
        taken, back = original.taken + money.parse(usage["quantity"]), original.back - amount
        known[usage["reverses"]] = original._replace(taken=taken, back=back, again=True)
    return amount, line


def in_order(usages):
    """Places by time, then by what they say, then by id; of one moment what takes usages back comes last."""
    return sorted(range(len(usages)), key=lambda place: order.of_usage(usages[place], days.parse(usages[place]["time"])))
