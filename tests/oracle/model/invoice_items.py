"""What the next invoice will show, summed up while it is charged: `invoice.draft`. Only where the rulebook drafts invoices."""

from copy import copy

from . import counters, days, money

LINES_MAX = 40
ORDER = ["fee", "unused", "usage", "true_up", "adjustment", "rounding"]


class Item:
    """A line in the making. Amounts are ledger units; what is credited is under zero."""

    def __init__(self, kind, line, amount, start, **more):
        self.kind, self.product, self.unit, self.subaccount = kind, line["product"], line["unit"], line.get("subaccount")
        self.amount, self.start, self.quantity, self.count = amount, start, money.parse(line["quantity"]), 1
        told = "price" in line and not line.get("covered") and not line.get("parts")
        self.price, self.per = money.parse(line["price"]) if told else None, money.parse(line["per"]) if "per" in line else None
        self.plan = self.rate = self.late = self.until = self.of = self.tax = None
        self.payer, self.credited = "credit", 0
        self.__dict__.update(more)

    def key(self):
        """What makes one line: fees of different times or prices do not."""
        fee = (self.start, self.price, self.per) if self.plan else None
        what = (self.kind, self.payer, self.late, self.until, fee, self.product, self.plan, self.rate)
        return what + (self.subaccount, self.unit, self.of, repr(self.tax))

    def within(self, service):
        """Its service, where that is the invoice's."""
        other = copy(self)
        other.start = service[0] if self.start is None else self.start
        return other

    def order(self):
        """Fees first, then usage; by product, plan, subaccount and service."""
        maybe = lambda value: (value is not None, value or 0)
        names = (self.product, self.plan or "", self.subaccount or "")
        return (ORDER.index(self.kind), *names, maybe(self.late and self.late[0]), self.start, maybe(self.until))

    def add(self, other):
        """One charge more."""
        self.quantity, self.amount, self.count = self.quantity + other.quantity, self.amount + other.amount, self.count + 1
        self.start = self.start and min(self.start, other.start)
        if (self.price, self.per) != (other.price, other.per):
            self.price = self.per = None


def add(account, item):
    """To the line that it belongs to."""
    like = next((known for known in account.unbilled if known.key() == item.key()), None)
    if like:
        like.add(item)
    else:
        account.unbilled.append(item)


def is_like_usage(item, line, late):
    """Does a usage belong to this line?"""
    what = (item.product, item.unit, item.subaccount) == (line["product"], line["unit"], line.get("subaccount"))
    return what and (item.kind, item.late, item.of) == ("usage", late, None) and item.rate in (None, line["rate"])


def usage(page, card, line, amount, late, closes):
    """A usage; its service is that of the invoice, or of the closed period that it belongs to."""
    account, start = page.account, late and late[0]
    if not page.book.invoice:
        return
    if closes:
        true_up(account, card, line, amount, start)
        return
    item = Item("usage", line, amount, start, late=late, until=late and late[1], rate=line["rate"])
    like = next((known for known in account.unbilled if is_like_usage(known, line, late)), None)
    if like:
        like.add(item)
        return
    if sum(known.kind == "usage" for known in account.unbilled) >= LINES_MAX:
        item.rate = None
    add(account, item)


def true_up(account, card, line, amount, start):
    """What the period's end adds: to the one line of what it prices, which then states what was used; else by itself."""
    deferred = counters.deferred(card)
    like = [item for item in account.unbilled if item.kind == "usage" and item.product == line["product"]
            and item.rate in (None, line["rate"])]  # fmt: skip
    if deferred and len(like) == 1 and is_like_usage(like[0], line, None):
        like[0].quantity, like[0].price, like[0].per = money.parse(line["quantity"]), None, None
        like[0].amount += amount
        return
    item = Item("true_up", line, amount, start, rate=line["rate"], price=None, per=None)
    if not deferred or like:
        item.quantity, item.unit = money.parse("1"), "period"
    add(account, item)


def cost_less(page, line, late, amount):
    """A usage that no invoice shows yet costs so much less. One from before invoices were drafted is on none."""
    like = next((item for item in page.account.unbilled if is_like_usage(item, line, late)), None)
    if like:
        like.amount, like.price, like.per = like.amount - amount, None, None


def charge(page, product, amount):
    """What a person charged."""
    if page.book.invoice:
        line = {"product": product, "unit": "adjustment", "quantity": "1"}
        add(page.account, Item("adjustment", line, amount, None))


def fee(page, plan, line, amount, part, credits=None):
    """A fee, or what is credited of one: of which invoice, and as that was taxed."""
    if page.book.invoice:
        more = {"plan": line["rate"], "until": part[1], "payer": "invoice" if plan.invoiced else "credit"}
        more |= {"of": credits.invoice, "tax": credits.tax} if credits else {}
        add(page.account, Item("unused" if amount < 0 else "fee", line, amount, part[0], **more))


def credited(page, plan, fee, gross):
    """What of a fee that no invoice shows yet was credited: no discount is on that."""
    payer = "invoice" if plan.invoiced else "credit"
    what = ("fee", payer, fee.start, fee.until, fee.plan)
    for item in page.account.unbilled if fee.invoice is None else ():
        if (item.kind, item.payer, item.start, item.until, item.plan) == what:
            item.credited += gross
            break


def shown(account, time, product):
    """The invoice that shows a usage of this time, and how it was discounted and taxed there."""
    name = showing(account, time)
    products = account.invoices[name]["products"] if name else {}
    return (name, products[product]) if product in products else None


def showing(account, time):
    """The invoice that shows what was posted at this time, where it is known."""
    ends = {until for _, until in account.closed}
    for name, known in account.invoices.items() if account.is_invoiced(time) else ():
        if known["from"] <= time < known["until"] + (known["until"] not in ends):
            return name
    return None


def net_of_discount(book, shown, before, amount, line):
    """(what came back before, the amount, the line), net of what discounts took of the product's lines: rounded up in all, so
    that parts add up however they are cut."""
    _, product = shown
    if not product["discount"] or product["amount"] <= 0:
        return before, amount, line
    off = lambda gross: min(-(-gross * product["discount"] // product["amount"]), gross)
    earlier = off(before)
    less = off(before - amount) - earlier
    exact = money.read_ratio(line["exact"]) + money.parse(book.show(less))
    return before - earlier, amount + less, line | {"amount": book.show(amount + less), "exact": money.ratio(exact), "parts": ["discount"]}


def usage_back(page, card, line, amount, late, shown):
    """A usage that is taken back: of the invoice that shows it, at its tax, or off the one to come."""
    if not shown:
        usage(page, card, line, amount, late, False)
    elif page.book.invoice:
        start, (of, product) = late and late[0], shown
        more = {"late": late, "until": late and late[1], "rate": line["rate"], "of": of, "tax": product["tax"]}
        add(page.account, Item("usage", line, amount, start, **more, price=None, per=None))
