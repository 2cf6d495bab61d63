"""May this usage go ahead: the decision behind `authorize` and behind a hold."""

from fractions import Fraction

from . import money, service
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


def spendable(book, account, product):
    """Balance, credit line, and credit that is bound to the product."""
    return service.spendable(book, account) + sum(grant.left for grant in account.paying(product) if grant.products)


def most(book, account, hold):
    """What a hold can settle: what the rulebook says beyond its amount, else what other holds leave of all that is there."""
    if book.overrun is not None:
        return hold["amount"] * (100 + book.overrun) // 100
    return hold["amount"] + max(spendable(book, account, hold["request"]["product"]) - held(account), 0)


def decide(book, account, request, estimate, taking=False):
    """(reasons, available): every reason that holds, in a fixed order, and what is left for this request."""
    reasons, left = [], spendable(book, account, request["product"])
    suspended, exhausted = account.service != "active", left <= 0
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
    """One decision of the verb: nothing is taken. Without a quantity it is about the largest that would be allowed."""
    card = book.cards.find(request, account.clock, path)
    refuse_if(request.get("unit", card.unit) != card.unit, "unit_mismatch", f"{path}/unit")
    price = money.parse(card.model["price"])
    cost = lambda quantity: money.rounded(quantity * price * 10**book.scale, book.mode)
    allowed = lambda quantity: not decide(book, account, request, cost(quantity))[0]
    affordable = largest(allowed, 10 ** request.get("quantity_places", 0))
    decision = {"id": request.get("id"), "unit": card.unit, "affordable": None if affordable is None else money.plain(affordable)}
    if "quantity" in request:
        estimate = cost(money.parse(request["quantity"]))
        decision["estimate"] = book.show(estimate)
        reasons, available = decide(book, account, request, estimate)
    else:
        reasons, available = decide(book, account, request, cost(affordable or Fraction(0)))
        if affordable == 0 and (not reasons or price and not available):
            reasons.append("exceeds_available")
    decision |= {"allowed": not reasons, "reasons": reasons, "available": book.show(available)}
    return {name: value for name, value in decision.items() if value is not None}


def largest(allowed, power):
    """The largest quantity of so many places that is allowed; zero where none is, None where nothing bounds it."""
    low, high = 1, 10**12
    if allowed(Fraction(high, power)):
        return None
    if not allowed(Fraction(low, power)):
        return Fraction(0)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if allowed(Fraction(middle, power)) else (low, middle)
    return Fraction(low, power)
