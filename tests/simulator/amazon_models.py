"""Checks answers against Amazon's own Swagger models; a field that a model does not list is an error."""

from __future__ import annotations

import json
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "amazon-models"
ORDERS, ORDERS_V0 = "orders_2026-01-01.json", "ordersV0.json"
SELLERS, LISTINGS = "sellers.json", "listingsItems_2021-08-01.json"


@cache
def model(file: str) -> dict[str, Any]:
    """A model as Amazon publishes it; the test is skipped where the models are not at hand."""
    path = FOLDER / file
    if not path.exists():
        pytest.skip(f"Amazon's models are not beside the repository ({FOLDER.name}/{file})")
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


@cache
def _validator(file: str, name: str) -> jsonschema.Draft4Validator:
    definitions = deepcopy(model(file)["definitions"])
    for schema in definitions.values():
        _close(schema)
    schema = {"$ref": f"#/definitions/{name}", "definitions": definitions}
    return jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())


def _close(schema: Any) -> None:
    if isinstance(schema, dict):
        if "properties" in schema:
            schema.setdefault("additionalProperties", False)
        for value in schema.values():
            _close(value)


def check(file: str, name: str, value: Any) -> None:
    """Fail with all that is wrong with a value by its definition."""
    wrong = [
        f"{'/'.join(map(str, e.absolute_path))}: {e.message}"
        for e in _validator(file, name).iter_errors(value)
    ]
    assert not wrong, "\n".join(wrong[:10])


def sandbox_orders() -> list[dict[str, Any]]:
    """Every sample order of the sandbox examples of searchOrders and getOrder."""
    found: list[dict[str, Any]] = []
    for path in model(ORDERS)["paths"].values():
        for case in path["get"]["responses"]["200"]["x-amzn-api-sandbox"]["static"]:
            answer = case["response"]
            found += answer.get("orders") or [answer["order"]]
    return found
