"""What one call writes: balanced entries, effects in order, and the names both derive from (rule `ledger.balanced`)."""

from . import days

SILENT = ("hold_taken", "hold_denied", "hold_expired")


class Moment:
    """What has happened since anybody looked, for what reacts to it."""

    def __init__(self, account):
        self.balance, self.used, self.paid_back, self.owed = account.balance, account.used, 0, account.owed
        self.usage = self.purchase = self.retry = self.unpaid = self.period_ended = False
        self.burst = None


class Page:
    """The account at work, and what comes of it. `event` is what things follow from now, `event_time` its own time."""

    def __init__(self, book, account, payments, originals=()):
        self.book, self.account, self.payments, self.originals = book, account, payments, originals
        self.entries, self.effects = [], []
        self.event = self.event_time = self.path = None
        self.moment, self.head, self.moved, self.named = Moment(account), None, False, None

    def look(self):
        """What has happened since the last look; the next begins here."""
        seen, self.moment = self.moment, Moment(self.account)
        return seen

    def post(self, name, kind, postings, time=None, **more):
        """An entry whose postings sum to zero. Zeros are left out, but a movement of nothing keeps its first and its last."""
        account, show = self.account, self.book.show
        assert sum(postings.values()) == 0, (name, postings)
        account.customer += postings.get("customer", 0)
        sides = [(book, amount) for book, amount in postings.items() if amount] or [*postings.items()][:: len(postings) - 1]
        entry = {"id": name, "event": self.event, "time": days.show(account.clock if time is None else time), "kind": kind}
        entry["postings"] = [{"book": book, "amount": show(amount)} for book, amount in sides]
        entry["balance"] = show(account.customer)
        entry.update((key, value) for key, value in more.items() if value is not None)
        self.entries.append(entry)

    def tell(self, kind, rule, suffix="", name=None, **fields):
        """An effect. Its id derives from the event, so that an outbox carries it out once."""
        account = self.account
        effect = {"type": kind, "id": name or f"{self.event}/{kind}{suffix}", "event": self.event}
        effect |= {"time": days.show(account.clock), "balance": self.book.show(account.balance), "rule": rule}
        effect.update((key, value) for key, value in fields.items() if value is not None)
        if account.settings.get("addresses") and kind not in SILENT:
            effect["to"] = account.settings["addresses"]
        self.effects.append(effect)
