"""The smallest history with the same difference that dropping events, calls, settings and options leads to."""

import copy

from differ import replay, whole
from model import days

OPTIONAL = ["alerts", "top_up", "recharge", "billing", "settlement", "overage", "holds", "service", "coupons", "bank_debit"]
ROUNDS = 12


def signature(engine, calls, questions):
    """What differs in a history, None where nothing does or the calls make none."""
    try:
        steps = replay(calls)
        found = whole(engine, steps, questions) if steps else None
    except (AssertionError, AttributeError, KeyError, TypeError):
        return None
    return found and (found[0], found[2][0][3].split(",")[0])


def smallest(engine, steps, questions):
    """Cuts as long as the difference stays."""
    calls, questions = [copy.deepcopy(step.call) for step in steps], list(questions)
    wanted = signature(engine, calls, questions)
    for _ in range(ROUNDS if wanted else 0):
        size = len(str(calls)) + len(str(questions))
        for cut in (questions_out, calls_out, joined, events_out, options_out, fields_out):
            calls, questions = cut_down(engine, wanted, cut, calls, questions)
        if len(str(calls)) + len(str(questions)) == size:
            break
    return calls, questions


def cut_down(engine, wanted, cut, calls, questions):
    """One kind of cut, from the start again after each that holds."""
    held = True
    while held:
        held = False
        for other, asked in cut(calls, questions):
            if (other, asked) != (calls, questions) and signature(engine, other, asked) == wanted:
                calls, questions, held = other, asked, True
                break
    return calls, questions


def questions_out(calls, questions):
    """One question, or none."""
    yield calls, []
    for question in questions:
        yield calls, [question]


def calls_out(calls, questions):
    """Without one of the later calls."""
    for place in range(len(calls) - 1, 0, -1):
        if place < len(calls):
            yield calls[:place] + calls[place + 1 :], questions


def joined(calls, questions):
    """Two calls in one."""
    for place in range(len(calls) - 1):
        first, second = calls[place : place + 2]
        later = max(first["as_of"], second["as_of"], key=days.parse)
        one = first | {"events": first["events"] + second["events"], "as_of": later}
        yield calls[:place] + [one] + calls[place + 2 :], questions


def events_out(calls, questions):
    """Without some of the events of a call, many at first."""
    for place, call in enumerate(calls):
        width = max(len(call["events"]) // 2, 1)
        while width:
            for start in range(0, len(call["events"]), width):
                left = call["events"][:start] + call["events"][start + width :]
                yield calls[:place] + [call | {"events": left}] + calls[place + 1 :], questions
            width //= 2


def options_out(calls, questions):
    """Without an option of the rulebook or of the first settings."""
    rulebook = calls[0]["rulebook"]
    smaller = [{key: rulebook[key] for key in rulebook if key != name} for name in OPTIONAL if name in rulebook]
    used = [rate for rate in rulebook["rates"] if rate["product"] == "call" and "prefix" not in rate]
    smaller += [rulebook | {"rates": used}] if len(used) < len(rulebook["rates"]) else []
    for part in OPTIONAL:
        options = rulebook.get(part)
        for name in options if isinstance(options, dict) else ():
            smaller.append(rulebook | {part: {key: options[key] for key in options if key != name}})
    for other in smaller:
        asked = [(verb, question | {"rulebook": other}) for verb, question in questions]
        yield [call | {"rulebook": other} for call in calls], asked
    opening = calls[0]["open"]
    for name in opening.get("settings", {}):
        settings = {key: value for key, value in opening["settings"].items() if key != name}
        yield [calls[0] | {"open": opening | {"settings": settings}}] + calls[1:], questions


def fields_out(calls, questions):
    """Without a field of an event that can be left out."""
    for place, call in enumerate(calls):
        for number, event in enumerate(call["events"]):
            for field in ("account", "reason", "method", "destination", "subaccount", "direction", "priority", "until", "from"):
                if field in event:
                    less = {key: value for key, value in event.items() if key != field}
                    events = call["events"][:number] + [less] + call["events"][number + 1 :]
                    yield calls[:place] + [call | {"events": events}] + calls[place + 1 :], questions
