"""One history against an engine: every call of it, and what can be asked about the account at its end."""

import json
import subprocess

import compare
from generate.history import Step
from model import asks, originals, verbs
from model.refusal import Refusal


class Engine:
    """A process that answers calls, a line each: `{"verb", "call"}` in, the answer out."""

    def __init__(self, path):
        self.process = subprocess.Popen([path], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, *calls):
        """Calls as (verb, call), and their answers."""
        for verb, call in calls:
            self.process.stdin.write(json.dumps({"verb": verb, "call": call}).encode() + b"\n")
        self.process.stdin.flush()
        return [json.loads(self.process.stdout.readline()) for _ in calls]


def whole(engine, steps, questions=()):
    """The first difference of a history as (verb, call, differences, answer), None where both agree."""
    state, known = None, {}
    for step in steps:
        call = step.call | {"originals": [known[entry["id"]] for entry in step.call["originals"]]}
        call |= {} if "open" in call else {"state": state}
        (got,) = engine.ask(("apply", call))
        found = compare.answers(step.answer, step.refusal, got)
        if found:
            return "apply", call, found, got
        if step.refusal is None:
            state = got["answer"]["state"]
            known |= {entry["id"]: entry for entry in got["answer"]["entries"]}
    if state is None:
        return None
    calls = [(verb, question if verb == "plan_recharge" else question | {"state": state}) for verb, question in questions]
    for (verb, call), (_, question), got in zip(calls, questions, engine.ask(*calls)):
        found = asked(verb, question, steps[-1].account, got)
        if found:
            return verb, call, found, got
    return None


def asked(verb, question, account, got):
    """What differs in a verb that only reads."""
    try:
        expected = asks.plan_recharge(question) if verb == "plan_recharge" else getattr(asks, verb)(question, account)
        return compare.reading(verb, expected, got)
    except Refusal as refusal:
        return compare.answers(None, (refusal.code, refusal.path), got)


def replay(calls):
    """The steps of calls that were written down or cut: the model runs them anew."""
    steps, account, entries = [], None, []
    for call in calls:
        if account is None and "open" not in call:
            return None
        call = originals.brought(call, entries)
        after, answer, refusal = verbs.attempt(call, None if "open" in call else account)
        steps.append(Step(call, after, answer, refusal))
        if refusal is None:
            account, entries = after, entries + answer["entries"]
    return steps
