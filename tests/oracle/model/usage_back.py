"""A usage is taken back on an account: `rating.reversal`. What it cost goes back into the credit that paid it, and comes
off all that has seen it."""

from . import burst, credit, days, invoice_items, money, originals, put_back, rating, reversal, spend
from .refusal import join, refuse_if


def usage_back(page, event):
    """Rated against its original, then posted."""
    account, book, window = page.account, page.book, page.book.correction_days
    at = join(page.path, "reverses")
    entry = originals.find(page, at, window, originals.is_usage(event["reverses"]))
    time, here = days.parse(entry["time"]), counted_here(account, entry)
    original = reversal.Original(entry["line"], time, *originals.taken(page, entry["id"]), entry["id"] in account.taken_back)
    amount, line, covered = rating.take_back(book, account.metered, event, page.event_time, original, page.path)
    card = book.cards.by_id[line["rate"]]
    refuse_if(card.counted and not here, "usage_reversal", at)
    invoiced = is_invoiced(account, entry, time)
    gross, before, shown = -amount, original.back, invoiced and invoice_items.shown(account, time, line["product"])
    if shown:
        before, amount, line = invoice_items.net_of_discount(book, shown, before, amount, line)
    originals.note(page, entry["id"], originals.until(entry, window), money.parse(event["quantity"]), gross)
    late = spend.older_period(account, time)
    if here:
        reversal.uncover(account.metered.lefts, covered)
        spend.of_subaccount(page, event.get("subaccount"), time, -gross)
    spend.of_day(page, time, -gross)
    invoice_items.usage_back(page, card, line, amount, late, shown)
    if card.counted:
        overage, parts = payers_of(account, card, line, -amount)
    else:
        parts, overage = put_back.read(book, entry)
        overage, parts = put_back.last_paid(parts, overage, before, -amount)
    back = put_back.put_back(page, overage, parts, event["reverses"], time, invoiced and book.has_overage)
    if not book.on_invoice:
        spend.of_period(account, time, amount, 0 if late else -back.bound)
    moves = back.moves | {"usage": -sum(back.moves.values())}
    more = {"line": line, "period": spend.shown(late)} | credit.shown(page, back.parts, back.overage)
    made = burst.derived("re_", [page.event, page.event], 1)
    page.post(f"{made}/reversal", "usage", moves, time, **more)
    put_back.end_again(page, back)


def counted_here(account, entry):
    """Did the open period count it: one of its own, or one that came late for the period before it?"""
    start = account.period_from
    return days.parse(entry["time"]) >= start or ("period" in entry and days.parse(entry["period"]["until"]) == start)


def is_invoiced(account, entry, time):
    """Does an invoice show it? Not where it came late for the period before this one and none was drafted since."""
    waits = "period" in entry and days.parse(entry["period"]["until"]) == account.period_from and account.interim_at is None
    return account.is_invoiced(time) and not waits


def payers_of(account, card, line, amount):
    """(what no grant had paid, parts) of what a period's count costs less: the last that paid comes back first."""
    key = (card.counter, line.get("value", ""))
    burned, owed = account.payers.get(key, ({}, 0))
    overage, parts = put_back.last_paid(list(burned.values()), owed, 0, amount)
    for part in parts:
        burned[part.grant] = burned[part.grant]._replace(amount=burned[part.grant].amount - part.amount)
    account.payers[key] = ({name: part for name, part in burned.items() if part.amount}, owed - overage)
    return overage + amount - overage - sum(part.amount for part in parts), parts
