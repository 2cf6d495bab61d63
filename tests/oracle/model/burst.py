"""What one burst of auto-recharge charges: `recharge.trigger`, `.repeat`, `.combine`, `.target`, `.limits`, `.ladder`."""

from fractions import Fraction
from hashlib import sha256

from . import money

LIMITS = ["charges_limit", "per_trigger", "per_day", "per_month"]


def charge_id(account, event, sequence, rule="recharge.repeat"):
    """The same decision twice is the same charge: its id is made of account, rule, event and place in the burst."""
    return derived("rc_", [account, rule, event], sequence)


def derived(prefix, names, sequence):
    """An id that the same names make again."""
    text = "".join(f"{name}\n" for name in names).encode() + sequence.to_bytes(4, "big")
    return prefix + sha256(text).hexdigest()[:40]


def triggered(book, setting, balance, fresh=True):
    """`below`, or `at_or_below` where the rulebook says so; a burst under way ends at the threshold."""
    if not setting or not setting["enabled"]:
        return False
    threshold = setting["threshold"]
    return balance < threshold or (fresh and book.at_or_below and balance == threshold)


def rooms(book, setting, sequence, burst, today, month):
    """What each limit leaves: a count of charges for the rulebook's bound, amounts for the owner's."""
    taken = {"per_trigger": burst, "per_day": today, "per_month": month}
    limits = setting["limits"]
    amounts = [(name, limits[name] - taken[name]) for name in LIMITS[1:] if name in limits]
    return book.charges_limit - (sequence - 1), amounts


def plan_repeat(book, setting, balance, sequence, burst, today, month):
    """The least n that reaches the threshold, cut by limits: (amount of the next charge, charges to come, cut by)."""
    amount, high = setting["amount"], book.recharge_bounds[1]
    left = max(-((balance - setting["threshold"]) // amount), 1)
    together, cut_by = 1, None
    if setting["combine"]:
        together = left if high is None else max(min(high // amount, left), 1)
    charges, amounts = rooms(book, setting, sequence, burst, today, month)
    if -(-left // together) > charges:
        cut_by, left = "charges_limit", max(charges, 0) * together
    for name, room in amounts:
        if max(room, 0) // amount < left:
            cut_by, left = name, max(room, 0) // amount
    return min(together, left) * amount, -(-left // together), cut_by


def plan_single(book, setting, balance, sequence, burst, today, month):
    """`target` and `step_over`: one charge up to the target, cut to what limits leave in whole minor units."""
    target = setting["target"] if setting["style"] == "target" else setting["threshold"] + setting["amount"]
    amount, cut_by = money.ceiling_units(target - balance, book.cent), None
    low, high = book.recharge_bounds
    if high is not None and amount > high:
        amount, cut_by = high, "maximum"
    charges, amounts = rooms(book, setting, sequence, burst, today, month)
    if charges <= 0:
        return 0, 0, "charges_limit"
    for name, room in amounts:
        if max(room, 0) < amount:
            amount, cut_by = money.floor_units(max(room, 0), book.cent), name
    return (0, 0, cut_by) if amount < max(low or 0, 1) else (amount, 1, cut_by)


def plan(book, setting, balance, sequence, burst, today, month):
    """The next charge of a burst, how many are to come as things stand, and what cut them."""
    by_style = plan_repeat if setting["style"] == "repeat" else plan_single
    return by_style(book, setting, balance, sequence, burst, today, month)


def rungs_under(book, setting, balance):
    """Rungs strictly under a balance, highest first (rule `recharge.ladder`)."""
    rungs = [Fraction(percent * setting["threshold"], 100) for percent in book.ladder]
    return [rung for rung in rungs if rung < balance]
