"""Exact amounts. On the ledger an amount is a whole number of units of 10**-scale; everything else is a Fraction."""

import re
from fractions import Fraction
from functools import lru_cache

MINOR_UNITS = {"USD": 2, "EUR": 2, "GBP": 2, "CAD": 2, "JPY": 0, "BHD": 3}
DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,12})?\Z")


@lru_cache(maxsize=65536)
def parse(text):
    """The exact value of a decimal, whether it came as text or as a whole JSON number."""
    text = str(text)
    whole, _, places = text.partition(".")
    return Fraction(int(whole + places), 10 ** len(places))


@lru_cache(maxsize=65536)
def units(text, scale):
    """A decimal in ledger units. Callers have checked with `places` that none is lost."""
    scaled = parse(text) * 10**scale
    assert scaled.denominator == 1, text
    return scaled.numerator


@lru_cache(maxsize=65536)
def places(text):
    """How many decimal places a decimal needs; zeros at the end need none."""
    below, count = parse(text).denominator, 0
    while 10**count % below:
        count += 1
    return count


@lru_cache(maxsize=65536)
def show(amount, scale):
    """Money as answers write it: every place of its ledger."""
    if scale == 0:
        return str(amount)
    sign, digits = ("-", -amount) if amount < 0 else ("", amount)
    whole, rest = divmod(digits, 10**scale)
    return f"{sign}{whole}.{rest:0{scale}d}"


def plain(value):
    """A quantity or price as answers write it: no place to spare."""
    count, below, power = 0, value.denominator, 1
    while power % below:
        power, count = power * 10, count + 1
    return show(value.numerator * (power // below), count)


def ratio(value):
    """An unrounded amount: a decimal where it ends within 28 digits after the point, else a quotient."""
    return plain(value) if 10**28 % value.denominator == 0 else f"{value.numerator}/{value.denominator}"


def read_ratio(text):
    """The value of an unrounded amount."""
    above, _, below = text.partition("/")
    return Fraction(above) / Fraction(below or 1)


def floor_units(value, step=1):
    """The largest multiple of `step` that is not above `value`."""
    return value // step * step


def ceiling_units(value, step=1):
    """The least multiple of `step` that is not below `value`."""
    return -(-value // step) * step


def rounded(value, mode):
    """A Fraction of ledger units to whole ones, by a named mode (rule `money.ledger_rounding`)."""
    low = value.numerator // value.denominator
    rest = value - low
    if not rest:
        return low
    if mode == "floor" or (mode == "down" and value > 0) or (mode == "up" and value < 0):
        return low
    if mode in ("ceiling", "down", "up"):
        return low + 1
    if rest * 2 != 1:
        return low + (rest * 2 > 1)
    if mode == "half_even":
        return low + low % 2
    return low + (value > 0)
