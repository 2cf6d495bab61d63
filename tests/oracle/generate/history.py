"""A history: a rulebook, an account that opens, and events in one or several calls, all from one seed."""

import random

from model import days, timeline, verbs
from model.ledger import Page
from model.refusal import Refusal
from . import facts, owners, rulebooks, wrong
from .draw import Draw
from .facts import Facts

OPENINGS = ["2026-01-05T00:00:00Z", "2026-01-31T10:30:00Z", "2025-12-28T23:59:59.999Z", "2028-02-29T12:00:00Z"]
PAYMENTS = ["report"] * 6 + ["succeed"] * 3 + ["decline"] * 2


def make(seed, features=facts.FEATURES):
    """The calls of one history, each as `apply` takes it; later ones go on from the state an answer left."""
    draw = Draw(random.Random(seed))
    chosen = [feature for feature in features if draw.chance(0.6)]
    text = rulebooks.make(draw, chosen)
    book = verbs.read_rulebook(verbs.json.dumps(text))
    opening = {"account": draw.pick(["a", "acme"]), "time": draw.pick(OPENINGS)}
    opening["settings"] = owners.make(draw, book, chosen)
    try:
        account = verbs.open_account(book, opening)
    except Refusal:
        return [{"rulebook": text, "open": opening, "as_of": opening["time"], "events": []}]
    return list(Calls(draw, book, chosen, text, opening, account))


class Calls:
    """Makes calls one after the other, with the model running ahead."""

    def __init__(self, draw, book, features, text, opening, account):
        self.draw, self.book, self.text, self.opening, self.account = draw, book, text, opening, account
        self.facts, self.count = Facts(draw, book, features), 0

    def __iter__(self):
        first = True
        for size in self.sizes():
            for call in self.calls(size, first):
                yield call
                after, _, refusal = verbs.attempt(call, None if first else self.account)
                if refusal is None:
                    self.account, first = after, False
                    break

    def sizes(self):
        """Five to twenty-five events in one to four calls."""
        total, parts = self.draw.rng.randint(5, 25), self.draw.pick([1, 1, 2, 2, 3, 4])
        cuts = sorted(self.draw.rng.randint(0, total) for _ in range(parts - 1))
        return [upper - lower for lower, upper in zip([0, *cuts], [*cuts, total])]

    def calls(self, size, first):
        """One call; a few percent come after one that is refused for one of its events."""
        payments = self.draw.pick(PAYMENTS)
        page = Page(self.book, self.account.clone(), payments)
        events = self.late(page, size) if not first else []
        while len(events) < size:
            self.add(page, events)
        if self.draw.chance(0.12):
            bad = self.wrong(page, events)
            yield self.call(bad, payments, first)
        if events and self.draw.chance(0.08):
            events = events + [self.again(self.draw.pick(events))]
        yield self.call(events, payments, first)

    def call(self, events, payments, first):
        """The events in any order, up to an `as_of` that is theirs or later."""
        times = [days.parse(event["time"]) for event in events if event["time"] != wrong.FAR] + [self.account.clock]
        as_of = max(times) + self.draw.pick([0, 0, 1, 3_600_000])
        events = list(events)
        if self.draw.chance(0.5):
            self.draw.rng.shuffle(events)
        out = {"rulebook": self.text, "as_of": days.show(as_of), "payments": payments, "events": events}
        return out | ({"open": self.opening} if first else {})

    def late(self, page, size):
        """Facts from before the account's clock, usage mostly."""
        account, events = page.account, []
        if account.clock == account.opened or not self.draw.chance(0.5):
            return events
        earliest = max(account.opened, account.clock - self.draw.pick([1, 10, 40, 80]) * days.DAY)
        times = sorted(self.draw.rng.randint(earliest, account.clock) for _ in range(self.draw.rng.randint(1, 4)))
        for time in times[:size]:
            self.facts.account = account
            kind = "usage" if self.draw.chance(0.7) else self.draw.rng.choices(self.facts.kinds, self.facts.weights)[0]
            self.happen(page, events, kind, time)
        return events

    def add(self, page, events):
        """The next event: some time later, or exactly when something is due."""
        account, draw = page.account, self.draw
        time = account.clock + draw.step()
        coming = min(timeline.due(account), default=None)
        if coming and draw.chance(0.15) and coming[0] - account.clock < 60 * days.DAY:
            time = max(coming[0] + draw.pick([0, 0, -1, 1]), account.clock)
        timeline.run(page, time - 1)
        self.facts.account = account
        kind = draw.rng.choices(self.facts.kinds, self.facts.weights)[0]
        self.happen(page, events, kind, time)

    def happen(self, page, events, kind, time):
        """Makes the event and lets the running model see it; one that the model refuses is dropped."""
        self.count += 1
        event = self.facts.event(kind, f"e{self.count:03d}", time)
        if event is None:
            return
        try:
            verbs.happen(page, event | {"time": days.parse(event["time"])}, 0)
        except Refusal:
            return
        events.append(event)

    def wrong(self, page, events):
        """The events, or some of the first, with one among them that is refused."""
        self.facts.account = page.account
        self.count += 1
        time = page.account.clock
        if events and self.draw.chance(0.15):
            twin = dict(self.draw.pick(events))
            twin["time"] = days.show(days.parse(twin["time"]) + 1) if self.draw.chance(0.5) else twin["time"]
            twin["type"], twin["extra"] = "time_passed", None
            return events + [{key: twin[key] for key in ("type", "id", "time")}]
        bad = wrong.make(self.draw, self.facts, f"e{self.count:03d}", time)
        return events[: self.draw.rng.randint(0, len(events))] + [bad]

    def again(self, event):
        """The same event once more, perhaps written in another way."""
        if len(event.get("quantity", "long" * 3)) < 10 and self.draw.chance(0.3):
            quantity = event["quantity"]
            return event | {"quantity": quantity + "0" if "." in quantity else quantity + ".0"}
        return dict(event, time=self.draw.instant(days.parse(event["time"])))
