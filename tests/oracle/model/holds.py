"""May this usage go ahead: the decision behind `authorize` and behind a hold."""

from fractions import Fraction

from . import money, rating, service
from .refusal import refuse_if

MOST = 10**12  # units of the last place; from here on nothing bounds it


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
    """(reasons, available): every reason that holds, in a fixed order, and what is left for this request."""
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
    if estimate > available and not free:
        reasons.append("exceeds_available")
    return reasons, available


def authorize(book, account, request, path):
    """One decision of the verb: nothing is taken. What is affordable is the largest quantity that would be allowed."""
    card = book.cards.find(request, account.clock, path)
    unit, price, estimate = card.unit, money.parse(card.model["price"]), None
    refuse_if(request.get("unit", unit) != unit, "unit_mismatch", f"{path}/unit")
    longest = affordable(book, account, request, path, price)
    if "quantity" in request:
        estimate, _ = rating.alone(book, request, path)
        reasons, available = decide(book, account, request, estimate)
    else:
        reasons, available = decide(book, account, request, 0)
        if longest == 0 and (not reasons or price and not available):
            reasons.append("exceeds_available")
    decision = {"id": request.get("id"), "allowed": not reasons, "reasons": reasons, "available": book.show(available)}
    decision |= {"estimate": None if estimate is None else book.show(estimate), "unit": unit}
    decision["affordable"] = None if longest is None else money.plain(longest)
    return {name: value for name, value in decision.items() if value is not None}


def affordable(book, account, request, path, price):
    """Of a price a unit costs rise with the quantity: from what is there by the price on, for as long as it is allowed."""
    power = 10 ** request.get("quantity_places", 0)

    def allowed(units):
        cost, _ = rating.alone(book, dict(request, quantity=money.plain(Fraction(units, power))), path)
        return not decide(book, account, request, cost)[0]

    if allowed(MOST):
        return None
    low, high = 0, MOST
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if allowed(middle) else (low, middle)
    return Fraction(low, power)
