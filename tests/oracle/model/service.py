"""May the account be used: `service.suspension`, `service.restoration`, `balance.available`."""


def spendable(book, account):
    """The balance and what unpaid invoices leave of the credit line; they never use credit that is paid for."""
    line = account.settings.get("overage_protection", book.protection)
    return account.balance + max(line - account.unpaid(), 0)


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


def budget_left(account):
    """What is left of the UTC day's budget, None where none is set."""
    spend = account.settings.get("spend", {})
    if not spend.get("enabled") or "daily_budget" not in spend:
        return None
    return spend["daily_budget"] - account.used_today


def available(book, account):
    """What may be used now: never under zero, and zero while suspended."""
    if account.service != "active":
        return 0
    left = spendable(book, account)
    budget = budget_left(account)
    left = left if budget is None else min(left, budget)
    return max(left - sum(hold["amount"] for hold in account.holds.values()), 0)
