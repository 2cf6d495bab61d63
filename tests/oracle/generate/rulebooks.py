"""Random rulebooks: a good number of variants of every option."""

from model import days, money
from . import invoiced, planned

RATES = [
    {"id": "call", "product": "call", "unit": "minute", "price": "1"},
    {"id": "call-49", "product": "call", "prefix": "49", "unit": "minute", "price": "0.5"},
    {"id": "call-4915", "product": "call", "prefix": "4915", "unit": "minute", "price": "0.013"},
    {"id": "sms-1", "product": "sms", "prefix": "1", "unit": "message", "price": "0.0075"},
    {"id": "sms-44", "product": "sms", "prefix": "+44", "unit": "message", "price": "3"},
    {"id": "token", "product": "token", "unit": "token", "price": "0.000035"},
    {"id": "free", "product": "free", "unit": "item", "price": "0"},
    {"id": "seat", "product": "seat", "unit": "seat", "price": "12.50"},
]
LADDERS = [[75, 50, 25, 0], [75, 50, 25, 0], [50], [], [100, 33, 1], [0]]


def make(draw, features):
    """One rulebook. Without a feature's name among `features` its part is left out."""
    currency = draw.pick(["USD"] * 6 + ["EUR", "JPY", "BHD"])
    minor = money.MINOR_UNITS[currency]
    scale = min(minor + draw.pick([0, 0, 0, 2, 4, 10]), 12)
    mode = draw.pick(["half_even", "half_up", "up", "down", "ceiling", "floor"])
    book = {"name": "oracle", "currency": currency, "rounding": {"scale": scale, "mode": mode}, "rates": RATES}
    amount = lambda low=0: draw.amount(minor, low)
    if draw.chance(0.9):
        book["alerts"] = alerts(draw, minor, "usage" in features)
    if draw.chance(0.6):
        book["top_up"] = {"minimum": "5", "maximum": "500"}
        if "valid" in features and draw.chance(0.4):
            book["top_up"]["valid_days"] = draw.pick([1, 7, 30, 90])
    if draw.chance(0.85):
        book["recharge"] = recharge(draw)
    for name, maker in PARTS.items():
        if name in features and draw.chance(0.6):
            book |= maker(draw, amount)
    book |= planned.make(draw, book) if "plans" in features else {}
    return book | (invoiced.make(draw) if "invoices" in features and "billing" in book else {})


def alerts(draw, minor, usage):
    """System thresholds, the recommended ones, and perhaps thresholds on usage."""
    system = draw.pick([["250", "100", "10"], ["100", "10"], ["50", "0"], []])
    out = {"system": system, "recommended": draw.pick([["100", "10"], ["30"], []])}
    if draw.chance(0.2):
        out["own_limit"] = draw.pick([3, 4, 5])
    if usage and draw.chance(0.7):
        out["usage"] = {"fixed": draw.pick([["10", "50"], ["100", "25"], []])}
        if draw.chance(0.7):
            out["usage"]["every"] = draw.amount(minor, 5)
    return out


def recharge(draw):
    """Trigger, bounds, ladder, spacing, breaker and the bound on charges."""
    out = {"trigger": draw.pick(["below", "at_or_below"]), "ladder_percent": draw.pick(LADDERS)}
    if draw.chance(0.3):
        out["minimum"] = "10"
    if draw.chance(0.4):
        out["maximum"] = draw.pick(["100", "150"])
    if draw.chance(0.3):
        out["spacing_s"] = draw.pick([60, 3600, 86_400, 600_000])
    if draw.chance(0.4):
        out["breaker_failures"] = draw.pick([0, 1, 2, 3])
    if draw.chance(0.3):
        out["charges_limit"] = draw.pick([1, 2, 3, 5])
    return out


def billing(draw, amount):
    """A cycle, and perhaps settlement on invoice."""
    out = {"billing": {"anchor_day": draw.pick([1, 1, 15, 28, 29, 30, 31])}}
    return out | ({"settlement": draw.pick(["on_invoice", "on_invoice", "immediate"])} if draw.chance(0.7) else {})


def overage(draw, amount):
    """A credit line."""
    protection = draw.pick(["0", "5", "20", "50", "100"])
    out = {"protection": protection}
    return {"overage": out | ({"maximum": str(int(protection) + 50)} if draw.chance(0.5) else {})}


def holds(draw, amount):
    """Bounds on reservations."""
    out = {"limit": draw.pick([1, 1, 2, 100]), "seconds_max": draw.pick([60, 3600, 86_400]), "overrun_percent": draw.pick([0, 10, 33, 100])}
    few = {"corrections": {"events": draw.pick([0, 0, 1])}} if draw.chance(0.5) else {}
    return few | {"holds": {name: value for name, value in out.items() if draw.chance(0.5)}}


def coupons(draw, amount):
    """Two coupons, one of them perhaps bound in time."""
    second = {"coupon": "SPRING", "amount": amount(), "credit_days": draw.pick([1, 10, 60]), "priority": draw.pick([0, 50, 200])}
    if draw.chance(0.7):
        second["valid_from"] = days.show(days.parse("2026-01-20T00:00:00Z"))
    if draw.chance(0.7):
        second["valid_until"] = days.show(days.parse("2026-02-15T00:00:00Z"))
    return {"coupons": [{"coupon": "HELLO", "amount": amount()}, second]}


def bank_debit(draw, amount):
    """Bounds of the scheduled debit."""
    out = {"minimum": "10", "maximum": "300", "business_days": draw.pick([1, 4, 5]), "verification_attempts": draw.pick([1, 3])}
    return {"bank_debit": {name: value for name, value in out.items() if draw.chance(0.5)}}


def service(draw, amount):
    """Calls that cost nothing to receive."""
    return {"service": {"inbound_at_zero": draw.chance(0.8)}}


PARTS = {
    "billing": billing, "overage": overage, "holds": holds, "coupons": coupons, "bank_debit": bank_debit, "service": service,
}  # fmt: skip
