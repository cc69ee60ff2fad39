"""The canary hunt in short: few buyers, large steps, all else as in script/canaries (R4.2)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from canaries.__main__ import MUST_BE_ZERO

_ROOT = Path(__file__).resolve().parents[2]
_ORDERS = 30


def test_nothing_is_left_of_any_buyer_and_nothing_goes_too_soon_r4_2() -> None:
    home = Path(tempfile.mkdtemp(prefix="packhaus-canaries-test-"))
    home.chmod(0o711)
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PACKHAUS_", "DATABASE_URL"))}
    paths = [str(_ROOT / place) for place in ("script/support", "tests", "src")]
    command = [sys.executable, "-m", "canaries", "--short", "--orders", str(_ORDERS), "--days", "75"]
    done = subprocess.run(
        [*command, "--folder", str(home / "hunt")],
        env=environment | {"PYTHONPATH": os.pathsep.join(paths)},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    try:
        assert done.stdout, done.stderr[-3000:]
        seen = json.loads(done.stdout.splitlines()[-1])
    finally:
        from packhaus.database import delete_cluster

        delete_cluster(home / "hunt" / "data")
        shutil.rmtree(home, ignore_errors=True)
    said = done.stderr[-6000:]
    assert seen["planted"] == seen["openable_before"] == _ORDERS, said
    assert len(MUST_BE_ZERO) >= 8
    assert {name: seen[name] for name in MUST_BE_ZERO} == dict.fromkeys(MUST_BE_ZERO, 0), said
    assert done.returncode == 0, said
    assert seen["late_by_outage"] > 0, "the days off must have met something that was due"
    assert 0 <= seen["late_by_outage_gone_after_seconds"] < 60
    assert seen["decoys_planted"] == seen["decoys_found"] >= 12, said
    assert seen["kills"] >= 3
    assert all(seen[what] > 0 for what in ("labels_printed", "copies", "erased_on_request", "own")), said
