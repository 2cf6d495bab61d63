"""The facts of an account. Amounts are ledger units, times are milliseconds, days are day numbers."""

from copy import copy

from . import days
from .period import Period


SOURCES = ("promotional", "trial", "refund", "coupon", "purchased")


class Grant:
    """Credit with a start, perhaps an end, and a place in the burn order."""

    def __init__(self, grant, source, amount, start, until=None, priority=50, products=None):
        self.grant, self.source, self.amount, self.left = grant, source, amount, amount
        self.start, self.until, self.priority, self.products = start, until, priority, products or None
        self.started, self.expired = False, None  # `expired` is what has ended of it, once it has

    @property
    def purchased(self):
        """Only purchased credit can be refunded."""
        return self.source == "purchased"

    def order(self):
        """Burn order: priority, earliest end, not purchased first, start, what else it says, id."""
        end = (1, 0) if self.until is None else (0, self.until)
        says = (SOURCES.index(self.source), self.amount, self.products or [])
        return (self.priority, end, self.purchased, self.start, *says, self.grant)

    def alive(self):
        """Is anything left of it, were it for usage that comes late?"""
        return bool(self.left or self.expired or not self.started)

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
        self.subscriptions, self.owed, self.trials = {}, 0, []
        self.paid_by = {}  # which credit paid for what the next invoice shows, by kind
        self.given_back = 0  # of usage that is held for the invoice
        self.reset_attempts()
        self.methods, self.default = {}, None
        self.debits, self.debit_due = {}, None
        self.holds, self.subaccounts = {}, {}
        self.due, self.invoices = {}, {}  # what is unpaid of invoices, and what can be credited
        self.charged, self.taken_back, self.payers, self.overage_payers = [], {}, {}, []
        self.recent, self.customer_facts = [], None  # the last events, and who is billed
        self.unbilled, self.carried, self.asked, self.discounts = [], 0, None, {}
        self.period_from = opened
        self.period_until = book.zone.boundary_after(opened, book.anchor) if book.anchor else None
        self.closed, self.interim_at = [], None
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
        for name in ("usage_by_day", "charged_by_day", "held", "methods", "debits", "holds", "subaccounts", "due", "invoices",
                     "taken_back"):  # fmt: skip
            setattr(other, name, {key: copy(value) for key, value in getattr(self, name).items()})
        other.charged, other.overage_payers = [copy(fee) for fee in self.charged], list(self.overage_payers)
        other.paid_by = dict(self.paid_by)
        for facts in other.invoices.values():
            facts["paid_by"] = dict(facts["paid_by"])
        other.unbilled = [copy(item) for item in self.unbilled]
        other.discounts = {name: dict(taken) for name, taken in self.discounts.items()}
        other.payers = {key: dict(parts) for key, parts in self.payers.items()}
        for facts in other.subaccounts.values():
            facts["by_day"] = dict(facts["by_day"])
        other.subscriptions = {name: copy(taken) for name, taken in self.subscriptions.items()}
        other.settings, other.closed, other.recent = dict(self.settings), list(self.closed), list(self.recent)
        other.coupons, other.open, other.metered = set(self.coupons), copy(self.open), self.metered.clone()
        return other

    @property
    def balance(self):
        """Unscoped credit left in started grants, less overage: signed, never clamped."""
        total = -self.overage
        for grant in self.grants:
            if grant.left and grant.started and not grant.products:
                total += grant.left
        return total

    @property
    def invoiced_until(self):
        """From when on nothing of the open period is invoiced."""
        return self.period_from if self.interim_at is None else self.interim_at

    def is_invoiced(self, time):
        """Does an invoice show what was used then? One before the end of its period shows all of its own moment."""
        return time < self.period_from if self.interim_at is None else time <= self.interim_at

    @property
    def today(self):
        """The UTC day of the account's clock."""
        return self.clock // days.DAY

    @property
    def used_today(self):
        """Usage of this UTC day."""
        return self.usage_by_day.get(self.today, 0)

    def paying(self, product=None):
        """Started grants for a product or for anything, in burn order."""
        return sorted((g for g in self.grants if g.started and (not g.products or product in g.products)), key=Grant.order)

    def tidy(self):
        """Used up grants leave."""
        self.grants = [grant for grant in self.grants if grant.alive()]

    def unpaid(self):
        """What is due on invoices."""
        return sum(due["amount"] for due in self.due.values())

    def lower_due(self, invoice, amount):
        """Less is due of an invoice."""
        self.due[invoice]["amount"] -= amount
        if not self.due[invoice]["amount"]:
            del self.due[invoice]

    def pending_debits(self):
        """Bank debits on their way; auto-recharge counts them."""
        return sum(debit["amount"] for debit in self.debits.values())

    def method_in_force(self):
        """The method auto-recharge would charge: the owner's choice, else the default."""
        return self.settings.get("recharge", {}).get("method", self.default)
