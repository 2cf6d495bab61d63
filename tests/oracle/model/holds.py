"""May this usage go ahead: the decision behind `authorize` and behind a hold."""

from fractions import Fraction

from . import money, rating, service
from .refusal import refuse_if


def held(account, subaccount=None):
    """Open holds, of one subaccount or of all."""
    holds = account.holds.values()
    return sum(hold["amount"] for hold in holds if subaccount is None or hold["request"].get("subaccount") == subaccount)


def limits_left(account, name):
    """What a subaccount's own limits leave, its open holds counted."""
    subaccount, reserved = account.subaccounts[name], held(account, name)
    used = {"per_day": subaccount["by_day"].get(account.today, 0), "per_period": subaccount["used"]}
    return [limit - used[name] - reserved for name, limit in subaccount["limits"].items()]


def decide(book, account, request, estimate, taking=False):
    """(reasons, available): every reason that holds, in a fixed order, and what is left for this request. Without an
    estimate the question is whether anything may be used at all."""
    product, reasons = request["product"], []
    scoped = sum(grant.left for grant in account.paying(product) if grant.only)
    left = service.spendable(book, account) + scoped
    suspended, exhausted = account.service == "suspended", left <= 0
    free = book.inbound_at_zero and request.get("direction") == "inbound"
    if suspended and not free:
        reasons.append("suspended")
    if exhausted and not free:
        reasons.append("balance_exhausted")
    budget = service.budget_left(account)
    if budget is not None:
        left = min(left, budget)
        reasons += ["daily_budget"] if budget <= 0 else []
    left -= held(account)
    if "subaccount" in request:
        subaccount = account.subaccounts.get(request["subaccount"])
        if subaccount is None:
            reasons.append("subaccount_unknown")
        else:
            limits = limits_left(account, request["subaccount"])
            reasons += ["subaccount_disabled"] if not subaccount["enabled"] else []
            reasons += ["subaccount_limit"] if any(limit <= 0 for limit in limits) else []
            left = min([left, *limits])
    available = 0 if suspended else max(left, 0)
    if taking and len(account.holds) >= book.holds_limit:
        reasons.append("holds_limit")
    if (available == 0 if estimate is None else estimate > available) and not free:
        reasons.append("exceeds_available")
    return reasons, available


def authorize(book, account, request, path):
    """One decision of the verb: nothing is taken."""
    card = book.cards.find(request, account.clock, path)
    unit, price, estimate = card.unit, money.parse(card.model["price"]), None
    refuse_if(request.get("unit", unit) != unit, "unit_mismatch", f"{path}/unit")
    if "quantity" in request:
        estimate, _ = rating.alone(book, request, path)
    reasons, available = decide(book, account, request, estimate if price else 0)
    decision = {"id": request.get("id"), "allowed": not reasons, "reasons": reasons, "available": book.show(available)}
    decision |= {"estimate": None if estimate is None else book.show(estimate), "unit": unit}
    if price:
        power = 10 ** request.get("quantity_places", 0)
        longest = Fraction(available, 10**book.scale) / price * power
        decision["affordable"] = money.plain(Fraction(longest.numerator // longest.denominator, power))
    return {name: value for name, value in decision.items() if value is not None}
