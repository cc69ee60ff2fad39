"""Every numbered requirement of the connection to Amazon has a test that cites its number."""

from __future__ import annotations

from pathlib import Path

import pytest
from rules import RULES, citing, numbers_in, shown_by

FOUND = shown_by()


@pytest.mark.parametrize("number", RULES)
def test_a_test_cites_the_rule(number: str) -> None:
    """See them all with: script/rules"""
    assert FOUND[number], f"no test cites {number}: {RULES[number]}"


def test_the_list_is_whole() -> None:
    """Ways in, connecting, weights, and the life of an authorization."""
    expected = {f"R1.{n}" for n in (1, 2, 3)} | {f"R2.{n}" for n in (1, 2, 3, 4)} | {"R3.1", "R3.2"}
    assert set(RULES) == expected | {f"R4.{n}" for n in (4, 5, 6, 7)}


def test_a_rule_without_a_test_is_found(tmp_path: Path) -> None:
    (tmp_path / "test_x.py").write_text('def test_a():\n    """R4.5"""\n\n\ndef helper():\n    """R4.6"""\n')
    found = shown_by(tmp_path)
    assert found["R4.5"] == ["test_x.py::test_a"]
    assert [number for number, tests in found.items() if tests] == ["R4.5"]


def test_numbers_are_read_from_names_docstrings_and_ranges() -> None:
    source = (
        '"""All of it (R4.4 to R4.6)."""\n\ndef test_r2_1_is_copied(): ...\n\ndef test_b():\n    """R1.3"""\n'
    )
    found = set(citing(source, "f"))
    assert {number for number, test in found if test == "f::test_r2_1_is_copied"} == {
        "R4.4",
        "R4.5",
        "R4.6",
        "R2.1",
    }
    assert ("R1.3", "f::test_b") in found
    assert numbers_in("R2.1, R2.3 and R4.4–R4.5; R1") == {"R2.1", "R2.3", "R4.4", "R4.5"}
