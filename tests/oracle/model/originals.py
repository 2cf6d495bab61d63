"""What is taken back is at hand, and no more of it than is left: `credit.window`. Entries are those of answers."""

from . import days
from .refusal import refuse_if

TAKEN_MAX = 64
PAYMENTS = ("top_up", "recharge", "bank_debit", "invoice_payment")


def find(page, path, window, such):
    """The entry: one of this call, the latest first, or one that it brings along; of the last so many days."""
    found = next(filter(such, [*reversed(page.entries), *page.originals]), None)
    refuse_if(found is None, "original_missing", path)
    refuse_if(until(found, window) <= page.account.clock, "correction_window", path)
    return found


def until(entry, window):
    """When nothing more of it can be taken back."""
    return days.parse(entry["time"]) + window * days.DAY


def is_usage(name):
    """Is it the entry of this usage?"""
    return lambda entry: entry["kind"] == "usage" and entry["line"]["usage"] == name and "reverses" not in entry["line"]


def is_payment(name):
    """Of this payment?"""
    return lambda entry: entry["kind"] in PAYMENTS and entry["id"].rsplit("/", 1)[0] == name


def wanted(event, entries):
    """The entry that an event takes back, of those at hand; None where it takes nothing back."""
    if "reverses" in event:
        such = is_usage(event["reverses"])
    elif "corrects" in event:
        such = lambda entry: entry["id"] == event["corrects"]["entry"]
    elif event["type"] == "payment_reversed":
        such = is_payment(event["charge"])
    else:
        return None
    return next(filter(such, entries), None)


def brought(call, entries):
    """A call with what its events take back of earlier answers' entries, as a store would fill it in."""
    found = {entry["id"]: entry for entry in (wanted(event, entries) for event in call["events"]) if entry}
    return call | {"originals": list(found.values())}


def moved(book, entry, *names):
    """What it moved in such books."""
    return sum(book.units(posting["amount"]) for posting in entry["postings"] if posting["book"] in names)


def taken(page, name):
    """What has been taken back of it: quantity and amount."""
    known = page.account.taken_back.get(name, {})
    return known.get("quantity") or 0, known.get("amount", 0)


def note(page, name, last, quantity, amount):
    """Keeps in mind that so much was taken back."""
    table = page.account.taken_back
    if name not in table:
        refuse_if(len(table) >= TAKEN_MAX, "taken_back_too_many", page.path)
        table[name] = {"quantity": None if quantity is None else 0, "amount": 0, "until": last}
    known = table[name]
    known["amount"] += amount
    if quantity is not None and known["quantity"] is not None:
        known["quantity"] += quantity
