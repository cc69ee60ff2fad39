"""Every numbered requirement has a test that cites its number."""

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
    """Ways in, connecting, weights, the rules of the connection, and what the guide takes for granted."""
    chapters = {1: 3, 2: 4, 3: 2, 4: 7, 5: 4}
    assert list(RULES) == [f"R{chapter}.{n + 1}" for chapter, last in chapters.items() for n in range(last)]


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
