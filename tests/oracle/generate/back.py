"""Random facts that take something back: usages, payments, entries that were wrong, credit that was paid."""

from fractions import Fraction

from model import days, money, originals, taking_back
from .draw import exact

SHARES = [Fraction(1), Fraction(1), Fraction(1, 2), Fraction(1, 2), Fraction(9, 10), Fraction(0)]


def usage(facts, time):
    """A usage, whole or in part: with all that it said."""
    known = [event for event in facts.usages if days.parse(event["time"]) == time] or facts.usages
    if not known:
        return None
    event = facts.draw.pick(known)
    quantity = exact(money.parse(event["quantity"]) * facts.draw.pick(SHARES)) or event["quantity"]
    more = {"type": "usage", "reverses": event["id"], "quantity": quantity}
    return {name: value for name, value in event.items() if name != "id"} | more


def refund(facts):
    """Purchased credit that is left, neither held nor due."""
    account, book, draw = facts.account, facts.book, facts.draw
    grants = [grant for grant in account.grants if grant.started and grant.left and grant.purchased]
    if not grants:
        return None
    grant, named = draw.pick(grants), draw.chance(0.5)
    free = account.balance - sum(hold["amount"] for hold in account.holds.values()) - account.unpaid()
    most = min(grant.left if named else sum(g.left for g in grants), free) // book.cent
    if most <= 0:
        return None
    amount = most if draw.chance(0.3) else draw.rng.randint(1, most)
    return {"amount": exact(Fraction(amount, 10**book.minor))} | ({"grant": grant.grant} if named else {})


def payment(facts):
    """A payment that the bank takes back, whole or in part."""
    draw, book = facts.draw, facts.book
    paid = [entry for entry in facts.entries if entry["kind"] in originals.PAYMENTS]
    if not paid:
        return None
    entry = draw.pick(paid)
    whole = -originals.moved(book, entry, "cash") // book.cent
    amount = whole if draw.chance(0.6) else draw.rng.randint(1, whole)
    charge = entry["id"].rsplit("/", 1)[0]
    cause = draw.pick(["chargeback", "returned"])
    return {"charge": charge, "amount": exact(Fraction(amount, 10**book.minor)), "cause": cause}


def adjustment(facts):
    """By hand, or of an entry that was wrong."""
    draw, book = facts.draw, facts.book
    moved = lambda entry: originals.moved(book, entry, *taking_back.OURS)
    known = [entry for entry in facts.entries if moved(entry) and not originals.moved(book, entry, "receivable")]
    if known and draw.chance(0.6):
        entry = draw.pick(known)
        amount, part = moved(entry), draw.pick([1, 1, 2, 3])
        back = -amount // part if abs(amount) >= part else -amount
        show = lambda amount: book.show(amount)
        return {"amount": show(back), "reason": "a correction", "corrects": {"entry": entry["id"], "amount": show(amount)}}
    if draw.chance(0.3):
        product = draw.pick(["call", "sms", "token", "seat", "hardware"])
        return {"amount": "-" + facts.amount(), "reason": "a charge by hand", "product": product}
    return {"amount": ("-" if draw.chance(0.6) else "") + facts.amount(), "reason": "a correction by hand"}


def note(facts):
    """A credit note of an invoice, of all that is left of it or of a part."""
    draw, book, known = facts.draw, facts.book, facts.account.invoices
    left = {name: (each["total"] - each["credited"]) // book.cent for name, each in known.items()}
    names = sorted(name for name, amount in left.items() if amount > 0)
    if not names:
        return None
    name = draw.pick(names)
    amount = left[name] if draw.chance(0.4) else draw.rng.randint(1, left[name])
    out = {"invoice": name, "amount": exact(Fraction(amount, 10**book.minor))}
    return out | ({"to": draw.pick(["payer", "payer", "account"])} if draw.chance(0.5) else {})
