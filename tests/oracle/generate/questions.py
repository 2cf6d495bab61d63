"""What is asked about an account at the end of its history, by verbs that only read."""

from model import days
from . import owners


def make(draw, facts, text, account):
    """(verb, call without the state) for `overview` and, where there are no plans, `authorize` and the `plan` of auto-recharge."""
    as_of = days.show(account.clock + draw.pick([0, 1, 3_600_000, days.DAY, 20 * days.DAY]))
    head, book, facts.account = {"rulebook": text, "as_of": as_of}, facts.book, account
    yield "overview", head
    if "plans" in facts.features:
        return
    yield "authorize", head | {"requests": [request(draw, facts, place) for place in range(3)]}
    if book.has_recharge:
        plan = {"rulebook": text, "account": account.name, "event": f"e{draw.rng.randint(1, 3):03d}"}
        plan["recharge"] = owners.recharge(draw, book, facts.features)
        plan["balance"] = draw.pick(["-40", "-0.01", "0", "9.99", "19", "50", "100"]) if book.minor else "-40"
        for name in ("pending", "charged_today", "charged_this_month"):
            if draw.chance(0.3):
                plan[name] = draw.amount(book.minor)
        yield "plan_recharge", plan


def request(draw, facts, place):
    """A usage that is thought of, some without a quantity."""
    out = facts.request() | {"quantity_places": draw.pick([0, 0, 2, 12])}
    if draw.chance(0.2):
        del out["quantity"]
    return out | ({"id": f"q{place}"} if draw.chance(0.5) else {})
