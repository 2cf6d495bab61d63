"""Events that are to be refused, each for one reason."""

from model import days, originals, taking_back

FAR = "2100-01-01T00:00:00Z"


def make(draw, facts, name, time):
    """One event that is wrong, most likely."""
    groups = [maker for feature, maker in BY_FEATURE.items() if feature in facts.features] + [plain, plain, plain, recharges]
    options = rare(facts, time) if draw.chance(0.6) else []
    return {"type": "", "id": name, "time": days.show(time)} | draw.pick(options or draw.pick(groups)(draw, facts, time))


def rare(facts, time):
    """What few accounts give occasion for: a hold that was taken in an earlier call, a bank account that is locked."""
    account, later = facts.account, days.show(max(time, facts.account.clock) + 1000)
    request = {"type": "hold_requested", "product": "call", "unit": "minute", "quantity": "1", "until": later}
    standing = [name for name in facts.standing if name in account.holds]
    out = [request | {"id": name} for name in standing]
    out += [{"type": "hold_settled", "hold": name, "quantity": "99999"} for name in standing]
    for name, method in account.methods.items():
        if method["type"] == "bank" and not method["verified"] and not method["attempts_left"]:
            out.append({"type": "bank_verification", "method": name, "code": "123456"})
        if method["type"] == "bank" and not method["verified"]:
            debit = {"enabled": True, "method": name, "day_of_month": 15, "amount": "50"}
            out.append({"type": "settings_changed", "settings": {"bank_debit": debit}})
    return out


def plain(draw, facts, time):
    """What any account refuses."""
    account = facts.account
    options = [
        {"type": "usage", "product": "call", "unit": "hour", "quantity": "1"},
        {"type": "usage", "product": "fax", "unit": "page", "quantity": "1"},
        {"type": "usage", "product": "sms", "unit": "message", "quantity": "1", "destination": "86123"},
        {"type": "usage", "product": "sms", "unit": "message", "quantity": "1"},
        {"type": "time_passed", "account": "another"},
        {"type": "time_passed", "time": days.show(account.opened - 1)},
        {"type": "time_passed", "time": FAR},
        {"type": "payment_succeeded", "charge": "rc_none"},
        {"type": "payment_failed", "charge": "rc_none", "decline": "soft"},
        {"type": "top_up", "amount": "5." + "1" * 12},
        {"type": "settings_changed", "settings": {"alerts": ["7", "7.0"]}},
        {"type": "settings_changed", "settings": {"alerts": ["1", "2", "3", "4", "5", "6"]}},
        {"type": "settings_changed", "settings": {"alerts": ["1." + "1" * 12]}},
    ]
    return options + [{"type": "top_up", "amount": amount} for amount in ("4.5", "500.5", "0.5", "100000")]


def recharges(draw, facts, time):
    """Settings of auto-recharge that no charge could come of."""
    book, features = facts.book, facts.features
    plain = {"enabled": True, "threshold": "20", "amount": "50", "method": "card"}
    changes = [{"amount": "1"}, {"amount": "100000"}, {"amount": "20.0001"}, {"limits": {"per_day": "49"}}, {"threshold": "1.0001"}]
    settings = [plain | change for change in changes]
    if not book.has_recharge:
        settings = [plain]
    elif "styles" in features:
        target = {"enabled": True, "threshold": "20", "style": "target"}
        settings += [plain | {"target": "50"}, target | {"target": "20"}, target, target | {"target": "21"}]
        settings += [target | {"target": "90", "combine": True}, {"enabled": True, "threshold": "1", "style": "step_over"}]
    return [{"type": "settings_changed", "settings": {"recharge": setting}} for setting in settings]


def holds(draw, facts, time):
    """Holds that are not there, are there already, or would stand too long."""
    now, request = max(time, facts.account.clock), {"product": "call", "unit": "minute", "quantity": "1"}
    out = [{"type": "hold_settled", "hold": "none", "quantity": "1"}, {"type": "hold_released", "hold": "none"}]
    for until in (now, now + facts.book.hold_ms + 1):
        out.append({"type": "hold_requested", "until": days.show(until)} | request)
    if facts.account.holds and draw.chance(0.8):
        out = []
    for name in facts.account.holds:
        out.append({"type": "hold_settled", "hold": name, "quantity": "99999"})
        out.append({"type": "hold_requested", "id": name, "until": days.show(now + 1000)} | request)
    return out


def grants(draw, facts, time):
    """Credit that ends before it begins."""
    at = days.show(time)
    return [{"type": "credit_granted", "source": "trial", "amount": "5", "from": at, "until": days.show(time - draw.pick([0, 1]))}]


def coupons(draw, facts, time):
    """A code that nobody knows, one that was used, one out of its time."""
    return [{"type": "coupon_redeemed", "coupon": code} for code in ["NONE", *sorted(facts.book.coupons)]]


def refunds(draw, facts, time):
    """More than was paid, more than was wrong."""
    out = [{"type": "refund", "amount": "99999"}, {"type": "refund", "amount": "1", "grant": "none"}]
    for amount, source in (("5", "5"), ("-5", "-7"), ("5", "-4"), ("-5", "4.5"), ("5", "-5")):
        corrects = {"entry": "e000/usage", "amount": source}
        out.append({"type": "adjustment", "amount": amount, "reason": "wrong", "corrects": corrects})
    out.append({"type": "adjustment", "amount": "5", "reason": "wrong", "product": "call"})
    out.append({"type": "payment_reversed", "charge": "none", "amount": "5", "cause": "chargeback"})
    if draw.chance(0.5):
        return out
    return [event for event in (too_much(draw, facts, entry) for entry in facts.entries[-12:]) if event] or out


def too_much(draw, facts, entry):
    """More than there was of an entry, or something else than it was."""
    book = facts.book
    if entry["kind"] in originals.PAYMENTS:
        return {"type": "payment_reversed", "charge": entry["id"].rsplit("/", 1)[0], "amount": "99999", "cause": "returned"}
    usage = next((usage for usage in facts.usages if f"{usage['id']}/usage" == entry["id"]), None)
    if usage:
        wrong = draw.pick([{"quantity": "999999"}, {"subaccount": "none"}, {"time": days.show(days.parse(usage["time"]) + 1)}])
        return usage | {"id": f"{usage['id']}x", "reverses": usage["id"]} | wrong
    moved = originals.moved(book, entry, *taking_back.OURS)
    if not moved:
        return None
    corrects = {"entry": entry["id"], "amount": book.show(moved + (1 if moved > 0 else -1) * book.cent)}
    return {"type": "adjustment", "amount": "-0.01" if moved > 0 and book.minor else "1", "reason": "wrong", "corrects": corrects}


def methods(draw, facts, time):
    """Methods that are unknown, there already, or in use."""
    out = [{"type": kind, "method": "none"} for kind in ("method_removed", "method_default")]
    if facts.account.methods and draw.chance(0.7):
        out = []
    for name in sorted(facts.account.methods):
        out.append({"type": "method_added", "method": {"type": "other", "method": name, "label": "again"}})
        out.append({"type": "method_removed", "method": name})
    return out


def bank_debit(draw, facts, time):
    """Codes for nothing, and schedules that cannot be."""
    banks = [name for name, method in facts.account.methods.items() if method["type"] == "bank"]
    out = [{"type": "bank_verification", "method": name, "code": "999999"} for name in ["none", *banks]]
    for name in ["none", *sorted(facts.account.methods)]:
        for amount in ("50", "1", "5000"):
            debit = {"enabled": True, "method": name, "day_of_month": 15, "amount": amount}
            out.append({"type": "settings_changed", "settings": {"bank_debit": debit}})
    return out


def overage(draw, facts, time):
    """Payments on what is not owed, and a line beyond the maximum."""
    out = [{"type": "invoice_paid", "invoice": "period.2020-01-01", "amount": "1"}]
    out += [{"type": "invoice_paid", "invoice": invoice, "amount": "99999"} for invoice in facts.account.due]
    return out + [{"type": "settings_changed", "settings": {"overage_protection": "99999"}}]


def plans(draw, facts, time):
    """Plans and subscriptions that are not there, are there already, or are committed for longer."""
    taken = facts.account.subscriptions
    out = [{"type": "subscribed", "subscription": "s9", "plan": "none", "quantity": "1"}]
    out += [{"type": "subscription_changed", "subscription": "none", "quantity": "1"}]
    out += [{"type": "subscription_cancelled", "subscription": "none", "how": "now"}]
    out += [{"type": "subscription_resumed", "subscription": name} for name in ["none", *sorted(taken)]]
    if facts.account.opened < facts.account.clock and draw.chance(0.3):
        early = days.show(facts.account.opened)
        out = [{"type": "subscription_changed", "subscription": name, "quantity": "1", "time": early} for name in sorted(taken)] or out
        out.append({"type": "subscribed", "subscription": "s9", "plan": sorted(facts.book.plans)[0], "quantity": "1", "time": early})
    for name, subscription in taken.items():
        out.append({"type": "subscribed", "subscription": name, "plan": subscription.plan.id, "quantity": "1"})
        out.append({"type": "subscription_changed", "subscription": name, "plan": "none"})
        if subscription.committed and subscription.committed > max(time, facts.account.clock):
            out += [{"type": "subscription_cancelled", "subscription": name, "how": "now_with_credit"}] * 3
    return out


BY_FEATURE = {
    "holds": holds, "grants": grants, "coupons": coupons, "refunds": refunds, "methods": methods, "bank_debit": bank_debit,
    "overage": overage, "plans": plans,
}  # fmt: skip
