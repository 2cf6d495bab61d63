"""Auto-recharge: when it charges, how much, and when it waits."""

from fractions import Fraction
from hashlib import sha256

from . import alerts, credit, days, money, service

RULES = {"repeat": "recharge.repeat", "target": "recharge.target", "step_over": "recharge.target"}
LIMITS = ["charges_limit", "per_trigger", "per_day", "per_month"]


def charge_id(account, event, sequence, rule="recharge.repeat"):
    """The same decision twice is the same charge: its id is made of account, rule, event and place in the burst."""
    text = f"{account}\n{rule}\n{event}\n".encode() + sequence.to_bytes(4, "big")
    return "rc_" + sha256(text).hexdigest()[:40]


def triggered(book, setting, balance, fresh=True):
    """`below`, or `at_or_below` where the rulebook says so; a burst under way ends at the threshold."""
    if not setting or not setting["enabled"]:
        return False
    threshold = setting["threshold"]
    return balance < threshold or (fresh and book.at_or_below and balance == threshold)


def rooms(book, setting, sequence, burst, today, month):
    """What each limit leaves: a count of charges for the rulebook's bound, amounts for the owner's."""
    taken = {"per_trigger": burst, "per_day": today, "per_month": month}
    limits = setting["limits"]
    amounts = [(name, limits[name] - taken[name]) for name in LIMITS[1:] if name in limits]
    return book.charges_limit - (sequence - 1), amounts


def plan_repeat(book, setting, balance, sequence, burst, today, month):
    """The least n that reaches the threshold, cut by limits: (amount of the next charge, charges to come, cut by)."""
    amount, high = setting["amount"], book.recharge_bounds[1]
    left = max(-((balance - setting["threshold"]) // amount), 1)
    together, cut_by = 1, None
    if setting["combine"]:
        together = left if high is None else max(min(high // amount, left), 1)
    charges, amounts = rooms(book, setting, sequence, burst, today, month)
    if -(-left // together) > charges:
        cut_by, left = "charges_limit", max(charges, 0) * together
    for name, room in amounts:
        if max(room, 0) // amount < left:
            cut_by, left = name, max(room, 0) // amount
    return min(together, left) * amount, -(-left // together), cut_by


def plan_single(book, setting, balance, sequence, burst, today, month):
    """`target` and `step_over`: one charge up to the target, cut to what limits leave in whole minor units."""
    target = setting["target"] if setting["style"] == "target" else setting["threshold"] + setting["amount"]
    amount, cut_by = money.ceiling_units(target - balance, book.cent), None
    low, high = book.recharge_bounds
    if high is not None and amount > high:
        amount, cut_by = high, "maximum"
    charges, amounts = rooms(book, setting, sequence, burst, today, month)
    if charges <= 0:
        return 0, 0, "charges_limit"
    for name, room in amounts:
        if max(room, 0) < amount:
            amount, cut_by = money.floor_units(max(room, 0), book.cent), name
    return (0, 0, cut_by) if amount < max(low or 0, 1) else (amount, 1, cut_by)


def plan(book, setting, balance, sequence, burst, today, month):
    """The next charge of a burst, how many are to come as things stand, and what cut them."""
    by_style = plan_repeat if setting["style"] == "repeat" else plan_single
    return by_style(book, setting, balance, sequence, burst, today, month)


def rungs_under(book, setting, balance):
    """Rungs strictly under a balance, highest first (rule `recharge.ladder`)."""
    rungs = [Fraction(percent * setting["threshold"], 100) for percent in book.ladder]
    return [rung for rung in rungs if rung < balance]


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
        rungs = rungs_under(book, setting, account.failed_at)
        if not rungs:
            return "no_rung_left"
        if balance > rungs[0]:
            return "next_rung"
    early = account.failed_time is not None and account.clock < account.failed_time + book.spacing_ms
    return "spacing" if early else None


def decide(page):
    """A debit, or a changed setting: does the balance call for a charge? (rule `recharge.trigger`)"""
    if page.account.open is None:
        attempt(page, page.event, 1, 0)


def attempt(page, event, sequence, burst):
    """Asks for the next charge of a burst, or says once why not."""
    book, account = page.book, page.account
    setting, balance = account.settings.get("recharge"), account.balance + account.pending_debits()
    if not triggered(book, setting, balance, sequence == 1):
        account.held = {}
        return
    reason = pause(page, setting, account.balance)
    if reason:
        hold_back(page, "pause", reason)
        return
    today, month = charged(account)
    amount, left, cut_by = plan(book, setting, balance, sequence, burst, today, month)
    if not amount:
        hold_back(page, "limit", cut_by)
        return
    charge = charge_id(account.name, event, sequence)
    account.open = {"charge": charge, "amount": amount, "method": account.method_in_force(), "event": event}
    account.open |= {"sequence": sequence, "burst": burst + amount, "time": account.clock}
    start = days.month_start(account.today)
    account.charged_by_day = {day: amount for day, amount in account.charged_by_day.items() if day >= start}
    account.charged_by_day[account.today] = today + amount
    more = {"charge": charge, "amount": book.show(amount), "method": account.open["method"], "sequence": sequence}
    page.tell("charge_request", "recharge.combine" if setting["combine"] else RULES[setting["style"]], name=f"{charge}/charge_request", **more, planned=sequence - 1 + left)


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
    """Where charges are answered during the call, goes on until none is open."""
    account, event = page.account, page.event
    while account.open and page.payments != "report":
        if page.payments == "succeed":
            page.event = account.open["charge"] + ":paid"
            succeed(page)
        else:
            page.event = account.open["charge"] + ":declined"
            fail(page, "soft")
    page.event = event


def succeed(page):
    """The open charge was paid: credit, attempts forgotten, and the burst goes on."""
    account, paid = page.account, page.account.open
    account.open = None
    account.reset_attempts()
    credit.purchase(page, paid["charge"], paid["amount"], "recharge")
    service.credited(page)
    attempt(page, paid["event"], paid["sequence"] + 1, paid["burst"])
    service.suspend(page)


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
    setting, rung = account.settings.get("recharge"), None
    opened = book.breaker and account.failures >= book.breaker
    if setting and setting["enabled"] and decline != "hard" and not opened:
        under = rungs_under(book, setting, account.failed_at)
        rung = book.show(under[0].numerator // under[0].denominator) if under else None
    more = {"charge": failed["charge"], "method": failed["method"], "failures": account.failures, "next_rung": rung}
    page.tell("recharge_failed", "recharge.ladder", **more)
    service.suspend(page)


def topped_up(page):
    """Purchased credit that reaches the threshold starts the ladder anew; breaker and hard decline stay."""
    account = page.account
    setting = account.settings.get("recharge")
    if setting and account.balance >= setting["threshold"]:
        account.failed_at = None


def settled(page, before):
    """Credit that came and went at one moment: alerts, service and recharge look at the balance before and after all."""
    alerts.after_debit(page, before)
    service.quiet(page)
    service.restore(page)
    if page.account.balance < before:
        decide(page)
        service.suspend(page)
