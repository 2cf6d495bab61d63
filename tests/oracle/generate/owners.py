"""Random settings of an owner, mostly within what the rulebook allows."""

METHODS = ["card", "card_2", "bank"]


def make(draw, book, features, account=None):
    """Some parts of the settings; in a change each replaces the old part whole."""
    out, minor = {}, book.minor
    if book.has_alerts and draw.chance(0.5):
        out["alerts"] = [str(n) for n in sorted({int(draw.amount(0)) for _ in range(draw.pick([0, 1, 2, 3]))})][: book.own_limit]
    if draw.chance(0.15):
        out["addresses"] = draw.pick([["ops@example.com"], ["ops@example.com", "cfo@example.com"], []])
    if book.has_recharge and draw.chance(0.65):
        out["recharge"] = recharge(draw, book, features)
    if "days_left" in features and draw.chance(0.25):
        out["alert_days"] = draw.pick([0, 1, 3, 7])
    if "spend" in features and draw.chance(0.4):
        out["spend"] = spend(draw, minor)
    if "overage" in features and book.has_overage and draw.chance(0.3):
        out["overage_protection"] = draw.pick(["0", "1", "5"]) if draw.chance(0.7) else str(book.protection_maximum // 10**book.scale)
    if "bank_debit" in features and account and draw.chance(0.5):
        debit = bank_debit(draw, book, account)
        out |= {"bank_debit": debit} if debit else {}
    return out


def recharge(draw, book, features):
    """A setting of any style, with limits that let at least one charge through."""
    scale, (low, high) = 10**book.scale, book.recharge_bounds
    amount = max(int(draw.pick([5, 10, 20, 20, 25, 50, 100])), (low or 0) // scale)
    amount = min(amount, high // scale) if high else amount
    threshold = draw.pick([0, 10, 20, 50, 100, 100])
    out = {"enabled": draw.chance(0.92), "threshold": str(threshold), "amount": str(amount)}
    if book.minor and draw.chance(0.1):
        out["threshold"] += ".33"[: book.minor + 1]
    style = draw.pick(["repeat", "repeat", "target", "step_over"]) if "styles" in features else "repeat"
    if style != "repeat" or ("styles" in features and draw.chance(0.3)):
        out["style"] = style
    if style == "target":
        out["target"] = str(threshold + max(amount, 1) + 1)
        del out["amount"]
    if style == "repeat" and "styles" in features and draw.chance(0.35):
        out["combine"] = True
    if "methods" not in features or draw.chance(0.4):
        out["method"] = draw.pick(METHODS)
    if draw.chance(0.4):
        limits = {name: str(amount * draw.pick([1, 2, 3, 5]) + draw.pick([0, 0, 7])) for name in ("per_trigger", "per_day", "per_month")}
        out["limits"] = {name: limit for name, limit in limits.items() if draw.chance(0.5)}
    return out


def spend(draw, minor):
    """Spend management, on mostly."""
    out = {"enabled": draw.chance(0.85)}
    if draw.chance(0.75):
        out["daily_budget"] = draw.amount(minor)
    if draw.chance(0.75):
        out["daily_notification"] = draw.amount(minor)
    if draw.chance(0.3):
        out["webhook"] = "https://example.com/hook"
    return out


def bank_debit(draw, book, account):
    """A schedule on a verified bank account, None where there is none."""
    verified = [name for name, method in account.methods.items() if method["type"] == "bank" and method["verified"]]
    if not verified or book.bank_debit is None or book.currency != "USD":
        return None
    out = {"enabled": draw.chance(0.85), "method": draw.pick(verified), "day_of_month": draw.pick([1, 5, 15, 28, 30, 31])}
    return out | {"amount": draw.pick(["10", "50", "100.50"])}
