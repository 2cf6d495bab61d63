"""An account closes: subscriptions end with credit for what is not used, the last period is invoiced, and what is left of the
credit goes back to the payer or ends; what is due stays due: `account.closing`."""

from . import closing, credit, credit_events, credit_notes, days, invoicing, plan_events, spend
from .account import Grant
from .refusal import refuse_if

PAST = ("invoice_paid", "invoice_credited", "payment_reversed", "refund", "customer_changed", "time_passed")


def check(page, event):
    """A closed account takes what is about its past."""
    refuse_if(page.account.service == "closed" and event["type"] not in PAST, "account_is_closed", page.path)


def account_closed(page, event):
    """Holds and charges on their way come first."""
    account = page.account
    refuse_if(account.holds or account.open or account.debits, "account_in_use", page.path)
    for name in sorted(account.subscriptions):
        account.subscriptions[name].committed = None
        plan_events.subscription_cancelled(page, {"subscription": name, "how": "now_with_credit", "time": account.clock})
    name = f"closing.{days.show_day(account.today)}"
    if account.period_until is not None:
        closing.close_rates(page, account.clock)
        spend.usage_alerts(page, page.moment.used)
        page.moment.used = 0
        invoicing.settle(page, name, ends=True)
    account.period_until, account.payers = None, {}
    page.named = page.event
    credit_notes.rest(page)
    if event["credit"] == "pay_back":
        pay_back(page, event, name)
    end_credit(page)
    account.settings.pop("recharge", None)
    account.settings.pop("bank_debit", None)
    account.debit_due, account.service, account.metered.counters = None, "closed", {}


def pay_back(page, event, name):
    """Purchased credit, but for what is due."""
    account, book = page.account, page.book
    left = min(sum(grant.left for grant in account.grants if grant.purchased), account.balance - account.unpaid())
    amount = max(left, 0) // book.cent * book.cent
    if amount:
        credit_events.refund(page, {"id": event["id"], "amount": book.show(amount)})
        page.tell("refund_request", "account.closing", invoice=name, amount=book.show(amount))


def end_credit(page):
    """What is left ends."""
    account, event = page.account, page.event
    for grant in sorted((grant for grant in account.grants if grant.started), key=Grant.order):
        if grant.expired is None and grant.left:
            page.event = grant.grant
            credit.expire(page, grant, f"{grant.grant}/expiry")
    page.event, account.grants = event, []
