"""Auto-recharge: when it charges, when it waits, and what comes of a charge."""

from . import burst, credit, days

RULES = {"repeat": "recharge.repeat", "target": "recharge.target", "step_over": "recharge.target"}


def pause(page, setting, balance):
    """Why no attempt is made now, if so (rule `recharge.pause`)."""
    book, account = page.book, page.account
    method = account.method_in_force()
    if method is None:
        return "no_method"
    if account.declined == method:
        return "hard_decline"
    if book.breaker and account.failures >= book.breaker:
        return "breaker"
    if account.failed_at is not None:
        rungs = burst.rungs_under(book, setting, account.failed_at)
        if not rungs:
            return "no_rung_left"
        if balance > rungs[0]:
            return "next_rung"
    early = account.failed_time is not None and account.clock < account.failed_time + book.spacing_ms
    return "spacing" if early else None


def on(page):
    """The setting, where it is offered and switched on."""
    setting = page.account.settings.get("recharge")
    return setting if setting and setting["enabled"] else None


def expected(account):
    """The balance with what is on its way from banks."""
    return account.balance + account.pending_debits()


def attempt(page, event, sequence, spent):
    """Asks for the next charge of a burst, or says once why not."""
    book, account, setting = page.book, page.account, on(page)
    if account.open or not setting:
        return
    if not burst.triggered(book, setting, expected(account), sequence == 1):
        account.held = {}
        return
    reason = pause(page, setting, account.balance)
    if reason:
        hold_back(page, "pause", reason)
        return
    today, month = charged(account)
    amount, left, cut_by = burst.plan(book, setting, expected(account), sequence, spent, today, month)
    if not amount:
        hold_back(page, "limit", cut_by)
        return
    charge, rule = burst.charge_id(account.name, event, sequence), "recharge.combine" if setting["combine"] else RULES[setting["style"]]
    account.open = {"charge": charge, "amount": amount, "method": account.method_in_force(), "event": event}
    account.open |= {"sequence": sequence, "burst": spent + amount, "time": account.clock}
    start = days.month_start(account.today)
    account.charged_by_day = {day: amount for day, amount in account.charged_by_day.items() if day >= start}
    account.charged_by_day[account.today] = today + amount
    more = {"charge": charge, "amount": book.show(amount), "method": account.open["method"], "sequence": sequence}
    page.tell("charge_request", rule, name=f"{charge}/charge_request", **more, planned=sequence - 1 + left)


def charged(account):
    """What was asked for and has not failed, this UTC day and this calendar month."""
    start = days.month_start(account.today)
    month = sum(amount for day, amount in account.charged_by_day.items() if day >= start)
    return account.charged_by_day.get(account.today, 0), month


def hold_back(page, kind, reason):
    """A held-back charge is told once for each reason; that the next rung is further down was told with the failure."""
    if reason == "next_rung" or page.account.held == {kind: reason}:
        return
    page.account.held = {kind: reason}
    rule = "recharge.method" if reason == "no_method" else {"pause": "recharge.pause", "limit": "recharge.limits"}[kind]
    page.tell("recharge_blocked", rule, reason=reason)


def answer(page):
    """Where charges are answered during the call, one is."""
    paid = page.payments == "succeed"
    page.event = page.account.open["charge"] + (":paid" if paid else ":declined")
    if paid:
        succeed(page)
    else:
        fail(page, "soft")


def succeed(page):
    """The open charge was paid: credit, attempts forgotten, and the burst goes on when the moment ends."""
    account, paid = page.account, page.account.open
    account.open = None
    account.reset_attempts()
    credit.purchase(page, paid["charge"], paid["amount"], "recharge")
    page.moment.burst, page.moment.unpaid = (paid["event"], paid["sequence"] + 1, paid["burst"]), True


def fail(page, decline):
    """The open charge was not paid: the burst stops, the ladder stands at this balance, the owner is told at once."""
    book, account, failed = page.book, page.account, page.account.open
    account.open = None
    day = failed["time"] // days.DAY
    if day in account.charged_by_day:
        account.charged_by_day[day] -= failed["amount"]
    account.failures += 1
    account.failed_at, account.failed_time = account.balance, account.clock
    if decline == "hard":
        account.declined = failed["method"]
    setting, rung = on(page), None
    opened = book.breaker and account.failures >= book.breaker
    if setting and decline != "hard" and not opened:
        under = burst.rungs_under(book, setting, account.failed_at)
        rung = book.show(under[0].numerator // under[0].denominator) if under else None
    more = {"charge": failed["charge"], "method": failed["method"], "failures": account.failures, "next_rung": rung}
    page.tell("recharge_failed", "recharge.ladder", **more)
    page.moment.unpaid = True


def topped_up(account):
    """Purchased credit that reaches the threshold starts the ladder anew; breaker and hard decline stay."""
    setting = account.settings.get("recharge")
    if setting and account.balance >= setting["threshold"]:
        account.failed_at = None


def credited(page):
    """Once the balance no longer calls for a charge, what was told as held back may be told anew."""
    setting = on(page)
    if not setting or not burst.triggered(page.book, setting, expected(page.account)):
        page.account.held = {}


def waits_for_time(account):
    """Is a charge held back by what time lets through?"""
    return "limit" in account.held or account.held.get("pause") == "spacing"
