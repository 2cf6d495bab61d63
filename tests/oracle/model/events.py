"""What each kind of event does. Refusals name the field under `page.path` that is wrong."""

from . import alerts, credit, days, debit, holds, methods, money, rating, recharge, service, settings, spend, timeline
from .account import Grant
from .refusal import join, refuse_if


def whole(page, event, name="amount"):
    """An amount of money in the currency's minor units, in ledger units."""
    return settings.amount(page.book, event[name], join(page.path, name))


def usage(page, event):
    """Rated, then posted."""
    amount, line = rating.rate(page.book, event, page.path)
    use(page, event, amount, line)


def use(page, request, amount, line, hold=None):
    """A usage: immediate it leaves the balance, on invoice it is held against it; then all that watches it.
    One that costs the balance nothing is no debit, and triggers nothing."""
    account, product = page.account, request["product"]
    before, used_before, late = account.balance, account.used, page.event_time < account.clock
    if late:
        burned, rest = credit.burn_late(page, amount, product, page.event_time, page.event)
    else:
        burned, rest = credit.burn(page, amount, product)
    scoped = sum(part for grant, part in burned if grant.only)
    account.scoped += scoped
    if page.book.on_invoice:
        account.invoiced += amount
        postings = {"held": -amount, "usage": amount}
    else:
        postings = {"customer": scoped - amount, "scoped": -scoped, "usage": amount}
        postings = postings if scoped else {"customer": -amount, "usage": amount}
    more = credit.shown(page, burned, rest)
    more |= {"line": line, "hold": hold, "period": spend.older_period(account, page.event_time)}
    page.post(f"{page.event}/usage", "usage", postings, page.event_time, not amount, **more)
    spend.count(page, request, amount)
    debit = account.balance < before
    alerts.after_debit(page, before)
    spend.notices(page)
    spend.usage_alerts(page, used_before)
    if debit:
        recharge.decide(page)
        service.suspend(page)


def top_up(page, event):
    """Within the rulebook's bounds (rule `top_up.bounds`)."""
    low, high = page.book.top_up_bounds
    exact, at = money.parse(event["amount"]) * 10**page.book.scale, join(page.path, "amount")
    refuse_if(low is not None and exact < low, "top_up_below_minimum", at)
    refuse_if(high is not None and exact > high, "top_up_above_maximum", at)
    credit.purchase(page, event["id"], whole(page, event), "top_up")
    recharge.topped_up(page)
    service.credited(page)


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
    amount, only = whole(page, event), event.get("only")
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
    account, amount, before = page.account, whole(page, event), page.account.balance
    grants = [g for g in account.usable() if g.purchased and event.get("grant", g.grant) == g.grant]
    left = sum(g.left for g in grants)
    refuse_if(amount > left, "refund_above_purchased", join(page.path, "amount"))
    burned, rest = credit.take(reversed(grants), amount)
    debited(page, "refund", before, amount, "cash", burned, rest)
    service.suspend(page)


def payment_reversed(page, event):
    """The bank took money back: the named grant, other purchased credit, every other, then overage."""
    account, amount, before = page.account, whole(page, event), page.account.balance
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


def payment_succeeded(page, event):
    """The result of an open recharge charge or an open bank debit."""
    account, charge = page.account, event["charge"]
    if account.open and account.open["charge"] == charge:
        recharge.succeed(page)
    else:
        refuse_if(charge not in account.debits, "charge_not_open", join(page.path, "charge"))
        debit.succeed(page, charge)


def payment_failed(page, event):
    """The same, not paid."""
    account, charge = page.account, event["charge"]
    if account.open and account.open["charge"] == charge:
        recharge.fail(page, event["decline"])
    else:
        refuse_if(charge not in account.debits, "charge_not_open", join(page.path, "charge"))
        debit.fail(page, charge)


def settings_changed(page, event):
    """The parts that stand there replace the old ones."""
    account = page.account
    given = settings.read(page.book, account.methods, event["settings"], join(page.path, "settings"))
    old, before = account.settings.get("recharge"), account.method_in_force()
    old_debit = account.settings.get("bank_debit")
    account.settings.update(given)
    spend.notices(page)
    service.restore(page)
    if given.get("bank_debit", old_debit) != old_debit:
        debit.schedule(account)
    if "recharge" in given and given["recharge"] != old:
        if account.method_in_force() != before:
            account.reset_attempts()
        account.held = {}
        recharge.decide(page)


def time_passed(page, event):
    """Attempts that waited for a day, a month or their spacing are made."""
    if "limit" in page.account.held or page.account.held.get("pause") == "spacing":
        recharge.decide(page)


def hold_requested(page, event):
    """A reservation, so that concurrent usages never spend the same credit twice."""
    account, book = page.account, page.book
    refuse_if(event["id"] in account.holds, "hold_duplicate", join(page.path, "id"))
    until = days.parse(event["until"])
    wrong = not account.clock < until <= account.clock + book.hold_ms
    refuse_if(wrong, "hold_period", join(page.path, "until"))
    estimate, _ = rating.rate(book, event, page.path)
    reasons, available = holds.decide(book, account, event, estimate, taking=True)
    show = book.show
    if reasons:
        more = {"reasons": reasons, "estimate": show(estimate), "available": show(available)}
        page.tell("hold_denied", "authorize.decision", hold=event["id"], **more)
        return
    account.holds[event["id"]] = {"amount": estimate, "until": until, "request": event}
    more = {"amount": show(estimate), "until": days.show(until), "available": show(max(available - estimate, 0))}
    page.tell("hold_taken", "hold.take", hold=event["id"], **more)


def hold_settled(page, event):
    """The usage that a hold was for, for less or a little more."""
    account, book = page.account, page.book
    hold = account.holds.get(event["hold"])
    refuse_if(hold is None, "hold_not_open", join(page.path, "hold"))
    request = dict(hold["request"], quantity=event["quantity"])
    amount, line = rating.rate(book, request, page.path, event["id"])
    most = hold["amount"] * (100 + book.overrun) // 100
    refuse_if(amount > most, "settle_above_hold", join(page.path, "quantity"))
    del account.holds[event["hold"]]
    use(page, request, amount, line, event["hold"])


def hold_released(page, event):
    """The reservation ends unused."""
    refuse_if(event["hold"] not in page.account.holds, "hold_not_open", join(page.path, "hold"))
    del page.account.holds[event["hold"]]


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


def invoice_paid(page, event):
    """A payment on what an invoice is owed, whole or in part."""
    account, amount = page.account, whole(page, event)
    owed = account.due.get(event["invoice"])
    refuse_if(owed is None, "invoice_not_due", join(page.path, "invoice"))
    refuse_if(amount > owed, "payment_above_due", join(page.path, "amount"))
    account.due[event["invoice"]] -= amount
    if not account.due[event["invoice"]]:
        del account.due[event["invoice"]]
    page.post(f"{page.event}/invoice_payment", "invoice_payment", {"receivable": amount, "cash": -amount})
    service.restore(page)


HANDLERS = {
    "method_added": methods.add,
    "method_removed": methods.remove,
    "method_default": methods.choose,
    "bank_verification": methods.verify,
}
HANDLERS |= {
    handler.__name__: handler
    for handler in (
        usage, top_up, credit_granted, coupon_redeemed, refund, payment_reversed, adjustment, payment_succeeded,
        payment_failed, settings_changed, time_passed, hold_requested, hold_settled, hold_released,
        subaccount_changed, invoice_paid,
    )
}  # fmt: skip
