"""Events that give credit or take it back: grants, coupons, refunds, reversals, adjustments, payments of invoices."""

from . import alerts, credit, days, money, recharge, service, settings
from .account import Grant
from .refusal import join, refuse_if


def grant(page, grant, kind="grant"):
    """Credit that nobody paid for."""
    before = page.account.balance
    credit.add(page, grant, kind, f"{grant.grant}/{kind}", "promotion")
    if grant.until is not None and grant.until <= page.account.clock:
        credit.expire(page, grant)
    if grant.started:
        recharge.settled(page, before)


def credit_granted(page, event):
    """Promotional, trial, refund or coupon credit, perhaps for some products only."""
    start = days.parse(event["from"]) if "from" in event else page.event_time
    until = days.parse(event["until"]) if "until" in event else None
    refuse_if(until is not None and until <= start, "grant_period", join(page.path, "until"))
    amount, only = settings.whole(page, event), event.get("only")
    grant(page, Grant(event["id"], event["source"], amount, start, until, event.get("priority", 50), only))


def coupon_redeemed(page, event):
    """A coupon counts once an account, within its own times."""
    account, code = page.account, event["coupon"]
    coupon = page.book.coupons.get(code)
    refuse_if(coupon is None, "coupon_unknown", join(page.path, "coupon"))
    first, last = coupon.get("valid_from"), coupon.get("valid_until")
    early = first is not None and page.event_time < days.parse(first)
    ended = last is not None and page.event_time >= days.parse(last)
    refuse_if(early or ended, "coupon_not_valid", join(page.path, "coupon"))
    refuse_if(code in account.coupons, "coupon_used", join(page.path, "coupon"))
    account.coupons.add(code)
    until = account.clock + coupon["credit_days"] * days.DAY if "credit_days" in coupon else None
    amount, priority = page.book.units(coupon["amount"]), coupon.get("priority", 50)
    grant(page, Grant(event["id"], "coupon", amount, account.clock, until, priority), "coupon")


def debited(page, kind, before, amount, other, burned, rest, **more):
    """A debit that is no usage: posted, then alerts and suspension."""
    shown = credit.shown(page, burned, rest)
    page.post(f"{page.event}/{kind}", kind, {"customer": -amount, other: amount}, **shown, **more)
    alerts.after_debit(page, before)


def refund(page, event):
    """Purchased credit goes back, in reverse burn order, never more than is left of it."""
    account, amount, before = page.account, settings.whole(page, event), page.account.balance
    grants = [g for g in account.usable() if g.purchased and event.get("grant", g.grant) == g.grant]
    left = sum(g.left for g in grants)
    refuse_if(amount > left, "refund_above_purchased", join(page.path, "amount"))
    burned, rest = credit.take(reversed(grants), amount)
    debited(page, "refund", before, amount, "cash", burned, rest)
    service.suspend(page)


def payment_reversed(page, event):
    """The bank took money back: the named grant, other purchased credit, every other, then overage."""
    account, amount, before = page.account, settings.whole(page, event), page.account.balance
    unscoped = [g for g in account.usable() if not g.only]
    order = sorted(unscoped, key=lambda g: (g.grant != event["charge"], not g.purchased))
    burned, rest = credit.take(order, amount)
    account.overage += rest
    kind = {"chargeback": "chargeback", "returned": "debit_returned"}[event["cause"]]
    debited(page, kind, before, amount, "cash", burned, rest)
    service.suspend(page)


def adjustment(page, event):
    """A person's entry. One that corrects another is of the opposite sign and no larger."""
    book, account = page.book, page.account
    refuse_if(money.places(event["amount"]) > book.scale, "amount_scale", join(page.path, "amount"))
    amount, kind = book.units(event["amount"]), "correction" if "corrects" in event else "adjustment"
    if "corrects" in event:
        source = money.parse(event["corrects"]["amount"]) * 10**book.scale
        wrong = source * amount >= 0 or abs(amount) > abs(source)
        refuse_if(wrong, "correction_exceeds", join(page.path, "amount"))
    more = {"corrects": None}
    if "corrects" in event:
        exact = money.plain(money.parse(event["corrects"]["amount"]))
        more["corrects"] = {"entry": event["corrects"]["entry"], "amount": exact}
    if amount > 0:
        given = Grant(event["id"], "refund", amount, account.clock)
        credit.add(page, given, kind, f"{page.event}/{kind}", "adjustment", **more)
        service.credited(page)
        return
    before = account.balance
    burned, rest = credit.burn(page, -amount)
    debited(page, kind, before, -amount, "adjustment", burned, rest, **more)
    recharge.decide(page)
    service.suspend(page)


def invoice_paid(page, event):
    """A payment on what an invoice is owed, whole or in part."""
    account, amount = page.account, settings.whole(page, event)
    owed = account.due.get(event["invoice"])
    refuse_if(owed is None, "invoice_not_due", join(page.path, "invoice"))
    refuse_if(amount > owed, "payment_above_due", join(page.path, "amount"))
    account.due[event["invoice"]] -= amount
    if not account.due[event["invoice"]]:
        del account.due[event["invoice"]]
    page.post(f"{page.event}/invoice_payment", "invoice_payment", {"receivable": amount, "cash": -amount})
    service.restore(page)
