"""The benches of erasing and sealing in a short form: they end, and their last line is what is asked for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def last_line(name: str, *arguments: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, ROOT / "bench" / f"{name}.py", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_erasing_a_thousand_orders() -> None:
    found = last_line("erase", "1000", "--baseline", "2")
    assert {"orders", "seconds", "peak_mb", "panel_p99_ratio"} <= set(found)
    assert found["orders"] == 1000
    assert 0 < found["peak_mb"] < 500


def test_sealing_three_hundred_orders() -> None:
    found = last_line("seal", "300")
    assert found["orders"] == 300
    assert min(found["sealed_seconds"], found["plain_seconds"], found["ratio"]) > 0
