"""Payments that the bank takes back and entries that are corrected: `credit.reversal`, `credit.correction`."""

from . import credit, credit_events, days, invoice_items, invoiced, money, originals, paid_by, put_back, settings, spend
from .refusal import join, refuse_if

GONE = ("expiry", "refund", "chargeback", "debit_returned")
OURS = ("customer", "scoped", "held")  # the customer's side


def payment_reversed(page, event):
    """It takes the credit that it made, what has ended of that included, then other credit; what was used is owed. Of an
    invoice, that is due again."""
    account, book, amount = page.account, page.book, settings.whole(page, event)
    charge, window = event["charge"], book.payment_days
    paid = originals.find(page, join(page.path, "charge"), window, originals.is_payment(charge))
    left = -originals.moved(book, paid, "cash") - originals.taken(page, f"{charge}/payment")[1]
    refuse_if(amount > left, "taken_back_too_much", join(page.path, "amount"))
    originals.note(page, f"{charge}/payment", originals.until(paid, window), None, amount)
    kind = {"chargeback": "chargeback", "returned": "debit_returned"}[event["cause"]]
    due = still_paid(account, paid["invoice"], amount, join(page.path, "amount")) if "invoice" in paid else 0
    if due:
        due_again(page, paid["invoice"], due, kind)
    if amount > due:  # the payment's own, or what a credit note has given to the account since
        parts, expired, rest = of_grants(account, amount - due, charge)
        moved = amount - due - expired
        page.moment.paid_back += moved
        postings = {"customer": -moved, "expired": -expired, "cash": amount - due}
        page.post(f"{page.event}/{kind}", kind, postings, **credit.shown(page, parts, rest))


def still_paid(account, invoice, amount, at):
    """What of a payment still pays its invoice; what a credit note has sent to the payer the bank cannot take back."""
    known = account.invoices.get(invoice)
    if known is None:
        return amount
    refuse_if(amount > known["paid"] - known["paid_out"], "taken_back_too_much", at)
    due = min(amount, known["paid"] - known["returned"])
    known["paid"], known["returned"] = known["paid"] - amount, known["returned"] - (amount - due)
    return due


def due_again(page, invoice, amount, kind):
    """An invoice whose payment is gone, from today."""
    account, today = page.account, page.book.zone.day(page.account.clock)
    due = account.due.setdefault(invoice, {"amount": 0, "due_on": today, "told": False})
    due["amount"] += amount
    page.moment.unpaid = True
    page.post(f"{page.event}/due/{kind}", kind, {"receivable": -amount, "cash": amount}, invoice=invoice)


def of_grants(account, amount, name):
    """(parts, what had ended, what no credit covers) of what takes back a payment or a grant: its own credit, other purchased
    credit, and the rest in burn order."""
    parts, expired, order = [], 0, account.paying()
    own = [grant for grant in sorted(account.grants, key=lambda g: g.order()) if grant.grant == name and grant.started]
    for grant in [*own, *(g for g in order if g.purchased), *order]:
        part = min(grant.left, amount)
        grant.left, amount = grant.left - part, amount - part
        parts += [credit.part_of(grant, part)] if part else []
        if grant in own and grant.expired:
            gone = min(grant.expired, amount)
            grant.expired, amount, expired = grant.expired - gone, amount - gone, expired + gone
    account.tidy()
    account.overage += amount
    return parts, expired, amount


def adjustment(page, event):
    """A person's entry; it may be as fine as the ledger. One that corrects another undoes no more than is left of that."""
    at = join(page.path, "amount")
    refuse_if(not money.parse(event["amount"]), "amount_zero", at)
    refuse_if(money.places(event["amount"]) > page.book.scale, "amount_scale", at)
    refuse_if("product" in event and ("corrects" in event or event["amount"][0] != "-"), "adjustment_product", join(page.path, "product"))
    if "corrects" in event:
        correct(page, event, page.book.units(event["amount"]), at)
    else:
        credit_events.adjustment(page, event)


def correct(page, event, amount, at):
    """Of the other sign than what it corrects. What that had burned goes back where it came from; credit that it had given is
    taken first."""
    book, names, window = page.book, event["corrects"], page.book.correction_days
    said = money.parse(names["amount"]) * 10**book.scale
    refuse_if(said * amount >= 0 or abs(amount) > abs(said), "correction_exceeds", at)
    path = join(page.path, "corrects")
    entry = originals.find(page, join(path, "entry"), window, lambda entry: entry["id"] == names["entry"])
    posted = days.parse(entry.get("posted", entry["time"]))
    by = invoice_items.showing(page.account, posted) if entry["kind"] == "usage" else None
    refuse_if(by_document(page, entry, amount, by), "correction_by_document", join(path, "entry"))
    moved = originals.moved(book, entry, *OURS)
    refuse_if(moved != said, "correction_exceeds", join(path, "amount"))
    before = originals.taken(page, entry["id"])[1]
    refuse_if(abs(amount) > abs(moved) - before, "taken_back_too_much", at)
    refuse_if(by and amount > 0 and invoiced.take(book, page.account, by, amount, None) < amount, "taken_back_too_much", at)
    originals.note(page, entry["id"], originals.until(entry, window), 0 if "line" in entry else None, abs(amount))
    exact = money.plain(money.parse(names["amount"]))
    more = {"name": "correction", "amount": amount, "corrects": {"entry": entry["id"], "amount": exact}}
    if amount < 0:
        parts, expired, rest = of_grants(page.account, -amount, entry["id"].split("/")[0])
        credit_events.take(page, more, parts, rest, expired)
    elif entry["kind"] in GONE:
        credit_events.give(page, event, more)
    else:
        give_back(page, entry, before, more)


def by_document(page, entry, amount, by):
    """Must a document say it?"""
    if entry["kind"] in ("fee", "tax", "discount", "invoice", "credit_note", "invoice_payment"):
        return True
    if entry["kind"] == "usage":
        return bool(page.book.invoice) and (by is not None or amount < 0)
    by_line = "product" in entry and page.book.invoice
    return bool(by_line) or entry["kind"] != "adjustment" and any(posting["book"] == "receivable" for posting in entry["postings"])


def give_back(page, entry, before, more):
    """Into the credit that it had burned."""
    parts, overage = put_back.read(page.book, entry)
    overage, parts = put_back.last_paid(parts, overage, before, more["amount"])
    back = put_back.put_back(page, overage, parts, entry["event"], days.parse(entry["time"]))
    shown = credit.shown(page, back.parts, back.overage) | {"corrects": more["corrects"]}
    moves = back.moves | {"adjustment": -sum(back.moves.values())}
    page.post(f"{page.event}/correction", "correction", moves, **shown)
    time, posted = (days.parse(entry.get(name, entry["time"])) for name in ("time", "posted"))
    if entry["kind"] == "usage":
        paid_by.lower(page, invoice_items.showing(page.account, posted), back.parts)
    if entry["kind"] == "usage" and not page.account.is_invoiced(posted):
        late = spend.older_period(page.account, time)
        spend.cost_less(page, time, posted, more["amount"], back.bound)
        invoice_items.cost_less(page, entry["line"], late, more["amount"])
    put_back.end_again(page, back)
