"""Events about reservations and about subaccounts."""

from . import credit, days, holds, rating, settings, spend, usage
from .refusal import join, refuse_if


def hold_requested(page, event):
    """A reservation, so that concurrent usages never spend the same credit twice."""
    account, book = page.account, page.book
    refuse_if(event["id"] in account.holds, "hold_duplicate", join(page.path, "id"))
    until = days.parse(event["until"])
    wrong = not account.clock < until <= account.clock + book.hold_ms
    refuse_if(wrong, "hold_period", join(page.path, "until"))
    estimate, _ = rating.alone(book, event, page.path)
    reasons, available = holds.decide(book, account, event, estimate, taking=True)
    show = book.show
    if reasons:
        more = {"reasons": reasons, "estimate": show(estimate), "available": show(available)}
        page.tell("hold_denied", "authorize.decision", hold=event["id"], **more)
        return
    facts = {"name": event["id"], "amount": estimate, "from": account.clock, "until": until, "request": event}
    account.holds[event["id"]] = facts
    more = {"amount": show(estimate), "until": days.show(until), "available": show(max(available - estimate, 0))}
    page.tell("hold_taken", "hold.take", hold=event["id"], **more)


def hold_settled(page, event):
    """The usage that a hold was for, for less or a little more."""
    account, book = page.account, page.book
    hold = account.holds.get(event["hold"])
    refuse_if(hold is None, "hold_not_open", join(page.path, "hold"))
    request = dict(hold["request"], quantity=event["quantity"])
    amount, _ = rating.alone(book, request, page.path, event["id"])
    refuse_if(amount > holds.most(book, account, hold), "settle_above_hold", join(page.path, "quantity"))
    del account.holds[event["hold"]]
    usage.use(page, request, hold)
    credit.end_unheld(page)


def hold_released(page, event):
    """The reservation ends unused."""
    refuse_if(event["hold"] not in page.account.holds, "hold_not_open", join(page.path, "hold"))
    del page.account.holds[event["hold"]]
    credit.end_unheld(page)


def subaccount_changed(page, event):
    """Makes it if it is new, enabled unless said."""
    limits, parsed = event.get("limits", {}), {}
    for name, text in limits.items():
        parsed[name] = settings.amount(page.book, text, join(page.path, "limits", name))
    known = page.account.subaccounts.get(event["subaccount"], spend.new_subaccount())
    changed = dict(known, enabled=event.get("enabled", known["enabled"]))
    page.account.subaccounts[event["subaccount"]] = changed
    if "limits" in event:
        changed["limits"] = parsed
