"""A usage is taken back on an account: `rating.reversal`. What it cost goes back into the credit that paid it, and comes
off all that has seen it."""

from . import burst, credit, days, invoice_items, invoiced, money, originals, paid_by, put_back, rating, reversal, spend
from .refusal import join, refuse_if


def usage_back(page, event):
    """Rated against its original, then posted."""
    account, book, window = page.account, page.book, page.book.correction_days
    at = join(page.path, "reverses")
    entry = originals.find(page, at, window, originals.is_usage(event["reverses"]))
    time, posted = (days.parse(entry.get(name, entry["time"])) for name in ("time", "posted"))
    here = posted >= account.period_from
    original = reversal.Original(entry["line"], time, *originals.taken(page, entry["id"]), entry["id"] in account.taken_back)
    amount, line, covered = rating.take_back(book, account.metered, event, page.event_time, original, page.path)
    card = book.cards.by_id[line["rate"]]
    refuse_if(card.counted and not here, "usage_reversal", at)
    gross, before, shown = -amount, original.back, invoice_items.shown(account, posted, line["product"])
    if shown:
        before, amount, line = invoice_items.net_of_discount(book, shown, before, amount, line)
    by, tax = invoice_items.showing(account, posted), shown and shown[1]["tax"]
    refuse_if(by and invoiced.take(book, account, by, -amount, tax) < -amount, "taken_back_too_much", at)
    originals.note(page, entry["id"], originals.until(entry, window), money.parse(event["quantity"]), gross)
    late = spend.older_period(account, time)
    if here:
        reversal.uncover(account.metered.lefts, covered)
        spend.of_subaccount(page, event.get("subaccount"), time, -gross)
    spend.of_day(page, time, -gross)
    invoice_items.usage_back(page, card, line, amount, late, shown)
    if card.counted:  # who paid for the period may have done so for any usage of it
        (overage, parts), since = payers_of(account, card, line, -amount), account.opened
    else:
        parts, overage = put_back.read(book, entry)
        (overage, parts), since = put_back.last_paid(parts, overage, before, -amount), time
    back = put_back.put_back(page, overage, parts, event["reverses"], since, book.has_overage and account.is_invoiced(posted))
    paid_by.lower(page, by, back.parts)
    spend.cost_less(page, time, posted, -amount, back.bound)
    moves = back.moves | {"usage": -sum(back.moves.values())}
    more = {"line": line, "period": spend.shown(late)} | credit.shown(page, back.parts, back.overage)
    made = burst.derived("re_", [page.event, page.event], 1)
    page.post(f"{made}/reversal", "usage", moves, time, **more)
    put_back.end_again(page, back)


def payers_of(account, card, line, amount):
    """(what no grant had paid, parts) of what a period's count costs less: the latest that paid comes back first."""
    known = account.payers.setdefault((card.counter, line.get("value", "")), {})
    overage, parts = 0, []
    for name, part in reversed(list(known.items())):
        share = min(amount, part.amount)
        amount -= share
        if share == part.amount:
            del known[name]
        elif share:
            known[name] = part._replace(amount=part.amount - share)
        overage += share if name is None else 0
        parts += [part._replace(amount=share)] if share and name is not None else []
    return overage + amount, parts
