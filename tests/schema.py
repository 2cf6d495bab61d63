"""Holds calls and answers against the published JSON Schema: `schema.py SCHEMA LINES`.

Each line is {"name", "verb", "kind": "call" or "answer", "value"}, or {"name", "kind": "rulebook" or "no_rulebook",
"value"} for the schema of rulebooks beside it, as an editor reads it. Prints what does not fit, and what fits and must
not, and exits with 1.
"""

import json
import sys
from pathlib import Path

from jsonschema import Draft202012Validator

schema_file, lines_file = sys.argv[1:]
with open(schema_file, encoding="utf-8") as file:
    schema = json.load(file)
Draft202012Validator.check_schema(schema)


def validator(verb, kind):
    part = schema["properties"][verb]["properties"][kind]
    return Draft202012Validator({"$schema": schema["$schema"], "$defs": schema["$defs"], **part})


validators = {(verb, kind): validator(verb, kind) for verb in schema["properties"] if verb != "problem" for kind in ("call", "answer")}
with open(Path(schema_file).with_name("rulebook.schema.json"), encoding="utf-8") as file:
    rulebooks = Draft202012Validator(json.load(file))
rulebooks.check_schema(rulebooks.schema)
faults = 0
with open(lines_file, encoding="utf-8") as file:
    for line in map(json.loads, file):
        if line["kind"] == "no_rulebook":
            if rulebooks.is_valid(line["value"]):
                faults += 1
                print(f"{line['name']}: an editor would not mark it")
            continue
        held = rulebooks if line["kind"] == "rulebook" else validators[line["verb"], line["kind"]]
        for error in held.iter_errors(line["value"]):
            faults += 1
            print(f"{line['name']}: {line['kind']} at /{'/'.join(map(str, error.path))}: {error.message}")
sys.exit(min(faults, 1))
