"""May the account be used: `service.suspension`, `service.restoration`, `balance.available`."""

from . import alerts


def spendable(book, account):
    """The balance and what unpaid invoices leave of the credit line; they never use credit that is paid for."""
    line = account.settings.get("overage_protection", book.protection)
    return account.balance + max(line - sum(account.due.values()), 0)


def suspend(page):
    """After a debit or a failed charge: nothing spendable is left and no recharge charge is on its way."""
    account = page.account
    if account.service == "active" and account.open is None and spendable(page.book, account) <= 0:
        account.service = "suspended"
        page.tell("suspended", "service.suspension")


def restore(page):
    """After credit, a paid invoice or a changed setting: something is spendable again."""
    account = page.account
    if account.service == "suspended" and spendable(page.book, account) > 0:
        account.service = "active"
        page.tell("restored", "service.restoration")


def credited(page):
    """What every credit does once it is posted."""
    alerts.remember(page, fired=False)
    quiet(page)
    restore(page)


def quiet(page):
    """Once the balance no longer calls for a charge, what was told as held back may be told anew."""
    book, account = page.book, page.account
    setting, balance = account.settings.get("recharge"), account.balance + account.pending_debits()
    if setting and (balance > setting["threshold"] or (balance == setting["threshold"] and not book.at_or_below)):
        account.held = {}


def budget_left(account):
    """What is left of the UTC day's budget, None where none is set."""
    spend = account.settings.get("spend", {})
    if not spend.get("enabled") or "daily_budget" not in spend:
        return None
    return spend["daily_budget"] - account.used_today


def available(book, account):
    """What may be used now: never under zero, and zero while suspended."""
    if account.service == "suspended":
        return 0
    left = spendable(book, account)
    budget = budget_left(account)
    left = left if budget is None else min(left, budget)
    return max(left - sum(hold["amount"] for hold in account.holds.values()), 0)
