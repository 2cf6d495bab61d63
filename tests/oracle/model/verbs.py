"""The verbs: a call in, an answer or the first refusal out. Nothing of a refused call happens."""

import json
from functools import lru_cache

from . import customers, days, events, leaving, moment, order, settings, state, timeline
from .account import Account
from .ledger import Page
from .refusal import Refusal, join, refuse_if
from .rulebook import Rulebook


@lru_cache(maxsize=256)
def read_rulebook(text):
    """A rulebook as the rules need it, worked out once."""
    return Rulebook(json.loads(text))


def rulebook(call):
    """The rulebook of a call."""
    return read_rulebook(json.dumps(call["rulebook"]))


def open_account(book, opening):
    """A new account with the owner's first settings."""
    account = Account(opening["account"], days.parse(opening["time"]), book)
    given = settings.read(book, account.methods, opening.get("settings", {}), "/open/settings")
    account.settings.update(given)
    customers.check(book, opening.get("customer"), account.opened, "/open/customer")
    account.customer_facts = opening.get("customer")
    return account


def in_order(events, account, as_of):
    """Each event once, in order (rule `account.order`), those of earlier calls left out; the refusals that need no state."""
    seen, duplicates = {}, set()
    for place, event in enumerate(events):
        path, time = f"/events/{place}", days.parse(event["time"])
        refuse_if(event.get("account", account.name) != account.name, "account_mismatch", join(path, "account"))
        refuse_if(time > as_of, "event_in_future", join(path, "time"))
        refuse_if(time < account.opened, "event_before_opening", join(path, "time"))
    for place, event in enumerate(events):
        if event["id"] in account.recent:
            duplicates.add(event["id"])
            continue
        key = dict(event, time=days.parse(event["time"]))
        first = seen.setdefault(event["id"], (key, place))
        if first[1] != place:
            refuse_if(not same(first[0], key), "event_conflict", f"/events/{place}/id")
            duplicates.add(event["id"])
    ordered = sorted(seen.values(), key=lambda pair: order.of_event(pair[0]))
    return [(event, place) for event, place in ordered], sorted(duplicates)


def same(one, other):
    """The same content, however it is written."""
    return meaning(one) == meaning(other)


def meaning(value):
    """Decimals by value, everything else as it stands."""
    if isinstance(value, dict):
        return {key: meaning(part) for key, part in value.items()}
    if isinstance(value, list):
        return [meaning(part) for part in value]
    if isinstance(value, str) and settings.money.DECIMAL.match(value):
        return ("decimal", settings.money.parse(value))
    return value


def happen(page, event, place):
    """One event: first all that is due before it, then itself at max(clock, its time)."""
    time = event["time"]
    timeline.run(page, max(page.account.clock, time))
    if event["type"] in ("payment_succeeded", "payment_failed") and not events.asked_for(page.account, event["charge"]):
        moment.close(page)  # what happened at the same time may ask for it
    page.event, page.event_time, page.path = event["id"], time, f"/events/{place}"
    leaving.check(page, event)
    events.HANDLERS[event["type"]](page, event)
    moment.note(page)


def apply(call, account=None):
    """(account after, answer) of the verb `apply`; the account given is left as it was."""
    book = rulebook(call)
    account = account.clone() if account else open_account(book, call["open"])
    page = Page(book, account, call.get("payments", "report"), call.get("originals", ()))
    ordered, duplicates = in_order(call["events"], account, days.parse(call["as_of"]))
    for event, place in ordered:
        happen(page, event, place)
    moment.close(page)
    account.recent = (account.recent + [event["id"] for event, _ in ordered])[-book.remembered :] if book.remembered else []
    answer = {"state": state.show(book, account), "entries": page.entries, "effects": page.effects}
    return account, answer | {"duplicates": duplicates}


def attempt(call, account=None):
    """`apply`, with a refusal as an answer: (account after or the one given, answer or None, refusal or None)."""
    try:
        after, answer = apply(call, account)
        return after, answer, None
    except Refusal as refusal:
        return account, None, (refusal.code, refusal.path)
