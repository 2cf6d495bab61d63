"""What the contract's state says, from the model's account: the side that is held against the engine's."""

from fractions import Fraction

from . import credit, days, money


def by_day(book, table):
    """Amounts by UTC day, oldest first."""
    return [{"date": days.show_day(day), "amount": book.show(amount)} for day, amount in sorted(table.items())]


def grant(book, g):
    """Credit as it stands."""
    out = {"grant": g.grant, "source": g.source, "amount": book.show(g.amount), "left": book.show(g.left)}
    out |= {"from": days.show(g.start), "priority": g.priority}
    out |= {"until": days.show(g.until)} if g.until is not None else {}
    out |= {"products": g.products} if g.products else {}
    return out | ({"expired": book.show(g.expired)} if g.expired is not None else {}) | ({} if g.started else {"scheduled": True})


def part(book, burned):
    """What was paid of a grant, as entries have it."""
    return credit.shown_part(book, burned)


def unpaid(book, name, due):
    """What is due of an invoice."""
    out = {"invoice": name, "amount": book.show(due["amount"])} | ({"overdue": True} if due["told"] else {})
    return out | ({"due_on": days.show_day(due["due_on"])} if due["due_on"] is not None else {})


def invoice(book, name, known):
    """An invoice, as long as it can be credited."""
    more = {key: book.show(known[key]) for key in ("paid", "credited", "taken", "returned", "paid_out") if known[key]}
    more |= {"paid_by": [part(book, by) for by in known["paid_by"].values()]} if known["paid_by"] else {}
    return {"invoice": name, "total": book.show(known["total"])} | more


def discount(book, name, taken):
    """A discount that was taken."""
    out = {"discount": name} | ({} if taken["left"] is None else {"left": taken["left"]})
    return out | ({} if taken["off"] is None else {"off": book.show(taken["off"])})


def item(book, each):
    """What the next invoice will show."""
    out = {"product": each.product, "unit": each.unit, "amount": book.show(each.amount)}
    out |= {"kind": each.kind} if each.kind != "usage" else {}
    out |= {"payer": each.payer} if each.payer != "credit" else {}
    out |= {"from": days.show(each.start)} if each.start is not None else {}
    out |= {"quantity": money.plain(each.quantity), "count": each.count}
    out |= {name: getattr(each, name) for name in ("plan", "rate", "subaccount", "of", "tax") if getattr(each, name)}
    out |= {"until": days.show(each.until)} if each.until is not None else {}
    return out | ({"price": money.plain(each.price)} if each.price is not None else {})


def taken_back(book, name, known):
    """What has been taken back of an entry."""
    out = {"entry": name, "amount": book.show(known["amount"]), "until": days.show(known["until"])}
    return out | ({} if known["quantity"] is None else {"quantity": money.plain(Fraction(known["quantity"]))})


def payers(book, name, who):
    """Who paid for what a period has counted."""
    parts = [{"amount": book.show(each.amount)} | ({"by": {"grant": each.grant}} if each.grant else {}) for each in who.values()]
    return {"counter": name[0]} | ({"value": name[1]} if name[1] else {}) | ({"parts": parts} if parts else {})


def attempts(book, account):
    """What failures left behind."""
    out = {"failures": account.failures}
    out |= {"failed_at": book.show(account.failed_at)} if account.failed_at is not None else {}
    out |= {"failed_time": days.show(account.failed_time)} if account.failed_time is not None else {}
    return out | ({"declined_method": account.declined} if account.declined else {})


def hold(book, name, held):
    """A reservation."""
    request = {key: held["request"][key] for key in ("subaccount", "product") if key in held["request"]}
    return {"hold": name, "amount": book.show(held["amount"]), "from": days.show(held["from"]), "until": days.show(held["until"])} | request


def subaccount(book, account, name, facts):
    """A subaccount and its counters."""
    out = {"subaccount": name, "enabled": facts["enabled"]}
    today = book.show(facts["by_day"][account.today]) if account.today in facts["by_day"] else None
    return out | ({"used_today": today} if today else {}) | {"used_this_period": book.show(facts["used"])}


def method(facts):
    """A payment method, as far as rules look at it."""
    out = {key: facts[key] for key in ("type", "method", "brand", "last4", "expires", "country", "label") if key in facts}
    if facts["type"] == "card" and facts["expired"]:
        out["expired"] = True
    if facts["type"] == "bank":
        out |= {"verified": facts["verified"], "attempts_left": facts["attempts_left"]}
    return out


def show(book, account):
    """Every part that later decisions depend on."""
    out = {"account": account.name, "balance": book.show(account.balance), "service": account.service}
    out |= {"as_of": days.show(account.clock), "attempts": attempts(book, account), "recharge_blocked": account.held}
    out["usage_by_day"] = by_day(book, account.usage_by_day)
    out["charged_by_day"] = by_day(book, account.charged_by_day)
    out["grants"] = [grant(book, g) for g in sorted(account.grants, key=lambda g: g.order())]
    out["lifetime_credits"] = book.show(account.lifetime)
    out["period"] = {"from": days.show(account.period_from), "used": book.show(account.used), "late": book.show(account.late)}
    out["period"]["bound"] = book.show(account.scoped)
    out["period"] |= {"carried": book.show(account.carried)} if account.carried else {}
    out["period"] |= {"interim": book.show(account.asked)} if account.asked is not None else {}
    out["period"] |= {"invoiced_until": days.show(account.interim_at)} if account.interim_at is not None else {}
    out["period"] |= {"paid_by": [part(book, by) for by in account.paid_by.values()]} if account.paid_by else {}
    out["period"] |= {"given_back": book.show(account.given_back)} if account.given_back else {}
    out["period"] |= {"to_invoice": book.show(account.owed)} if account.owed else {}
    out["subscriptions"] = [subscription(book, taken) for _, taken in sorted(account.subscriptions.items())]
    out["allowances"] = [left.show() for left in account.metered.lefts]
    out["counters"] = [counter(book, *item) for item in sorted(account.metered.counters.items())]
    out["closed"] = [{"from": days.show(start), "until": days.show(until)} for start, until in account.closed]
    out["due"] = [unpaid(book, *item) for item in account.due.items()]
    out["invoices"] = [invoice(book, *item) for item in account.invoices.items()]
    out["taken_back"] = [taken_back(book, *item) for item in account.taken_back.items()]
    out["counter_payers"] = [payers(book, *item) for item in sorted(account.payers.items())]
    out["overage_payers"] = [{"time": days.show(time), "by": part(book, by)} for time, by in account.overage_payers]
    out["discounts"] = [discount(book, *item) for item in account.discounts.items()]
    out["unbilled"] = [item(book, each) for each in account.unbilled]
    out["trials"] = account.trials
    out["recent"] = account.recent
    out["below"] = {"average": account.below_average, "days_left": account.below_days}
    out["holds"] = sorted((hold(book, *item) for item in account.holds.items()), key=lambda h: h["hold"])
    out["methods"] = [method(facts) for facts in account.methods.values()]
    out["coupons"] = sorted(account.coupons)
    out["subaccounts"] = [subaccount(book, account, *item) for item in sorted(account.subaccounts.items())]
    out["debits"] = [debit(book, *item) for item in account.debits.items()]
    if account.debit_due is not None:
        out["debit_on"] = days.show_day(account.debit_due // days.DAY)
    if account.default:
        out["default_method"] = account.default
    if account.open:
        out["open"] = charge(book, account.open)
    return out


def subscription(book, taken):
    """A plan that was taken."""
    out = {"subscription": taken.name, "plan": taken.plan.id, "quantity": money.plain(taken.quantity), "paid": book.show(taken.paid)}
    times = {"from": taken.start, "cycle_from": taken.cycle[0], "cycle_until": taken.cycle[1], "charged_from": taken.charged}
    times |= {"trial_until": taken.trial, "trial_ended": taken.trial_ended, "changed_at": taken.changed, "committed_until": taken.committed, "ends": taken.ends}
    out |= {name: days.show(time) for name, time in times.items() if time is not None}
    return out | ({"next": {"plan": taken.next[0].id, "quantity": money.plain(taken.next[1])}} if taken.next else {})


def counter(book, name, facts):
    """What the open period has seen of a rate or group."""
    out = {"counter": name[0], "rate": facts.rate.id, "quantity": money.plain(facts.quantity), "usages": facts.usages}
    level = {"quantity": money.plain(facts.level), "since": days.show(facts.since)} if facts.level is not None else None
    return out | {"posted": book.show(facts.posted)} | ({"level": level} if level else {})


def debit(book, name, facts):
    """A bank debit on its way."""
    out = {"charge": name, "amount": book.show(facts["amount"]), "method": facts["method"]}
    return out | {"expected_by": days.show_day(facts["expected_by"])} | ({"overdue": True} if facts["told"] else {})


def charge(book, facts):
    """The recharge charge on its way."""
    amounts = {name: book.show(facts[name]) for name in ("amount", "burst")}
    return dict(facts) | amounts | {"time": days.show(facts["time"])}
