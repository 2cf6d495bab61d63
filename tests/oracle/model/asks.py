"""The verbs that only read: `overview`, `authorize`, `recommend`, `plan`."""

from . import alerts, burst, days, holds, moment, service, settings, timeline, verbs
from .ledger import Page


def later(call, account):
    """The account with its timeline run up to `as_of`, on a copy."""
    book = verbs.rulebook(call)
    page = Page(book, account.clone(), "report")
    timeline.run(page, max(account.clock, days.parse(call["as_of"])))
    moment.close(page)
    return book, page.account


def runway(balance, daily):
    """Whole days the balance lasts; none to tell where nothing is used."""
    return {"runway_days": str(max(balance, 0) // daily)} if daily else {}


def thresholds(book, found):
    """Thresholds in force, highest first."""
    return [{"amount": book.show(amount), "sources": sources} for amount, sources in found.items()]


def overview(call, account):
    """What an owner wants to see first."""
    book, account = later(call, account)
    show, daily = book.show, alerts.average(book, account, account.today)
    pending = account.pending_debits() + (account.open["amount"] if account.open else 0)
    out = {"account": account.name, "balance": show(account.balance), "pending": show(pending)}
    bound = sum(grant.left for grant in account.grants if grant.started and grant.products)
    remaining = account.balance + bound
    out |= {"bound_credits": show(bound), "remaining_credits": show(remaining)}
    out |= {"total_credits": show(remaining + account.used), "lifetime_credits": show(account.lifetime)}
    out |= {"usage_this_period": show(account.used), "late_usage_this_period": show(account.late)}
    line = account.settings.get("overage_protection", book.protection)
    out |= {"overage_protection": show(line), "owed": show(account.unpaid()), "held": show(holds.held(account))}
    out |= {"used_today": show(account.used_today), "used_yesterday": show(account.usage_by_day.get(account.today - 1, 0))}
    out |= {"available": show(service.available(book, account)), "service": account.service}
    out |= {"average_daily_usage": show(daily)} | runway(account.balance, daily)
    out["thresholds"] = thresholds(book, alerts.thresholds(book, account.settings, daily))
    out["due"] = [{"invoice": name, "amount": show(due["amount"])} for name, due in account.due.items()]
    out["subaccounts"] = [subaccount(book, account, *item) for item in account.subaccounts.items()]
    spend = account.settings.get("spend", {})
    if spend.get("enabled") and "daily_budget" in spend:
        out["daily_budget"] = show(spend["daily_budget"])
    return out


def subaccount(book, account, name, facts):
    """A subaccount at a glance."""
    today = book.show(facts["by_day"].get(account.today, 0))
    out = {"subaccount": name, "enabled": facts["enabled"], "used_today": today}
    return out | {"used_this_period": book.show(facts["used"])}


def authorize(call, account):
    """Each request is decided by itself; nothing is taken."""
    book, account = later(call, account)
    requests = enumerate(call["requests"])
    return {"decisions": [holds.authorize(book, account, request, f"/requests/{place}") for place, request in requests]}


def recommend(call):
    """Recommended alerts from daily usage, without an account."""
    book = verbs.rulebook(call)
    seen = {}
    for place, day in enumerate(call["daily_usage"]):
        number = days.parse(day["date"] + "T00:00:00Z") // days.DAY
        settings.refuse_if(number in seen, "date_duplicate", f"/daily_usage/{place}/date")
        seen[number] = book.units(day["amount"])
    opened, today = (days.parse(call[name]) // days.DAY for name in ("opened_at", "as_of"))
    daily = alerts.average_of(book, seen, opened, today)
    own = {"alerts": settings.alerts(book, call["alerts"], "/alerts")} if "alerts" in call else {}
    shown = [daily] * bool(daily) + [amount for amount in book.recommended if amount != daily]
    out = {"average_daily_usage": book.show(daily), "recommended": [book.show(amount) for amount in shown]}
    out["thresholds"] = thresholds(book, alerts.thresholds(book, own, daily))
    return out | (runway(book.units(call["balance"]), daily) if "balance" in call else {})


def plan_recharge(call):
    """A burst as it goes when every charge succeeds."""
    book = verbs.rulebook(call)
    setting = settings.recharge(book, call["recharge"], "/recharge")
    amount = lambda name: book.units(call.get(name, "0"))
    balance, spent, charges, cut_by = amount("balance") + amount("pending"), 0, [], None
    today, month = amount("charged_today"), max(amount("charged_this_month"), amount("charged_today"))
    first, needed = balance, 0
    out = {"triggered": burst.triggered(book, setting, balance)}
    while burst.triggered(book, setting, balance, not charges):
        sequence = len(charges) + 1
        due, _, cut = burst.plan(book, setting, balance, sequence, spent, today + spent, month + spent)
        cut_by = cut_by or cut
        if not due:
            break
        charge = burst.charge_id(call["account"], call["event"], sequence)
        charges.append({"charge": charge, "amount": book.show(due)})
        balance, spent = balance + due, spent + due
    if out["triggered"] and setting["style"] == "repeat":
        needed = max(-((first - setting["threshold"]) // setting["amount"]), 1)
        out["repetitions"] = needed
    elif not out["triggered"]:
        out["repetitions"] = 0
    out |= {"charges": charges, "total": book.show(spent), "balance_after": book.show(first + spent)}
    return out | ({"cut_by": cut_by} if cut_by else {})
