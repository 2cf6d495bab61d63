"""A usage is taken back: `rating.reversal`. The period's count and cost fall to what they are without it; what cannot be
counted back is refused."""

from . import counters, money
from .refusal import join, refuse_if


def hindered(book, card, usage):
    """May an allowance, a maximum or what is free have changed what it cost, or is there no number to count back from?"""
    if any(allowance.covers(usage) for allowance in book.allowances) or card.meter not in ("sum", "count"):
        return True
    return frees(card.model) or (card.maximum is not None and card.each)


def frees(model):
    """Are first usages or amounts free?"""
    return any(map(frees, model["models"])) if model["type"] == "sum" else bool({"free_usages", "free_amount"} & set(model))


def taken_back(book, period, card, usage, value, path):
    """(parts, exact, amount) of what is counted in the period, all below zero."""
    counter = period.counter(card, value)
    quantity = 1 if card.meter == "count" else money.parse(usage["quantity"])
    refuse_if(counter.quantity < quantity, "usage_reversal", join(path, "reverses"))
    return counters.take_back(book, counter, card, usage, quantity)
