"""Subscriptions and their fees: `plan.fee`, `plan.unused`, `plan.trial`, `plan.change`, `plan.cancellation`."""

from fractions import Fraction

from . import alerts, burst, credit, cycles, days, money, prices, service
from .account import Grant
from .allowances import Left


class Plan:
    """A plan as the rulebook has it."""

    def __init__(self, text):
        self.text, self.id, self.product, self.unit = text, text["id"], text["product"], text["unit"]
        self.model = {"type": "per_unit", "price": text["price"]} if "price" in text else text["model"]
        self.months, self.arrears = text.get("months", 1), text.get("charged") == "in_arrears"
        self.invoiced, self.proration = text.get("payer") == "invoice", text.get("proration", "day")
        self.trial_days, self.commitment = text.get("trial_days", 0), text.get("commitment_months")
        self.allowances = text.get("allowances", ())


class Subscription:
    """A plan that an account has taken. `paid` is what was charged in advance from `charged` on."""

    def __init__(self, name, plan, quantity, start, anchor, subaccount=None):
        self.name, self.plan, self.quantity, self.start, self.subaccount = name, plan, quantity, start, subaccount
        self.cycle, self.charged, self.paid = cycles.cycle(start, anchor, plan.months), start, 0
        self.trial = self.committed = self.ends = self.next = None

    def paid_until(self):
        """The open cycle's end, or its own where that comes first."""
        return self.cycle[1] if self.ends is None else min(self.ends, self.cycle[1])


def amount_of(book, subscription, start, until):
    """(exact, amount): the plan's price for its quantity and this part of its cycle, rounded once to minor units."""
    plan = subscription.plan
    whole = sum(part.amount for part in prices.parts(book, plan.model, Fraction(1), prices.Asked(subscription.quantity)))
    exact = whole * cycles.share(plan.proration, subscription.cycle, start, until)
    return exact, money.rounded(exact * 10**book.minor, book.mode) * book.cent


def charge(page, subscription, start, until):
    """The fee of a part of a cycle."""
    exact, amount = amount_of(page.book, subscription, start, until)
    if amount:
        post(page, "fee", subscription, exact, amount, (start, until))
    return amount


def begin(page, subscription, start):
    """From here on to the end of the cycle, or its own: charged in advance, or remembered."""
    subscription.charged, subscription.paid = start, 0
    if not subscription.plan.arrears:
        subscription.paid = charge(page, subscription, start, subscription.paid_until())


def finish(page, subscription, now, credited=True):
    """The open part ends here: in arrears it is charged, in advance what is not used is credited, never above what was paid."""
    if subscription.trial is not None:
        return
    if subscription.plan.arrears:
        charge(page, subscription, subscription.charged, now)
    elif credited and subscription.plan.proration != "none":
        until = subscription.paid_until()
        exact, amount = amount_of(page.book, subscription, now, until)
        back = min(amount, subscription.paid)
        if back:
            exact = exact if amount == back else Fraction(back, 10**page.book.scale)
            post(page, "unused", subscription, -exact, -back, (now, until))


def post(page, kind, subscription, exact, amount, part):
    """An entry: a fee is paid by the credit as usage is, or asked for by the next invoice; so is what is credited."""
    book, account, plan = page.book, page.account, subscription.plan
    name = f"{page.event}/{kind}/{subscription.name}"
    name += "/next" if any(entry["id"] == name for entry in page.entries) else ""
    line = {"product": plan.product, "rate": plan.id, "quantity": money.plain(subscription.quantity), "unit": plan.unit}
    if "price" in plan.text:
        line["price"] = money.plain(money.parse(plan.text["price"]))
    above, below = cycles.counted(plan.proration, subscription.cycle, *part)
    if above != below:
        price = line.get("price", money.ratio(abs(exact) * below / above))
        line["parts"] = [{"what": f"{above} of {below}", "quantity": str(above), "price": price, "amount": money.ratio(exact)}]
    line |= {"usage": subscription.name, "exact": money.ratio(exact), "amount": book.show(amount)}
    line |= {"subaccount": subscription.subaccount} if subscription.subaccount else {}
    more = {"line": line, "period": {"from": days.show(part[0]), "until": days.show(part[1])}}
    if plan.invoiced:
        account.owed += amount
        page.post(name, "fee", {"receivable": -amount, "fees": amount}, **more)
    elif amount > 0:
        debit(page, name, plan.product, amount, more)
    else:
        give(page, subscription.name, -amount, more)


def debit(page, name, product, amount, more):
    """A fee leaves the credit, or is held against it until the invoice; it is no usage of a day."""
    account, before = page.account, page.account.balance
    burned, rest = credit.burn(page, amount, product)
    scoped = sum(part for grant, part in burned if grant.only)
    account.scoped += scoped
    account.used += amount
    if page.book.on_invoice:
        account.invoiced += amount
        postings = {"held": -amount, "fees": amount}
    else:
        postings = {"customer": scoped - amount, "scoped": -scoped, "fees": amount}
    page.post(name, "fee", postings, **more, **credit.shown(page, burned, rest))
    alerts.after_debit(page, before)


def give(page, name, amount, more):
    """Credited fees of credit are refunded credit."""
    account = page.account
    grant = Grant(burst.derived("un_", [name, page.event], 1), "refund", amount, account.clock)
    credit.add(page, grant, "fee", f"{grant.grant}/unused", "fees", **more)
    service.credited(page)


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
            charge(page, subscription, subscription.charged, until)
        if subscription.ends is not None and subscription.ends <= until:
            drop(page, subscription)
            continue
        if subscription.next:
            old, (subscription.plan, subscription.quantity), subscription.next = subscription.quantity, subscription.next, None
            give_allowances(page, subscription, old)
        subscription.cycle = (until, cycles.months_on(until, subscription.plan.months, page.book.anchor))
        subscription.charged = until
        if subscription.trial is None:
            begin(page, subscription, until)
