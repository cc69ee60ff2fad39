"""A wrong address of the database is said in words, and never with its password."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("postgresql://packhaus:geheim-7@127.0.0.1:1/packhaus", "does not answer"),
        ("nonsense://geheim-7", "is no address of a PostgreSQL"),
    ],
)
def test_it_is_named_with_its_mend(address: str, says: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "packhaus", "--data", str(tmp_path / "data"), "status"],
        env=os.environ | {"DATABASE_URL": address, "PYTHONPATH": str(Path(__file__).parents[2] / "src")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert says in done.stderr
    assert "DATABASE_URL" in done.stderr
    assert "geheim-7" not in done.stderr
    assert "Traceback" not in done.stderr
