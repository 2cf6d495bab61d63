"""What the open period has seen of a rate or group: `rating.meter`, `rating.period`, `rating.period_end`,
`rating.commitment`. Totals are exact and in ledger units; what is posted is whole."""

from fractions import Fraction

from . import cards, days, money, prices, prorated, tiers
from .asked import Asked, Part, whole
from .refusal import refuse_if


class Counter:
    """A period's count of a rate or of a group."""

    def __init__(self, rate):
        self.rate, self.quantity, self.usages = rate, Fraction(0), 0
        self.total, self.posted, self.keys = Fraction(0), 0, frozenset()
        self.level, self.since, self.levels = None, None, prorated.Levels()

    def see(self, usage, quantity, time):
        """Lets the meter see a usage; what it adds to what was seen (rule `rating.meter`)."""
        before, meter = self.quantity, self.rate.meter
        if meter == "unique":
            self.keys |= {usage["key"]}
        late = self.since is not None and time < self.since
        if meter in cards.LASTING:
            self.pass_time(time)
            self.levels = self.levels.reach(quantity)
        if meter in cards.LASTING or (meter == "latest" and not late):
            self.level, self.since = quantity, time if self.since is None else max(time, self.since)
        self.quantity = {
            "sum": before + quantity, "count": before + 1, "maximum": max(before, quantity), "latest": before if late else quantity,
            "unique": Fraction(len(self.keys)), "time_weighted": self.quantity, "prorated": self.quantity,
        }[meter]  # fmt: skip
        return self.quantity - before

    def go_on(self, start):
        """The next period's count of a level that lasts."""
        other = Counter(self.rate)
        other.level, other.since = self.level, start
        return other

    def pass_time(self, now):
        """A level lasts until the next (quantity times seconds)."""
        if self.rate.meter in cards.LASTING and self.level is not None and now > self.since:
            self.levels = self.levels.last(self.level, now - self.since)
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
    made = found if rate.each else prices.less(book, rate, whole(asked))
    exact, amount = come_to(book, counter, (counter.total if rate.each else 0) + sum_of(book, made))
    return cut(book, rate, found, exact), exact, amount


def cut(book, rate, found, exact):
    """The parts, and what a maximum takes off them."""
    scale = 10**book.scale
    off = exact - sum_of(book, found) if rate.maximum is not None else 0
    return found + [Part("maximum", 1, rate.maximum / scale, off / scale)] if off else found


def sum_of(book, parts):
    """In ledger units."""
    return sum(part.amount for part in parts) * Fraction(10**book.scale)


def come_to(book, counter, total):
    """(exact, amount): what of a new total was not there, and what is not posted."""
    was, counter.total = capped(counter.rate, counter.total), total
    now = capped(counter.rate, total)
    amount = money.rounded(now, book.mode) - counter.posted
    counter.posted += amount
    return now - was, amount


def take_back(book, counter, rate, part, quantity, asked):
    """(parts, exact, amount), below zero: what is left of the period is what it was without (rule `rating.reversal`)."""
    before = counter.quantity
    counter.quantity -= quantity
    if deferred(rate) or not (rate.each or quantity):
        return [], Fraction(0), 0
    if rate.each:
        priced = lambda quantity: prices.less(book, rate, asked(rate.begun(Fraction(1) if rate.meter == "count" else quantity)))
        found = between([] if part.last else priced(part.left - part.goes), priced(part.left))
        total = counter.total - sum_of(book, found)
    else:
        was, left = rate.begun(before), rate.begun(counter.quantity)
        found = prices.less(book, rate, asked(was - left)._replace(before=left, usages=1))
        total = sum_of(book, prices.less(book, rate, Asked(left)))
    exact, amount = come_to(book, counter, total)
    return back(cut(book, rate, found, -exact)), exact, amount


def between(before, after):
    """The parts of one less those of the other."""
    known, out = list(before), []
    for part in after:
        same = next((other for other in known if other.what == part.what), None)
        if same:
            known.remove(same)
            part = part._replace(quantity=part.quantity - same.quantity, amount=part.amount - same.amount)
        out.append(part)
    return [part for part in out + back(known) if part.quantity or part.amount]


def back(parts):
    """With the other sign."""
    return [part._replace(quantity=-part.quantity, amount=-part.amount) for part in parts]


def end(book, counter, until, start):
    """(parts, exact, amount) that the period's end adds; the whole of it began at `start`."""
    rate, was, found = counter.rate, capped(counter.rate, counter.total), []
    if deferred(rate) or not (counter.usages or rate.by_usage):
        counter.pass_time(until)
        if rate.meter == "prorated":
            refuse_if(start is None, "missing_field", "/from")
            found = prorated.total(book, rate, counter.levels, until - start)
        else:
            found = prices.less(book, rate, Asked(rate.begun(counter.quantity)))
        counter.total, was = sum_of(book, found), Fraction(0)
        found = cut(book, rate, found, capped(rate, counter.total))
    due = total = capped(rate, counter.total)
    if rate.minimum is not None and total < rate.minimum:
        due, scale = rate.minimum, 10**book.scale
        found.append(Part("minimum commitment", 1, rate.minimum / scale, (due - total) / scale))
    amount = money.rounded(due, book.mode) - counter.posted
    counter.posted += amount
    return found, due - was, amount
