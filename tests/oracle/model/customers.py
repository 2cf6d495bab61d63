"""Who is billed, and the discounts that were taken: `invoice.discount`."""

from . import days, places
from .refusal import join, refuse_if

DISCOUNTS_MAX = 20


def check(book, customer, time, path):
    """Everything that is sold must have a tax treatment, so that no invoice ever fails."""
    if book.invoice:
        refuse_if(customer is None, "customer_missing", path)
        deal = places.Deal(book.tax, book.seller, customer, days.show_day(book.zone.day(time)))
        for product in book.sold:
            places.treat(deal, product, path)


def customer_changed(page, event):
    """Another customer; it holds for the next invoice."""
    check(page.book, event["customer"], page.account.clock, join(page.path, "customer"))
    page.account.customer_facts = event["customer"]


def discount_taken(page, event):
    """A discount is taken once, within its times."""
    account, book, name, at = page.account, page.book, event["discount"], join(page.path, "discount")
    policy, now = book.discounts.get(name), account.clock
    refuse_if(policy is None, "discount_unknown", at)
    begun = "valid_from" not in policy or days.parse(policy["valid_from"]) <= now
    refuse_if(not begun or "valid_until" in policy and days.parse(policy["valid_until"]) <= now, "discount_not_valid", at)
    refuse_if(name in account.discounts or len(account.discounts) >= DISCOUNTS_MAX, "discount_not_valid", at)
    account.discounts[name] = {"left": policy.get("invoices"), "off": None}
    order = lambda name: (book.discounts[name].get("priority", 50), name)
    account.discounts = {name: account.discounts[name] for name in sorted(account.discounts, key=order)}
