"""The scheduled bank debit: asked for on its day, pending some business days, then paid or failed."""

from . import burst, credit, days

RULE = "bank_debit.schedule"


def schedule(account):
    """The first debit is on the first such day strictly after the day of the setting."""
    setting = account.settings["bank_debit"]
    account.debit_due = None
    if setting["enabled"]:
        account.debit_due = days.boundary_after(account.clock, setting["day_of_month"])


def ask(page):
    """00:00 UTC of its day: a charge that may take four business days."""
    account = page.account
    setting = account.settings["bank_debit"]
    charge = burst.charge_id(account.name, page.event, 1, RULE)
    expected = days.business_day_after(account.today, page.book.debit_days)
    debit = {"amount": setting["amount"], "method": setting["method"], "expected_by": expected, "told": False}
    account.debits[charge] = debit
    account.debit_due = days.boundary_after(account.clock, setting["day_of_month"])
    more = {"charge": charge, "amount": page.book.show(setting["amount"]), "method": setting["method"]}
    more |= {"sequence": 1, "planned": 1, "expected_by": days.show_day(expected)}
    page.tell("charge_request", RULE, name=f"{charge}/charge_request", **more)
    answer(page, charge)


def answer(page, charge):
    """Where charges are answered during the call, a debit is too."""
    if page.payments == "succeed":
        succeed(page, charge)
    elif page.payments == "decline":
        fail(page, charge)


def overdue(page, charge):
    """The day after the last expected one, still without a result: told once."""
    debit = page.account.debits[charge]
    debit["told"] = True
    page.tell("debit_overdue", RULE, charge=charge, method=debit["method"], amount=page.book.show(debit["amount"]))


def succeed(page, charge):
    """Money arrived: purchased credit."""
    amount = page.account.debits.pop(charge)["amount"]
    credit.purchase(page, charge, amount, "bank_debit")


def fail(page, charge):
    """No money came; the next month's debit is tried again."""
    debit = page.account.debits.pop(charge)
    page.tell("debit_failed", RULE, charge=charge, method=debit["method"], amount=page.book.show(debit["amount"]))
    page.moment.retry = page.moment.unpaid = True
