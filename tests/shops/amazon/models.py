"""Amazon's own models beside the repository: definitions, parameters, examples of the operations we use."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

MODELS = Path(__file__).resolve().parents[4] / "shared" / "amazon-models"
ORDERS, ORDERS_V0 = "orders_2026-01-01", "ordersV0"
LISTINGS, SELLERS = "listingsItems_2021-08-01", "sellers"

needs_models = pytest.mark.skipif(not MODELS.is_dir(), reason="Amazon's models are not beside the repository")


@functools.cache
def model(name: str) -> dict[str, Any]:
    return json.loads((MODELS / f"{name}.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def operation(name: str, operation_id: str) -> dict[str, Any]:
    """The operation's description."""
    for methods in model(name)["paths"].values():
        for found in methods.values():
            if isinstance(found, dict) and found.get("operationId") == operation_id:
                return found
    raise LookupError(operation_id)


def static_examples(name: str, operation_id: str, status: str) -> list[dict[str, Any]]:
    """The static sandbox examples (``x-amzn-api-sandbox``) of an operation's answer."""
    if not MODELS.is_dir():
        return []
    answer = operation(name, operation_id)["responses"][status]
    return list(answer.get("x-amzn-api-sandbox", {}).get("static", []))


def check(name: str, definition: str, value: object) -> None:
    """Fail where ``value`` is not valid against a definition, or has a field that the model does not."""
    schema = {"$ref": f"#/definitions/{definition}", "definitions": _closed(model(name)["definitions"])}
    checker = jsonschema.Draft4Validator(schema, format_checker=jsonschema.Draft4Validator.FORMAT_CHECKER)
    problems = [f"{error.json_path}: {error.message}" for error in checker.iter_errors(value)]
    assert not problems, problems


def check_query(name: str, operation_id: str, query: dict[str, str]) -> None:
    """Fail where query parameters are not those of the model, or not of its form."""
    known = {
        each["name"]: each for each in operation(name, operation_id)["parameters"] if each["in"] == "query"
    }
    assert set(query) <= set(known), set(query) - set(known)
    assert {key for key, each in known.items() if each.get("required")} <= set(query)
    for key, text in query.items():
        wanted = known[key]
        if wanted["type"] == "array":
            values = text.split(",")
            assert len(values) <= wanted.get("maxItems", 1000)
            allowed = wanted["items"].get("enum")
            assert allowed is None or set(values) <= set(allowed), (key, values)
        elif wanted["type"] == "integer":
            assert int(text) <= wanted.get("maximum", 100)
        elif wanted.get("format") == "date-time":
            assert text.endswith("Z")


def _closed(definitions: dict[str, Any]) -> dict[str, Any]:
    return {
        name: {**each, "additionalProperties": False} if "properties" in each else each
        for name, each in definitions.items()
    }
