"""Events that give credit or move it by hand: top-ups, grants, coupons, refunds, adjustments, payments of invoices."""

from . import credit, days, invoice_items, money, originals, paid_by, settings
from .account import Grant
from .refusal import join, refuse_if


def top_up(page, event):
    """Within the rulebook's bounds (rule `top_up.bounds`)."""
    low, high = page.book.top_up_bounds
    exact, at = money.parse(event["amount"]) * 10**page.book.scale, join(page.path, "amount")
    refuse_if(low is not None and exact < low, "top_up_below_minimum", at)
    refuse_if(high is not None and exact > high, "top_up_above_maximum", at)
    credit.purchase(page, event["id"], settings.whole(page, event), "top_up")


def credit_granted(page, event):
    """Promotional, trial, refund or coupon credit, perhaps for some products only; now, or when its time comes."""
    account, amount = page.account, settings.whole(page, event)
    start = days.parse(event["from"]) if "from" in event else page.event_time
    until = days.parse(event["until"]) if "until" in event else None
    refuse_if(until is not None and until <= start, "grant_period", join(page.path, "until"))
    credit.room(page)
    grant = Grant(event["id"], event["source"], amount, start, until, event.get("priority", 50), event.get("products"))
    if start > account.clock:
        account.grants.append(grant)
        return
    credit.arrive(page, grant, "grant", "promotion")
    if grant.left and until is not None and until <= account.clock:
        credit.expire(page, grant, f"{page.event}/expiry")


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
    credit.room(page)
    account.coupons.add(code)
    until = account.clock + coupon["credit_days"] * days.DAY if "credit_days" in coupon else None
    amount, priority = page.book.units(coupon["amount"]), coupon.get("priority", 50)
    credit.arrive(page, Grant(event["id"], "coupon", amount, account.clock, until, priority), "coupon", "promotion")


def refund(page, event):
    """Purchased credit that is left goes back, what would burn last first; not what holds hold, nor what is due. The bank
    cannot take back what was refunded."""
    account, amount = page.account, settings.whole(page, event)
    grants = [g for g in account.paying() if g.purchased and g.left and event.get("grant", g.grant) == g.grant]
    free = account.balance - sum(hold["amount"] for hold in account.holds.values()) - account.unpaid()
    left = max(min(sum(g.left for g in grants), free), 0)
    refuse_if(amount > left, "refund_above_purchased", join(page.path, "amount"))
    parts, rest = [], amount
    for grant in reversed(grants):
        part = min(grant.left, rest)
        grant.left, rest = grant.left - part, rest - part
        parts += [credit.part_of(grant, part)] if part else []
    account.tidy()
    for part in parts:
        last = account.clock + page.book.payment_days * days.DAY
        originals.note(page, f"{part.grant}/payment", last, None, part.amount)
    page.moment.paid_back += amount
    page.post(f"{page.event}/refund", "refund", {"customer": -amount, "cash": amount}, **credit.shown(page, parts, 0))


def adjustment(page, event):
    """A person's entry that corrects no other."""
    amount = page.book.units(event["amount"])
    more = {"name": "adjustment", "amount": amount, "corrects": None}
    if amount > 0:
        give(page, event, more)
    else:
        product = event.get("product")
        parts, rest = credit.burn(page, -amount, product, event["id"])
        take(page, more | {"product": product}, parts, rest)
        if product:
            paid_by.note(page, parts)
            invoice_items.charge(page, product, -amount)


def give(page, event, more):
    """Credit for a fault."""
    given = Grant(event["id"], "refund", more["amount"], page.account.clock)
    credit.arrive(page, given, more["name"], "adjustment", corrects=more["corrects"])


def take(page, more, parts, rest, expired=0):
    """A debit that is no usage."""
    name, amount, scoped = more["name"], more["amount"] + expired, credit.bound(parts)
    postings = {"customer": amount + scoped, "scoped": -scoped, "adjustment": -amount}
    shown = credit.shown(page, parts, rest) | {"corrects": more["corrects"], "product": more.get("product")}
    page.post(f"{page.event}/{name}", name, postings, **shown)


def invoice_paid(page, event):
    """A payment on what an invoice is owed, whole or in part."""
    account, amount, invoice = page.account, settings.whole(page, event), event["invoice"]
    refuse_if(invoice not in account.due, "invoice_not_due", join(page.path, "invoice"))
    refuse_if(amount > account.due[invoice]["amount"], "payment_above_due", join(page.path, "amount"))
    account.lower_due(invoice, amount)
    if invoice in account.invoices:
        account.invoices[invoice]["paid"] += amount
    postings = {"receivable": amount, "cash": -amount}
    page.post(f"{page.event}/invoice_payment", "invoice_payment", postings, invoice=invoice)
