"""A history: a rulebook, an account that opens, and events in one or several calls, all from one seed."""

import random
from collections import namedtuple

from model import days, originals, timeline, verbs
from model.ledger import Page
from model.refusal import Refusal
from . import facts, invoiced, owners, questions, rulebooks, wrong
from .draw import Draw
from .facts import Facts

OPENINGS = ["2026-01-05T00:00:00Z", "2026-01-31T10:30:00Z", "2025-12-28T23:59:59.999Z", "2028-02-29T12:00:00Z"]
PAYMENTS = ["report"] * 6 + ["succeed"] * 3 + ["decline"] * 2
Step = namedtuple("Step", "call account answer refusal")  # the account after it, as the model has it


def make(seed, features=facts.FEATURES, always=()):
    """One history as (steps, questions): calls as `apply` takes them with what the model makes of each, and what is
    asked at the end."""
    draw = Draw(random.Random(seed))
    chosen = [feature for feature in features if draw.chance(0.6)] + list(always)
    text = rulebooks.make(draw, chosen)
    opening = {"account": draw.pick(["a", "acme"]), "time": draw.pick(OPENINGS)}
    try:
        book = verbs.read_rulebook(verbs.json.dumps(text))
        opening["settings"] = owners.make(draw, book, chosen)
        opening |= {"customer": invoiced.customer(draw, book)} if book.invoice else {}
        account = verbs.open_account(book, opening)
    except Refusal:
        call = {"rulebook": text, "open": opening, "as_of": opening["time"], "events": []}
        return [Step(call | {"originals": []}, *verbs.attempt(call))], []
    made = Steps(draw, book, chosen, text, opening, account)
    steps = list(made)
    return steps, list(questions.make(draw, made.facts, text, made.account))


class Steps:
    """Makes calls one after the other, with the model running ahead."""

    def __init__(self, draw, book, features, text, opening, account):
        self.draw, self.book, self.text, self.opening, self.account = draw, book, text, opening, account
        self.facts, self.count, self.entries, self.usages = Facts(draw, book, features), 0, [], []

    def __iter__(self):
        first = True
        for size in self.sizes():
            for call in self.calls(size, first):
                call = originals.brought(call, self.entries)
                after, answer, refusal = verbs.attempt(call, None if first else self.account)
                yield Step(call, after, answer, refusal)
                if refusal is None:
                    self.account, first, self.entries = after, False, self.entries + answer["entries"]
                    break

    def sizes(self):
        """Five to twenty-five events in one to four calls."""
        total, parts = self.draw.rng.randint(5, 25), self.draw.pick([1, 1, 2, 2, 3, 4])
        cuts = sorted(self.draw.rng.randint(0, total) for _ in range(parts - 1))
        return [upper - lower for lower, upper in zip([0, *cuts], [*cuts, total])]

    def calls(self, size, first):
        """One call; a few percent come after one that is refused for one of its events."""
        payments = self.draw.pick(PAYMENTS)
        page = Page(self.book, self.account.clone(), payments, self.entries)
        events = self.late(page, size) if not first else []
        tries = 4 * size
        while len(events) < size and tries:
            self.add(page, events)
            tries -= 1
        if self.draw.chance(0.3 if self.account.holds else 0.12):
            yield self.call(self.wrong(page, events), payments, first)
        if events and self.draw.chance(0.08):
            events = events + [self.again(self.draw.pick(events))]
        yield self.call(events, payments, first)

    def call(self, events, payments, first):
        """The events in any order, up to an `as_of` that is theirs or later."""
        times = [days.parse(event["time"]) for event in events if event["time"] != wrong.FAR]
        as_of = max([*times, self.account.clock]) + self.draw.pick([0, 0, 1, 3_600_000])
        events = list(events)
        if self.draw.chance(0.5):
            self.draw.rng.shuffle(events)
        out = {"rulebook": self.text, "as_of": days.show(as_of), "payments": payments, "events": events}
        return out | ({"open": self.opening} if first else {})

    def late(self, page, size):
        """Facts from before the account's clock, usage mostly."""
        account, events, draw = page.account, [], self.draw
        if account.clock == account.opened or not draw.chance(0.5):
            return events
        earliest = max(account.opened, account.clock - draw.pick([1, 10, 40, 80]) * days.DAY)
        self.facts.see(page, self.usages)
        facts = [(draw.rng.randint(earliest, account.clock), "usage" if draw.chance(0.6) else self.facts.kind(account))
                 for _ in range(draw.rng.randint(1, 4))]  # fmt: skip
        if "refunds" in self.facts.features and self.usages:
            facts += [(days.parse(draw.pick(self.usages)["time"]), "usage_back") for _ in range(draw.rng.randint(0, 3))]
        for time, kind in sorted(facts)[:size]:
            self.happen(page, events, kind, time)
        return events

    def add(self, page, events):
        """The next event: some time later, or exactly when something is due."""
        account, draw = page.account, self.draw
        time = account.clock + draw.step()
        coming = min(timeline.due(account), default=None)
        if coming and draw.chance(0.2) and coming[0] - account.clock < 60 * days.DAY:
            time = max(coming[0] + draw.pick([0, 0, -1, 1]), account.clock)
        if time > account.clock:
            timeline.run(page, time - 1)
        self.happen(page, events, self.facts.kind(account), time)

    def happen(self, page, events, kind, time):
        """Makes the event and lets the running model see it; one that the model refuses is dropped."""
        self.count += 1
        self.facts.see(page, self.usages)
        event = self.facts.event(kind, f"e{self.count:03d}", time)
        if event is None:
            return
        try:
            verbs.happen(page, event | {"time": days.parse(event["time"])}, 0)
        except Refusal:
            return
        events.append(event)
        self.usages += [event] if event["type"] == "usage" and "reverses" not in event else []

    def wrong(self, page, events):
        """The first few of the events, with one after them that is refused."""
        self.facts.see(page, self.usages)
        self.facts.standing = sorted(self.account.holds)
        self.count += 1
        if events and self.draw.chance(0.08):
            twin = self.draw.pick(events)
            later = days.show(days.parse(twin["time"]) + 1)
            return events + [{"type": "time_passed", "id": twin["id"], "time": later}]
        bad = wrong.make(self.draw, self.facts, f"e{self.count:03d}", page.account.clock)
        return (events if self.draw.chance(0.5) else events[: self.draw.rng.randint(0, len(events))]) + [bad]

    def again(self, event):
        """The same event once more, perhaps written in another way."""
        if len(event.get("quantity", "long" * 3)) < 10 and self.draw.chance(0.3):
            quantity = event["quantity"]
            return event | {"quantity": quantity + "0" if "." in quantity else quantity + ".0"}
        return dict(event, time=self.draw.instant(days.parse(event["time"])))
