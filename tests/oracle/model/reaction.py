"""What a moved balance brings about, in this order: alerts, limits of the day and the period, service restored,
auto-recharge, service suspended. Money that was paid back is no reason to charge."""

from . import alerts, recharge, service, spend


def react(page):
    """Looks at the balance before and after; the next look begins here."""
    account, seen = page.account, page.look()
    after = account.balance
    if after != seen.balance:
        alerts.moved(page, seen.balance)
    if seen.usage:
        spend.notices(page)
        spend.usage_alerts(page, seen.used)
    if seen.purchase:
        recharge.topped_up(account)
    if after > seen.balance:
        recharge.credited(page)
    service.restore(page)
    if seen.burst:
        recharge.attempt(page, *seen.burst)
    elif seen.retry or after + seen.paid_back < seen.balance:
        recharge.attempt(page, page.named, 1, 0)
    if seen.unpaid or after < seen.balance:
        service.suspend(page)
