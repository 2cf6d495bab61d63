"""What each kind of event does. Refusals name the field under `page.path` that is wrong."""

from . import credit, credit_events, debit, hold_events, methods, money, plan_events, recharge, service, settings, spend, usage
from .refusal import join, refuse_if


def top_up(page, event):
    """Within the rulebook's bounds (rule `top_up.bounds`)."""
    low, high = page.book.top_up_bounds
    exact, at = money.parse(event["amount"]) * 10**page.book.scale, join(page.path, "amount")
    refuse_if(low is not None and exact < low, "top_up_below_minimum", at)
    refuse_if(high is not None and exact > high, "top_up_above_maximum", at)
    credit.purchase(page, event["id"], settings.whole(page, event), "top_up")
    recharge.topped_up(page)
    service.credited(page)


def payment_succeeded(page, event):
    """The result of an open recharge charge or an open bank debit."""
    account, charge = page.account, event["charge"]
    if account.open and account.open["charge"] == charge:
        recharge.succeed(page)
    else:
        refuse_if(charge not in account.debits, "charge_not_open", join(page.path, "charge"))
        debit.succeed(page, charge)


def payment_failed(page, event):
    """The same, not paid."""
    account, charge = page.account, event["charge"]
    if account.open and account.open["charge"] == charge:
        recharge.fail(page, event["decline"])
    else:
        refuse_if(charge not in account.debits, "charge_not_open", join(page.path, "charge"))
        debit.fail(page, charge)


def settings_changed(page, event):
    """The parts that stand there replace the old ones."""
    account = page.account
    given = settings.read(page.book, account.methods, event["settings"], join(page.path, "settings"))
    old, before = account.settings.get("recharge"), account.method_in_force()
    old_debit = account.settings.get("bank_debit")
    account.settings.update(given)
    spend.notices(page)
    service.restore(page)
    if given.get("bank_debit", old_debit) != old_debit:
        debit.schedule(account)
    if "recharge" in given and given["recharge"] != old:
        if account.method_in_force() != before:
            account.reset_attempts()
        account.held = {}
        recharge.decide(page)


def time_passed(page, event):
    """Attempts that waited for a day, a month or their spacing are made."""
    if "limit" in page.account.held or page.account.held.get("pause") == "spacing":
        recharge.decide(page)


HANDLERS = {
    "usage": usage.usage,
    "top_up": top_up,
    "payment_succeeded": payment_succeeded,
    "payment_failed": payment_failed,
    "settings_changed": settings_changed,
    "time_passed": time_passed,
    "credit_granted": credit_events.credit_granted,
    "coupon_redeemed": credit_events.coupon_redeemed,
    "refund": credit_events.refund,
    "payment_reversed": credit_events.payment_reversed,
    "adjustment": credit_events.adjustment,
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
}
