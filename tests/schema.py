"""Holds calls and answers against the published JSON Schema: `schema.py SCHEMA LINES`.

Each line is {"name", "verb", "kind": "call" or "answer", "value"}. Prints what does not fit and exits with 1.
"""

import json
import sys

from jsonschema import Draft202012Validator

schema_file, lines_file = sys.argv[1:]
with open(schema_file, encoding="utf-8") as file:
    schema = json.load(file)
Draft202012Validator.check_schema(schema)


def validator(verb, kind):
    part = schema["properties"][verb]["properties"][kind]
    return Draft202012Validator({"$schema": schema["$schema"], "$defs": schema["$defs"], **part})


validators = {(verb, kind): validator(verb, kind) for verb in schema["properties"] if verb != "problem" for kind in ("call", "answer")}
faults = 0
with open(lines_file, encoding="utf-8") as file:
    for line in map(json.loads, file):
        for error in validators[line["verb"], line["kind"]].iter_errors(line["value"]):
            faults += 1
            print(f"{line['name']}: {line['kind']} at /{'/'.join(map(str, error.path))}: {error.message}")
sys.exit(min(faults, 1))
