"""What a call costs: `rating.call`. It is walked from its start by increments, by place in the call and time of day."""

from bisect import bisect_right
from fractions import Fraction
from math import ceil

from . import days, money

NAMES = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
MINUTE = 60_000


class Week:
    """Windows of the week in a zone's local time."""

    def __init__(self, windows, zone):
        self.windows = {}
        for window in windows:
            span = (minutes(window.get("from", "00:00")), minutes(window.get("until", "24:00")))
            self.windows.setdefault(window["id"], []).append((set(window["days"]), *span))
        self.edges = sorted({edge for spans in self.windows.values() for _, *span in spans for edge in span} | {0, 1440})
        self.zone = zone

    def holds(self, name, moment):
        """Is it the window's time?"""
        day, rest = divmod(self.zone.local(moment), days.DAY)
        today = NAMES[(day + 3) % 7]
        return any(today in on and start * MINUTE <= rest < end * MINUTE for on, start, end in self.windows[name])

    def next_edge(self, moment):
        """The earliest moment after at which any window can begin or end."""
        rest = self.zone.local(moment) % days.DAY
        edge = next(minute * MINUTE for minute in self.edges if minute * MINUTE > rest)
        return min([moment + edge - rest, *self.zone.moves_after(moment)])


def minutes(text):
    """HH:MM as minutes of the day."""
    return int(text[:2]) * 60 + int(text[3:])


def prices_at(week, model, moment):
    """(name, band or call) in force: the first band whose window holds the moment, else the call's own prices."""
    for band in model.get("bands", ()):
        if week.holds(band["window"], moment):
            return band["window"], band
    return None, model


def walk(book, model, per, quantity, start, fee):
    """Parts as (what, quantity, price, amount): the fee, each stretch at one price, and what the bounds add or take."""
    if not quantity and not fee:
        return []
    week, bands, out, at = book.week, model.get("bands"), [], Fraction(0)
    first = prices_at(week, model, start)[1]
    amount = money.parse(first.get("connection_fee", "0"))
    if fee and amount:
        out.append(("connection fee", 1, amount, amount))
    while at < quantity:
        moment = start + at * 1000 if bands else start
        name, prices = prices_at(week, model, moment)
        froms = [money.parse(segment["from"]) for segment in prices["segments"]]
        place = bisect_right(froms, at) - 1
        segment, stops = prices["segments"][place], [quantity, *froms[place + 1 : place + 2]]
        stops += [(week.next_edge(moment) - start) / Fraction(1000)] if bands else []
        increment, price = money.parse(segment["increment"]), money.parse(segment["price"])
        taken = ceil((min(stops) - at) / increment) * increment
        out.append((f"from {money.plain(at)}" + (f" in {name}" if name else ""), taken, price, taken * price / per))
        at += taken
    return bounded(model, out)


def bounded(model, out):
    """Least and most that a call costs, fee included."""
    total = sum(part[3] for part in out)
    if "minimum" in model and total < money.parse(model["minimum"]):
        out.append(("minimum", 1, 0, money.parse(model["minimum"]) - total))
    if "maximum" in model and total > money.parse(model["maximum"]):
        out.append(("maximum", 1, 0, money.parse(model["maximum"]) - total))
    return out
