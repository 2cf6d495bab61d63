"""Subscriptions: what of a cycle is charged and credited, and what they give: `plan.fee`, `plan.unused`, `plan.trial`."""

from . import cycles, fees
from .allowances import Left


class Plan:
    """A plan as the rulebook has it."""

    def __init__(self, text):
        self.text, self.id, self.product, self.unit = text, text["id"], text["product"], text["unit"]
        self.model = {"type": "per_unit", "price": text["price"]} if "price" in text else text["model"]
        self.months, self.anchor_month = text.get("months", 1), text.get("anchor_month")
        self.arrears = text.get("charged") == "in_arrears"
        self.invoiced, self.proration = text.get("payer") == "invoice", text.get("proration", "day")
        self.trial_days, self.commitment = text.get("trial_days", 0), text.get("commitment_months")
        self.allowances = text.get("allowances", ())


class Subscription:
    """A plan that an account has taken. `paid` is what was charged in advance from `charged` on."""

    def __init__(self, name, plan, quantity, start, book, subaccount=None):
        self.name, self.plan, self.quantity, self.start, self.subaccount = name, plan, quantity, start, subaccount
        self.cycle, self.charged, self.paid = cycles.cycle(book, start, plan), start, 0
        self.trial = self.committed = self.ends = self.next = None

    def paid_until(self):
        """The open cycle's end, or its own where that comes first."""
        return self.cycle[1] if self.ends is None else min(self.ends, self.cycle[1])


def begin(page, subscription, start):
    """From here on to the end of the cycle, or its own: charged in advance, or remembered."""
    subscription.charged, subscription.paid = start, 0
    if not subscription.plan.arrears:
        subscription.paid = fees.charge(page, subscription, (start, subscription.paid_until()))


def finish(page, subscription, now, credited=True):
    """The open part ends here: in arrears it is charged, in advance what is not used is credited."""
    if subscription.trial is not None:
        return
    if subscription.plan.arrears:
        fees.charge(page, subscription, (subscription.charged, min(now, subscription.cycle[1])))
    elif credited:
        fees.unused(page, subscription, now)


def give_allowances(page, subscription, old=None):
    """What a plan gives: another quantity changes what is left by the difference, another plan brings its own."""
    account, book = page.account, page.book
    for left in [left for left in account.metered.lefts if left.subscription == subscription.name]:
        if left.allowance.id not in subscription.plan.allowances:
            account.metered.lefts.remove(left)
    for name in subscription.plan.allowances:
        allowance = book.allowance[name]
        known = [left for left in account.metered.lefts if (left.allowance.id, left.subscription) == (name, subscription.name)]
        if not known:
            account.metered.lefts.append(Left(allowance, whole(allowance, subscription.quantity), subscription.name))
        elif allowance.each and allowance.whole is not None:
            known[0].left += allowance.whole * (subscription.quantity - old)


def whole(allowance, quantity):
    """A subscription of several units gives it as often, where the rulebook says so."""
    return allowance.whole * quantity if allowance.each and allowance.whole is not None else allowance.whole


def drop(page, subscription):
    """It has ended, and what it gave with it."""
    del page.account.subscriptions[subscription.name]
    page.account.metered.lefts = [left for left in page.account.metered.lefts if left.subscription != subscription.name]


def renew(page, until):
    """Cycles that end with a period: what was used is charged in arrears, the next begins in advance."""
    for name in sorted(page.account.subscriptions):
        subscription = page.account.subscriptions[name]
        if subscription.cycle[1] > until:
            continue
        if subscription.plan.arrears and subscription.trial is None:
            fees.charge(page, subscription, (subscription.charged, until))
        if subscription.ends is not None and subscription.ends <= until:
            drop(page, subscription)
            continue
        if subscription.next:
            old, (subscription.plan, subscription.quantity), subscription.next = subscription.quantity, subscription.next, None
            give_allowances(page, subscription, old)
        subscription.cycle = cycles.cycle(page.book, until, subscription.plan)
        subscription.charged = until
        if subscription.trial is None:
            begin(page, subscription, until)
