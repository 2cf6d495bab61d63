"""The facts of an account. Amounts are ledger units, times are milliseconds, days are day numbers."""

from copy import copy

from . import days
from .period import Period


class Grant:
    """Credit with a start, perhaps an end, and a place in the burn order."""

    def __init__(self, grant, source, amount, start, until=None, priority=50, only=None):
        self.grant, self.source, self.amount, self.left = grant, source, amount, amount
        self.start, self.until, self.priority, self.only = start, until, priority, only
        self.started, self.lapsed, self.overage = False, 0, 0

    @property
    def purchased(self):
        """Only purchased credit can be refunded."""
        return self.source == "purchased"

    def order(self):
        """Burn order: priority, earliest end, not purchased first, start, id."""
        end = (1, 0) if self.until is None else (0, self.until)
        return (self.priority, end, self.purchased, self.start, self.grant)

    def covers(self, instant):
        """Is it usable then? Intervals are half-open."""
        return self.start <= instant and (self.until is None or instant < self.until)


class Account:
    """Everything that later decisions need."""

    def __init__(self, name, opened, book):
        self.name, self.opened, self.clock = name, opened, opened
        self.grants, self.overage, self.customer, self.lifetime = [], 0, 0, 0
        self.service, self.settings = "active", {}
        self.usage_by_day, self.charged_by_day = {}, {}
        self.below_average = self.below_days = False
        self.open, self.held = None, {}
        self.metered = Period(book)
        self.subscriptions, self.owed = {}, 0
        self.reset_attempts()
        self.methods, self.default = {}, None
        self.debits, self.debit_due = {}, None
        self.holds, self.subaccounts, self.due = {}, {}, {}
        self.period_from = opened
        self.period_until = book.zone.boundary_after(opened, book.anchor) if book.anchor else None
        self.closed = []
        self.used = self.late = self.invoiced = self.scoped = 0
        self.notified = self.budget_told = None
        self.coupons = set()

    def reset_attempts(self):
        """Forgets failures: a success, or another method."""
        self.failures, self.failed_at, self.failed_time, self.declined = 0, None, None, None

    def clone(self):
        """A copy to work on, so that a refused call leaves nothing behind."""
        other = copy(self)
        other.grants = [copy(grant) for grant in self.grants]
        for name in ("usage_by_day", "charged_by_day", "held", "methods", "debits", "holds", "subaccounts"):
            setattr(other, name, {key: copy(value) for key, value in getattr(self, name).items()})
        for facts in other.subaccounts.values():
            facts["by_day"] = dict(facts["by_day"])
        other.subscriptions = {name: copy(taken) for name, taken in self.subscriptions.items()}
        other.due, other.settings, other.closed = dict(self.due), dict(self.settings), list(self.closed)
        other.coupons, other.open, other.metered = set(self.coupons), copy(self.open), self.metered.clone()
        return other

    @property
    def balance(self):
        """Unscoped credit left in started grants, less overage: signed, never clamped."""
        total = -self.overage
        for grant in self.grants:
            if grant.left and grant.started and not grant.only:
                total += grant.left
        return total

    @property
    def today(self):
        """The UTC day of the account's clock."""
        return self.clock // days.DAY

    @property
    def used_today(self):
        """Usage of this UTC day."""
        return self.usage_by_day.get(self.today, 0)

    def usable(self, product=None):
        """Started grants with credit left, for a product or for anything, in burn order."""
        grants = [g for g in self.grants if g.started and g.left and (not g.only or product in g.only)]
        return sorted(grants, key=Grant.order)

    def pending_debits(self):
        """Bank debits on their way; auto-recharge counts them."""
        return sum(debit["amount"] for debit in self.debits.values())

    def method_in_force(self):
        """The method auto-recharge would charge: the owner's choice, else the default."""
        return self.settings.get("recharge", {}).get("method", self.default)
