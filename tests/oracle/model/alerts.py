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


def moved(page, before):
    """Tells what a fall of the balance crossed, highest threshold first, then running out. The average and the days left move
    by themselves, so it is kept in mind whether they have fired; being at them or above re-arms them."""
    book, account, after = page.book, page.account, page.account.balance
    fell, was = after < before, {"average": account.below_average, "days_left": account.below_days}
    found, now = thresholds(book, account.settings, average(book, account, account.today)), dict(was)
    for amount, sources in found.items():
        now |= {name: after < amount and (fell or was[name]) for name in was if name in sources}
        new = fell and any(not was.get(source, True) for source in sources)
        if after < amount and (amount <= before or new):
            shown = book.show(amount)
            rule = "alert.days_left" if sources == ["days_left"] else "alert.crossing"
            page.tell("alert", rule, f"/{shown}", threshold=shown, sources=sources)
    account.below_average, account.below_days = now["average"], now["days_left"]
    if after <= 0 < before:
        page.tell("ran_out", "alert.ran_out")
