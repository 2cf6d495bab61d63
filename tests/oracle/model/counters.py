"""What the open period has seen of a rate or group: `rating.meter`, `rating.period`, `rating.period_end`,
`rating.commitment`. Totals are exact and in ledger units; what is posted is whole."""

from fractions import Fraction

from . import cards, money, prices, tiers
from .asked import Asked, Part, whole


class Counter:
    """A period's count of a rate or of a group."""

    def __init__(self, rate):
        self.rate, self.quantity, self.usages = rate, Fraction(0), 0
        self.total, self.posted, self.keys = Fraction(0), 0, frozenset()
        self.level, self.since = None, None

    def see(self, usage, quantity, time):
        """Lets the meter see a usage; what it adds to what was seen (rule `rating.meter`)."""
        before, meter = self.quantity, self.rate.meter
        if meter == "unique":
            self.keys |= {usage["key"]}
        late = self.since is not None and time < self.since
        if meter == "time_weighted":
            self.pass_time(time)
        if meter == "time_weighted" or (meter == "latest" and not late):
            self.level, self.since = quantity, time if self.since is None else max(time, self.since)
        self.quantity = {
            "sum": before + quantity, "count": before + 1, "maximum": max(before, quantity), "latest": before if late else quantity,
            "unique": Fraction(len(self.keys)), "time_weighted": self.quantity,
        }[meter]  # fmt: skip
        return self.quantity - before

    def go_on(self, start):
        """The next period's count of a level that lasts."""
        other = Counter(self.rate)
        other.level, other.since = self.level, start
        return other

    def pass_time(self, now):
        """A level lasts until the next (quantity times seconds)."""
        if self.rate.meter == "time_weighted" and self.level is not None and now > self.since:
            self.quantity += self.level * Fraction(now - self.since, 1000)
            self.since = now


def deferred(rate):
    """Is the total known at the period's end only (rule `rating.period_end`)?"""
    return rate.meter in cards.AT_THE_END or (not rate.by_usage and tiers.can_fall(rate.model))


def capped(rate, total):
    """Most that a period costs (rule `rating.commitment`)."""
    return total if rate.maximum is None else min(total, rate.maximum)


def add(book, counter, rate, usage, quantity, time, fee):
    """(parts, exact, amount): the period with the usage, less what is posted of it (rule `rating.period`)."""
    counter.rate = rate
    before, seen = (rate.begun(counter.quantity), counter.usages) if rate.by_period else (Fraction(0), 0)
    more = counter.see(usage, quantity, time)
    more = rate.begun(counter.quantity) - before if rate.by_period else rate.begun(more)
    counter.usages += 1
    if deferred(rate):
        return [], Fraction(0), 0
    size = money.parse(usage["size"]) if "size" in usage else None
    asked = Asked(more, before, seen, size, time, fee)
    found = prices.less(book, rate, asked)
    each = not rate.by_period or rate.model["type"] == "percentage"
    made = found if each else prices.less(book, rate, whole(asked))
    was = capped(rate, counter.total)
    counter.total = (counter.total if each else Fraction(0)) + sum(part.amount for part in made) * 10**book.scale
    now = capped(rate, counter.total)
    amount = money.rounded(now, book.mode) - counter.posted
    counter.posted += amount
    return found, now - was, amount


def end(book, counter, until):
    """(parts, exact, amount) that the period's end adds."""
    rate, was, found = counter.rate, capped(counter.rate, counter.total), []
    if deferred(rate) or not (counter.usages or rate.by_usage):
        counter.pass_time(until)
        found = prices.less(book, rate, Asked(rate.begun(counter.quantity)))
        counter.total, was = sum(part.amount for part in found) * Fraction(10**book.scale), Fraction(0)
    due = total = capped(rate, counter.total)
    if rate.minimum is not None and total < rate.minimum:
        due, scale = rate.minimum, 10**book.scale
        found.append(Part("minimum commitment", 1, rate.minimum / scale, (due - total) / scale))
    amount = money.rounded(due, book.mode) - counter.posted
    counter.posted += amount
    return found, due - was, amount
