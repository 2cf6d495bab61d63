"""What price models are asked and what they answer: parts of an amount, exact."""

from collections import namedtuple
from fractions import Fraction

from . import money

Part = namedtuple("Part", "what quantity price amount")
# What is priced: `quantity` after `before` of the period and after `usages` usages; `size` picks a tier where it stands;
# a call begins at `moment` and pays its connection fee, or not.
Asked = namedtuple("Asked", "quantity before usages size moment fee", defaults=(Fraction(0), 0, None, 0, False))


def number(model, name, absent="0"):
    """A decimal of a model."""
    return money.parse(model.get(name, absent))


def whole(asked):
    """The period from its start."""
    return asked._replace(quantity=asked.before + asked.quantity, before=Fraction(0), usages=0)
