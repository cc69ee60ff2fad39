"""The simulator's docs name every switch, fault, journey rule and admin path that there is."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from packhaus_simulator.admin.routes import PATHS
from packhaus_simulator.amazon.operations import OPERATIONS
from packhaus_simulator.carrier.journey import JourneyRules
from packhaus_simulator.faults import Kind
from packhaus_simulator.switches import Switches

_DOCS = Path(__file__).resolve().parents[2] / "docs"
_TEXT = "".join(path.read_text(encoding="utf-8") for path in sorted(_DOCS.glob("simulator*.md")))


@pytest.mark.parametrize(
    "name", [*Switches.__struct_fields__, *get_args(Kind), *JourneyRules.__struct_fields__, *OPERATIONS]
)
def test_it_is_in_the_docs(name: str) -> None:
    assert f"`{name}`" in _TEXT


@pytest.mark.parametrize("path", sorted({path for path, _, _ in PATHS if path}))
def test_the_path_is_in_the_docs(path: str) -> None:
    assert path.replace("{order_id}", "{id}") in _TEXT
