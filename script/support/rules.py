"""Which test shows which numbered requirement: read from names and docstrings of the tests themselves.

A test cites a requirement by its number in its own docstring or name (``test_r4_5_...``), or in the docstring
of its file, which then counts for all tests in it. ``R4.4 to R4.6`` cites what lies between as well.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"

RULES: dict[str, str] = {
    "R1.1": "the merchant signs in to Seller Central with a professional selling account",
    "R1.2": "user permissions, manage your apps, authorize a new developer",
    "R1.3": "the developer's name and ID of the right form, and both declarations ticked",
    "R2.1": "seller ID, marketplace and token are copied over",
    "R2.2": "the country is asked for, never the ID; a wrong one is refused with the right ones",
    "R2.3": "the place is Settings > Integrations > Amazon",
    "R2.4": "a connection's name, weights, and when the shop is told",
    "R3.1": "a listing's shipping weight is read, and mended at its place",
    "R3.2": "an order's weight is the sum of its lines; without one it waits and says why",
    "R4.1": "no tracking e-mail to a buyer of Amazon's, whatever the settings say",
    "R4.2": "buyers' data goes on the day its purpose ends, from every copy; what is older does not come in",
    "R4.3": "what tax law keeps lies encrypted, place and keeper on record, opened elsewhere only",
    "R4.4": "an authorization ends a year after it was given, or with the 180 days of the client secret",
    "R4.5": "from a month before, a reminder each week, by e-mail and in the panel",
    "R4.6": "on its day it is deactivated; renewed, it works with the same token",
    "R4.7": "the table of current authorizations, with dates, state, renew and revoke",
    "R5.1": "orders come in by themselves; searched, filtered, edited, held, cancelled",
    "R5.2": "a parcel is announced, with label and tracking number, in batches, printed on A6 or A4",
    "R5.3": "the carrier's events move the parcel",
    "R5.4": "the shop hears of it at the chosen moment, exactly once in effect",
}
"""The requirements whose tests are counted, each in a few words."""

_RANGE = re.compile(r"R(\d)\.(\d+)(?:\s*(?:to|bis|–|-)\s*R(\d)\.(\d+))?")
_NAME = re.compile(r"(?:^|_)r(\d)_(\d+)(?=_|$)")


def numbers_in(text: str) -> set[str]:
    """The numbers that a text cites."""
    found = set()
    for chapter, first, last_chapter, last in _RANGE.findall(text):
        until = int(last) if last and last_chapter == chapter else int(first)
        found |= {f"R{chapter}.{number}" for number in range(int(first), until + 1)}
    return found


def citing(source: str, name: str) -> Iterator[tuple[str, str]]:
    """Each number with a test that cites it (``file::test``), in one file of tests."""
    tree = ast.parse(source)
    of_all = numbers_in(ast.get_docstring(tree) or "")
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef) or not node.name.startswith("test_"):
            continue
        in_name = {f"R{chapter}.{number}" for chapter, number in _NAME.findall(node.name)}
        for number in of_all | in_name | numbers_in(ast.get_docstring(node) or ""):
            yield number, f"{name}::{node.name}"


def shown_by(folder: Path = TESTS) -> dict[str, list[str]]:
    """The tests that cite each requirement, by number."""
    found: dict[str, list[str]] = {number: [] for number in RULES}
    for file in sorted(folder.rglob("test_*.py")):
        for number, test in citing(file.read_text(encoding="utf-8"), str(file.relative_to(folder))):
            if number in found:
                found[number].append(test)
    return found


def main() -> None:
    """Print the table, or of some numbers every test."""
    found = shown_by()
    wanted = sys.argv[1:]
    if wanted:
        for number in wanted:
            print(f"{number}: {RULES.get(number, 'not in the list')}")
            print("\n".join(f"  {test}" for test in found.get(number, [])))
        return
    print("| rule | is | tests | in |\n| --- | --- | --- | --- |")
    for number, words in RULES.items():
        files = sorted({test.partition("::")[0] for test in found[number]})
        print(f"| {number} | {words} | {len(found[number])} | {', '.join(files)} |")


if __name__ == "__main__":
    main()
