"""Holds an engine against the model on random histories: `run.py --histories N --seed S --jobs J --engine PATH`.

Prints the smallest history it finds for each kind of difference, then what was hit. Exits with 1 on a difference, with 2
where something that must be hit was not.
"""

import argparse
import json
import multiprocessing
import sys
import time
from collections import Counter

import cover
import cover_singles
import singles
from differ import Engine, whole
from generate import history
from generate.facts import WITH_PLANS
from shrink import smallest

SHOWN = 5  # kinds of differences that are cut down and shown
KINDS = ["apply"] * 4 + ["plans"] * 2 + ["rate"] * 3 + ["tax", "totals"]  # of histories, in blocks so that all jobs get some
BLOCK = 64


def verb_of(seed):
    """What kind of history a seed makes."""
    return KINDS[seed // BLOCK % len(KINDS)]


def account_of(seed):
    """The history of an account, with plans and rates of all models or with everything else."""
    return history.make(seed, WITH_PLANS, ("plans", "billing")) if verb_of(seed) == "plans" else history.make(seed)


def hold(engine, seed, counts):
    """Makes a history, holds it against the engine, and counts what it hit; the difference, if any."""
    verb = verb_of(seed)
    if verb not in singles.ANSWERS:
        steps, questions = account_of(seed)
        cover.count(counts, steps, questions)
        return whole(engine, steps, questions)
    call = singles.make(verb, seed)
    answer, refusal = singles.attempt(verb, call)
    cover_singles.count(counts, verb, call, answer, refusal)
    return singles.difference(engine, verb, call, answer, refusal)


def work(task):
    """A share of the seeds against an engine of its own: (counts, differences by kind)."""
    engine, seeds = Engine(task.engine), range(task.first, task.end, task.stride)
    counts, found = Counter(), {}
    for seed in seeds:
        difference = hold(engine, seed, counts)
        if difference:
            kind = f"{difference[0]} {difference[2][0][3]}"
            found.setdefault(kind, [0, seed])[0] += 1
    return counts, found


def show(engine, kind, count, seed):
    """A difference in its smallest history, with both answers."""
    if verb_of(seed) in singles.ANSWERS:
        return show_single(engine, kind, count, seed)
    steps, questions = account_of(seed)
    calls, questions = smallest(engine, steps, questions)
    from differ import replay

    verb, call, differences, _ = whole(engine, replay(calls), questions)
    print(f"\n=== {kind}: {count} histories, first of seed {seed}")
    for number, before in enumerate(calls, start=1):
        print(f"call {number} of apply: {json.dumps(before)}")
    if verb != "apply":
        print(f"then {verb}: {json.dumps({key: value for key, value in call.items() if key not in ('rulebook', 'state')})}")
    tell(differences)


def show_single(engine, kind, count, seed):
    """The same for a call without an account."""
    verb = verb_of(seed)
    call = singles.smallest(engine, verb, singles.make(verb, seed))
    _, _, differences, _ = singles.difference(engine, verb, call, *singles.attempt(verb, call))
    print(f"\n=== {kind}: {count} histories, first of seed {seed}\n{verb}: {json.dumps(call)}")
    tell(differences)


def tell(differences):
    """What each says."""
    for where, expected, got, _ in differences[:3]:
        print(f"  at {where}\n    model:  {json.dumps(expected)}\n    engine: {json.dumps(got)}")


def main():
    """Shares the seeds out, sums up, and tells."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--histories", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--engine", required=True)
    given, began = parser.parse_args(), time.monotonic()
    given.end, given.stride = given.seed + given.histories, given.jobs
    tasks = [argparse.Namespace(**vars(given), first=given.seed + job) for job in range(given.jobs)]
    with multiprocessing.Pool(given.jobs) as pool:
        results = pool.map(work, tasks)
    counts, found = Counter(), {}
    for part, differences in results:
        counts += part
        for kind, (count, seed) in differences.items():
            have = found.setdefault(kind, [0, seed])
            found[kind] = [have[0] + count, min(have[1], seed)]
    speed = given.histories / (time.monotonic() - began)
    engine = Engine(given.engine)
    ordered = sorted(found.items(), key=lambda item: (-item[1][0], item[0]))
    for kind, (count, seed) in ordered[:SHOWN]:
        show(engine, kind, count, seed)
    for kind, (count, seed) in ordered[SHOWN:]:
        print(f"{kind}: {count} histories, first of seed {seed}")
    missing = cover.report(counts, given.histories)
    wrong = sum(count for count, _ in found.values())
    print(f"\n{given.histories} histories, {counts['events']} events, {wrong} with a difference, {speed:.0f} histories/s")
    sys.exit(1 if wrong else 2 if missing else 0)


if __name__ == "__main__":
    main()
