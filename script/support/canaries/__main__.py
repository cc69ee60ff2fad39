"""Hunts for what is left of invented buyers, in every copy. The last line is one JSON object."""

from __future__ import annotations

import argparse
import json
import shutil
import signal
import sys
import time
from pathlib import Path

from canaries.hunt import Hunt, Plan
from packhaus.database import delete_cluster
from packhaus.demo.folder import make_anew

_ROOT = Path(__file__).resolve().parents[3]
MUST_BE_ZERO = (
    "found_before",
    "found_after",
    "openable_after",
    "late",
    "early",
    "stray_keys",
    "keys_in_memory",
    "opened_wrongly",
)


def main() -> int:
    """Run one hunt; 1 where it found what must not be, or did not find what must."""
    parser = argparse.ArgumentParser("script/canaries", description=__doc__)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--orders", type=int, default=5000)
    parser.add_argument("--days", type=int, default=100, help="simulated days at most")
    parser.add_argument("--short", action="store_true", help="large steps, as in the test")
    parser.add_argument(
        "--folder", type=Path, default=_ROOT / ".canaries", help="is deleted at the beginning"
    )
    given = parser.parse_args()
    started = time.monotonic()
    folder: Path = given.folder.absolute()
    if folder.exists() and any(folder.iterdir()) and not (folder / "data" / "demo").exists():
        parser.error(f"{folder} has something in it that no hunt made")
    if (folder / "data").exists():
        delete_cluster(folder / "data")
        shutil.rmtree(folder)
    folder.mkdir(exist_ok=True)
    folder.chmod(0o711)
    make_anew(folder / "data")
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    hunt = Hunt(folder, _plan(given))
    try:
        figures = hunt.run()
    finally:
        hunt.close()
    seconds = round(time.monotonic() - started, 1)
    print(json.dumps(figures | {"seconds": seconds}), flush=True)
    wrong = [name for name in MUST_BE_ZERO if figures[name]]
    same = figures["openable_before"] == figures["planted"]
    return 0 if not wrong and same and figures["decoys_found"] == figures["decoys_planted"] else 1


def _plan(given: argparse.Namespace) -> Plan:
    if given.short:
        return Plan(given.seed, given.orders, 2, given.days, 40, 31, 10, 3)
    inflow = max(2, min(30, given.days // 3))
    return Plan(given.seed, given.orders, inflow, given.days, 1, min(45, given.days // 2), 10, 8)


if __name__ == "__main__":
    sys.exit(main())
