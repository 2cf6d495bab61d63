"""Thresholds in force and when they fire: `alert.crossing`, `alert.ran_out`, `alert.recommendation`."""

from . import days, money

WINDOW = 30


def average(book, account, today):
    """Average daily usage of the last whole UTC days, at most thirty, rounded up to a minor unit."""
    return average_of(book, account.usage_by_day, account.opened // days.DAY, today)


def average_of(book, usage_by_day, opened, today):
    """Today does not count, and neither does any day before the opening (rule `alert.recommendation`)."""
    count = min(WINDOW, today - opened)
    if count <= 0:
        return 0
    total = sum(amount for day, amount in usage_by_day.items() if today - count <= day < today)
    return money.ceiling_units(money.ceiling_units(total, count) // count, book.cent)


def thresholds(book, settings, daily):
    """{amount: sources}, highest first. Equal thresholds make one alert that names all who wanted it."""
    wanted = [(amount, "system") for amount in book.system]
    if "alerts" in settings:
        wanted += [(amount, "own") for amount in settings["alerts"]]
    elif book.has_alerts:
        wanted += [(amount, "recommended") for amount in book.recommended if amount != daily]
        wanted += [(daily, "average")] if daily else []
    if settings.get("alert_days") and daily:
        wanted.append((settings["alert_days"] * daily, "days_left"))
    found = {}
    for amount, source in wanted:
        found.setdefault(amount, []).append(source)
    return dict(sorted(found.items(), reverse=True))


def after_debit(page, before):
    """Tells what a debit crossed, highest threshold first, then running out."""
    book, account = page.book, page.account
    remembered = {"average": account.below_average, "days_left": account.below_days}
    after = account.balance
    found = remember(page, fired=after < before)
    for amount, sources in found.items():
        new = after < before and any(not remembered.get(source, True) for source in sources)
        if after < amount and (amount <= before or new):
            shown = book.show(amount)
            rule = "alert.days_left" if sources == ["days_left"] else "alert.crossing"
            page.tell("alert", rule, f"/{shown}", threshold=shown, sources=sources)
    if after <= 0 < before:
        page.tell("ran_out", "alert.ran_out")


def remember(page, fired=True):
    """The average and the days left move by themselves, so the state says whether they have fired. Credit re-arms only."""
    book, account = page.book, page.account
    found = thresholds(book, account.settings, average(book, account, account.today))
    for amount, sources in found.items():
        below = account.balance < amount
        if "average" in sources:
            account.below_average = below and (fired or account.below_average)
        if "days_left" in sources:
            account.below_days = below and (fired or account.below_days)
    return found
