"""Draws that the generators share: amounts, instants, and chances from one seeded source."""

from fractions import Fraction

from model import days, money

AMOUNTS = [1, 2, 5, 10, 10, 20, 25, 25, 30, 40, 50, 75, 100, 100, 120, 150, 250]
STEPS = [0, 1, 1000, 60_000, 3_600_000, 3_600_000, 7_200_000, 20_000_000, days.DAY, days.DAY]


class Draw:
    """A seeded source with the few distributions that histories are made of."""

    def __init__(self, rng):
        self.rng, self.random, self.pick = rng, rng.random, rng.choice

    def chance(self, probability):
        """Yes, as often as said."""
        return self.random() < probability

    def some(self, items, most):
        """A few of them, each once, in random order."""
        return self.rng.sample(items, min(len(items), self.rng.randint(0, most)))

    def amount(self, minor, low=0):
        """A decimal of money: mostly round, sometimes with its minor units."""
        value = max(self.pick(AMOUNTS), low)
        if minor and self.chance(0.2):
            return f"{value}.{self.rng.randint(0, 10**minor - 1):0{minor}d}"
        return str(value)

    def step(self):
        """From one event to the next: at once, hours, days, now and then weeks."""
        if self.chance(0.06):
            return self.rng.randint(1, 40) * days.DAY
        return self.pick(STEPS)

    def instant(self, value):
        """How an instant is written: UTC mostly, the same in another zone sometimes."""
        if not self.chance(0.03):
            return days.show(value)
        shift = self.pick([-300, 60, 330])
        sign, ahead = "+" if shift > 0 else "-", abs(shift)
        return days.show(value + shift * 60_000)[:-1] + f"{sign}{ahead // 60:02d}:{ahead % 60:02d}"


def exact(value):
    """A Fraction as a decimal of at most twelve places, None where it is none."""
    if value < 0 or 10**12 % Fraction(value).denominator:
        return None
    return money.plain(Fraction(value))
