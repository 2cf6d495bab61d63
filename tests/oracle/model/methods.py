"""Payment methods, their default, and the verification of bank accounts."""

from . import days
from .recharge import on
from .refusal import refuse_if

METHODS_MAX = 20


def add(page, event):
    """A card, a bank account or another; the first one is the default."""
    account, given = page.account, event["method"]
    name = given["method"]
    refuse_if(name in account.methods, "method_duplicate", f"{page.path}/method/method")
    refuse_if(len(account.methods) >= METHODS_MAX, "methods_too_many", page.path)
    method = dict(given, verified=False, attempts_left=page.book.verification_attempts, expired=False)
    if given["type"] == "card":
        year, month = days.next_month(*map(int, given["expires"].split("-")))
        method["expires_at"] = days.number(year, month, 1) * days.DAY
        method["expired"] = method["expires_at"] <= account.clock
    before = account.method_in_force()
    account.methods[name] = method
    if event.get("default") or account.default is None:
        account.default = name
    another(page, before)


def known(page, event):
    """The method an event names."""
    refuse_if(event["method"] not in page.account.methods, "method_unknown", f"{page.path}/method")
    return page.account.methods[event["method"]]


def remove(page, event):
    """A method that a setting charges stays."""
    account, name = page.account, event["method"]
    known(page, event)
    recharging = account.settings.get("recharge", {})
    used = [account.method_in_force()] if recharging.get("enabled") else []
    debit = account.settings.get("bank_debit", {})
    used += [debit["method"]] if debit.get("enabled") else []
    refuse_if(name in used, "method_in_use", f"{page.path}/method")
    del account.methods[name]
    account.default = None if account.default == name else account.default


def choose(page, event):
    """Another default."""
    known(page, event)
    before, page.account.default = page.account.method_in_force(), event["method"]
    another(page, before)


def another(page, before):
    """Another method in force of an enabled auto-recharge: failures are forgotten, and it tries at once."""
    account = page.account
    if on(page) and account.method_in_force() != before:
        account.reset_attempts()
        account.held, page.moment.retry = {}, True


def verify(page, event):
    """The six-digit code from the statement; after the last wrong one the account is locked."""
    method = known(page, event)
    refuse_if(method["type"] != "bank", "method_unknown", f"{page.path}/method")
    refuse_if(method["attempts_left"] == 0 and not method["verified"], "bank_locked", f"{page.path}/method")
    if method.get("code") == event["code"]:
        method["verified"] = True
        page.tell("bank_verified", "bank_debit.verification", method=event["method"])
    else:
        method["attempts_left"] -= not method["verified"]
        left = method["attempts_left"]
        page.tell("bank_verification_failed", "bank_debit.verification", method=event["method"], attempts_left=left)


def expire(page, name):
    """A card past its month: told once, before a charge fails on it."""
    method = page.account.methods[name]
    method["expired"] = True
    page.tell("method_expired", "method.expiry", "/" + method["expires"], method=name)
