"""Holds the description of the HTTP API against OpenAPI 3.1, and its examples against its schemas: `openapi.py FILE`.

Prints what does not fit and exits with 1.
"""

import json
import sys

from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

with open(sys.argv[1], encoding="utf-8") as file:
    described = json.load(file)

faults, examples = [], 0
for error in OpenAPIV31SpecValidator(described).iter_errors():
    faults.append(f"/{'/'.join(map(str, error.path))}: {error.message}")


def held(where, schema, example):
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", "components": described["components"], **schema}
    for error in Draft202012Validator(whole).iter_errors(example):
        faults.append(f"{where} at /{'/'.join(map(str, error.path))}: {error.message[:300]}")


for path, methods in described["paths"].items():
    for method, operation in methods.items():
        name = operation["operationId"]
        parts = [(f"{name} takes {kind}", content) for kind, content in operation.get("requestBody", {}).get("content", {}).items()]
        for status, answer in operation["responses"].items():
            parts += [(f"{name} answers {status} {kind}", content) for kind, content in answer["content"].items()]
        parts += [(f"{name} asks {asked['name']}", asked) for asked in operation.get("parameters", []) if "$ref" not in asked]
        for where, content in parts:
            if "example" in content:
                examples += 1
                held(where, content["schema"], content["example"])

assert examples > 150, f"{examples} examples"
print(f"{examples} examples, {len(faults)} faults")
print("\n".join(faults[:40]))
sys.exit(min(len(faults), 1))
