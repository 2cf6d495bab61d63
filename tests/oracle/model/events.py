"""What each kind of event does. Refusals name the field under `page.path` that is wrong."""

from . import credit_events, credit_notes, customers, debit, hold_events, leaving, methods, plan_events, recharge, settings, taking_back, usage
from .refusal import join, refuse_if


def asked_for(account, charge):
    """Is it on its way?"""
    return bool(account.open and account.open["charge"] == charge or charge in account.debits)


def payment_succeeded(page, event):
    """The result of an open recharge charge or an open bank debit."""
    account, charge = page.account, event["charge"]
    refuse_if(not asked_for(account, charge), "charge_not_open", join(page.path, "charge"))
    if charge in account.debits:
        debit.succeed(page, charge)
    else:
        recharge.succeed(page)


def payment_failed(page, event):
    """The same, not paid."""
    account, charge = page.account, event["charge"]
    refuse_if(not asked_for(account, charge), "charge_not_open", join(page.path, "charge"))
    if charge in account.debits:
        debit.fail(page, charge)
    else:
        recharge.fail(page, event["decline"])


def settings_changed(page, event):
    """The parts that stand there replace the old ones."""
    account = page.account
    given = settings.read(page.book, account.methods, event["settings"], join(page.path, "settings"))
    old, before = account.settings.get("recharge"), account.method_in_force()
    old_debit = account.settings.get("bank_debit")
    account.settings.update(given)
    if given.get("bank_debit", old_debit) != old_debit:
        debit.schedule(account)
    page.moment.usage = True
    if "recharge" in given and given["recharge"] != old:
        account.held, page.moment.retry = {}, True
        if account.method_in_force() != before:
            account.reset_attempts()


def time_passed(page, event):
    """Attempts that waited for a day, a month or their spacing are made."""
    page.moment.retry |= recharge.waits_for_time(page.account)


HANDLERS = {
    "usage": usage.usage,
    "top_up": credit_events.top_up,
    "payment_succeeded": payment_succeeded,
    "payment_failed": payment_failed,
    "settings_changed": settings_changed,
    "account_closed": leaving.account_closed,
    "time_passed": time_passed,
    "credit_granted": credit_events.credit_granted,
    "coupon_redeemed": credit_events.coupon_redeemed,
    "customer_changed": customers.customer_changed,
    "discount_taken": customers.discount_taken,
    "invoice_credited": credit_notes.invoice_credited,
    "refund": credit_events.refund,
    "payment_reversed": taking_back.payment_reversed,
    "adjustment": taking_back.adjustment,
    "invoice_paid": credit_events.invoice_paid,
    "hold_requested": hold_events.hold_requested,
    "hold_settled": hold_events.hold_settled,
    "hold_released": hold_events.hold_released,
    "subaccount_changed": hold_events.subaccount_changed,
    "method_added": methods.add,
    "method_removed": methods.remove,
    "method_default": methods.choose,
    "bank_verification": methods.verify,
    "subscribed": plan_events.subscribed,
    "subscription_changed": plan_events.subscription_changed,
    "subscription_cancelled": plan_events.subscription_cancelled,
    "subscription_resumed": plan_events.subscription_resumed,
}
