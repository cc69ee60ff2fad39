"""docs/simulator-mws.md names every MWS operation with its limit."""

from __future__ import annotations

from pathlib import Path

import pytest

from packhaus_simulator.mws.sections import BY_NAME

_TEXT = (Path(__file__).resolve().parents[3] / "docs" / "simulator-mws.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_the_operation_is_in_the_docs(name: str) -> None:
    assert f"`{name}`" in _TEXT
