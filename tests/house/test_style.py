"""House rules that ruff runs find what they are for; words are spelled as Amazon's API spells them."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("src", "tests", "script", "bench", "docs")
KINDS = {".py", ".md", ".html", ".css", ".js", ".toml"}
BRITISH = re.compile(
    r"\b\w*(?:behaviour|colour|favour|neighbour|authoris|organis|recognis|normalis|serialis|catalogue"
    r"|fulfilment|licence|canceled|canceling)\w*",
)
"""Amazon's API and OAuth spell American, but for "cancelled"; its constants are as they are."""
MOST_LINES = 300


def written_files() -> Iterator[Path]:
    for file in [*ROOT.glob("*.md"), *(file for folder in FOLDERS for file in (ROOT / folder).rglob("*"))]:
        if file.suffix in KINDS and not file.name.endswith(".min.js") and file != Path(__file__):
            yield file


def findings(code: str, place: str) -> str:
    """What ruff says of a file of that content at that place."""
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "ruff",
            "check",
            "--no-cache",
            "--output-format=concise",
            "--stdin-filename",
            place,
            "-",
        ],
        input=code,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout


@pytest.mark.parametrize(
    ("code", "place", "allowed_in"),
    [
        (
            "from django.db import connection\n",
            "src/packhaus/orders/pages/x.py",
            "src/packhaus/orders/bulk.py",
        ),
        ("import psycopg\n", "src/packhaus/flow/x.py", "src/packhaus/flow/bulk.py"),
        ("import time\n\nx = time.time()\n", "src/packhaus/flow/x.py", "src/packhaus/engine/clock.py"),
        ("from time import monotonic\n", "src/packhaus/flow/x.py", "src/packhaus/engine/clock.py"),
        (
            "from datetime import UTC, datetime\n\nx = datetime.now(UTC)\n",
            "src/packhaus/kit/x.py",
            "src/packhaus/engine/clock.py",
        ),
        ("from django.utils.timezone import now\n", "src/packhaus/desk/x.py", "src/packhaus/engine/clock.py"),
        (
            "from django.db.models.functions import Now\n",
            "src/packhaus/orders/x.py",
            "src/packhaus/orders/bulk.py",
        ),
    ],
)
def test_clocks_and_raw_sql_are_refused_but_in_their_place(code: str, place: str, allowed_in: str) -> None:
    assert "TID251" in findings(code, place)
    assert "TID251" not in findings(code, allowed_in)


def test_a_time_without_a_zone_is_refused() -> None:
    code = "from datetime import datetime\n\nx = datetime(2026, 11, 24)\n"
    assert "DTZ001" in findings(code, "src/packhaus/kit/x.py")


def british(text: str) -> list[str]:
    return BRITISH.findall(text)


def test_american_spelling() -> None:
    found = {
        str(file.relative_to(ROOT)): words
        for file in written_files()
        if (words := british(file.read_text(encoding="utf-8")))
    }
    assert found == {}


def test_british_spelling_is_found() -> None:
    assert british("The authorisation was canceled; its colour is cancelled.") == [
        "authorisation",
        "canceled",
        "colour",
    ]


def too_long(files: Iterable[Path]) -> list[str]:
    """Python files with more lines than one subject takes."""
    return [
        file.name
        for file in files
        if file.suffix == ".py"
        and "migrations" not in file.parts
        and len(file.read_text(encoding="utf-8").splitlines()) > MOST_LINES
    ]


def test_no_file_is_so_long_that_it_has_two_subjects(tmp_path: Path) -> None:
    assert too_long(written_files()) == []
    planted = tmp_path / "two_subjects.py"
    planted.write_text("x = 1\n" * (MOST_LINES + 1))
    assert too_long([planted]) == ["two_subjects.py"]
