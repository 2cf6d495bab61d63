"""Subscriptions: what of a cycle is charged, what is given up of it, what they give, and what time brings about: `plan.fee`,
`plan.unused`, `plan.trial`, `plan.cycle`, `plan.late`."""

from . import cycles, fees, given_up
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

    def cadence(self):
        """Plans of one keep their cycles when one becomes another."""
        return self.months, self.anchor_month


class Subscription:
    """A plan that an account has taken. `paid` is what was charged in advance from `charged` on."""

    def __init__(self, name, plan, quantity, start, book, subaccount=None):
        self.name, self.plan, self.quantity, self.start, self.subaccount = name, plan, quantity, start, subaccount
        self.cycle, self.charged, self.paid = cycles.cycle(book, start, plan), start, 0
        self.trial = self.trial_ended = self.changed = self.committed = self.ends = self.next = None

    def paid_until(self):
        """The open cycle's end, or its own where that comes first."""
        return self.cycle[1] if self.ends is None else min(self.ends, self.cycle[1])

    def trial_at(self, time):
        """The end of the trial in which it was then; the very end is part of it."""
        until = self.trial_ended if self.trial is None else self.trial
        return until if until is not None and time <= until else None

    def began_by_time(self, time):
        """Did what is charged from then on begin by time alone?"""
        return time > self.start and (self.changed != time or self.trial_ended == time)


def charge_ahead(page, subscription, start):
    """From here to the end of the cycle, or its own, where it is paid in advance."""
    subscription.paid = 0
    if not subscription.plan.arrears:
        charge_part(page, subscription, start)


def charge_part(page, subscription, start):
    """The same of what is in advance."""
    subscription.paid += fees.charge(page, subscription, (start, subscription.paid_until()))


def charge_used(page, subscription, at):
    """In arrears: what the open cycle has come to."""
    if subscription.trial is None and subscription.plan.arrears:
        fees.charge(page, subscription, (subscription.charged, min(at, subscription.cycle[1])))


def give_up(page, subscription, at, given, then=None):
    """Fees from here on are given up, such as these; `then` is the plan and quantity that is taken in place."""
    account, plan = page.account, subscription.plan
    if subscription.trial is not None:
        return
    free = subscription.trial_ended == at == account.clock  # what was used in a trial, if that ends as the subscription does
    used = given_up.NOTHING if free else given_up.shares(page, subscription, at, then)
    begun = subscription.charged < at or (
        subscription.charged == at and (plan.proration != "none" or not subscription.began_by_time(at)))  # fmt: skip
    if plan.arrears and begun and at <= account.clock:
        fees.charge(page, subscription, (subscription.charged, min(at, subscription.cycle[1])), (used, at))
    for fee in list(account.charged):
        arrears, own = page.book.plans[fee.plan].arrears, fee.subscription == subscription.name and fee.start >= subscription.start
        if own and fee.kept_until() > at and (arrears or given(fee)):
            fees.credit_back(page, subscription, fee, at, used)


def give(page, subscription, at, before=None):
    """What a plan gives: whole, or the part that is left of its period. Another quantity gives the difference, another plan
    brings its own."""
    lefts, plan, units = page.account.metered.lefts, subscription.plan, subscription.quantity
    for name in plan.allowances:
        allowance = page.book.allowance[name]
        known = next((left for left in lefts if (left.allowance.id, left.subscription) == (name, subscription.name)), None)
        rest = lambda units: given_up.rest(page, subscription, allowance, units, at)
        parted = allowance.prorated == "quantity" and allowance.whole is not None
        if known is None:
            lefts.append(Left(allowance, rest(units) if parted else allowance.of(units), subscription.name))
        elif parted and known.left is not None:
            known.left += rest(units) - (rest(before[1]) if before and name in before[0].allowances else 0)
        else:
            whole = allowance.of(units)
            known.left = None if whole is None else whole + known.rolled - known.used
    kept = lambda left: left.subscription != subscription.name or left.allowance.id in plan.allowances
    page.account.metered.lefts = [left for left in lefts if kept(left)]


def drop(page, subscription):
    """It has ended, and what it gave with it; nothing more is credited of its fees."""
    account = page.account
    del account.subscriptions[subscription.name]
    for fee in account.charged:
        if fee.subscription == subscription.name:
            fee.ended = fee.start
    account.metered.lefts = [left for left in account.metered.lefts if left.subscription != subscription.name]


def end_trial(page, subscription, at):
    """The fee begins, unless the subscription was to end with the trial."""
    if subscription.ends is not None and subscription.ends <= at:
        drop(page, subscription)
        return
    if subscription.next:
        become(page, subscription, at, subscription.cycle)
    subscription.trial, subscription.trial_ended, subscription.charged = None, at, at
    charge_ahead(page, subscription, at)


def become(page, subscription, at, cycle):
    """What was to come comes; another cadence begins its own cycle."""
    before = (subscription.plan, subscription.quantity)
    (subscription.plan, subscription.quantity), subscription.next = subscription.next or before, None
    same = subscription.plan.cadence() == before[0].cadence()
    subscription.cycle, subscription.changed = cycle if same else cycles.cycle(page.book, at, subscription.plan), at
    give(page, subscription, at, before)


def end(page, subscription, at):
    """It has reached its end."""
    charge_used(page, subscription, at)
    drop(page, subscription)


def renew(page, subscription, at):
    """Its cycle ends: what was used is charged in arrears, the next begins in advance."""
    charge_used(page, subscription, at)
    if subscription.ends is not None and subscription.ends <= at:
        drop(page, subscription)
        return
    waits = subscription.next if subscription.trial is None else None
    before = (subscription.plan, subscription.quantity)
    if waits:
        (subscription.plan, subscription.quantity), subscription.next, subscription.changed = waits, None, at
    subscription.cycle, subscription.charged = cycles.cycle(page.book, at, subscription.plan), at
    give(page, subscription, at, before)
    if subscription.trial is None:
        charge_ahead(page, subscription, at)


def renew_all(page, until):
    """Cycles that end with a period."""
    for name in sorted(page.account.subscriptions):
        subscription = page.account.subscriptions[name]
        if subscription.cycle[1] <= until:
            renew(page, subscription, until)


def catch_up(page, name):
    """Cycles, trials and ends up to the account's clock, for what is said of a time before it."""
    while subscription := page.account.subscriptions.get(name):
        due = [(subscription.cycle[1], 0, renew)]
        due += [(subscription.trial, 1, end_trial)] if subscription.trial is not None else []
        due += [(subscription.ends, 2, end)] if subscription.ends is not None else []
        at, _, happen = min(due, key=lambda each: each[:2])
        if at > page.account.clock:
            break
        happen(page, subscription, at)
