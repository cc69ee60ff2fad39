"""``packhaus demo --year``: reminders (R4.5), the day of the end and the same token after it (R4.6)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path


def test_a_year_of_an_authorization_r4_4_to_r4_7() -> None:
    home = Path(tempfile.mkdtemp(prefix="packhaus-year-test-"))
    home.chmod(0o711)
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PACKHAUS_", "DATABASE_URL"))}
    packhaus = [sys.executable, "-m", "packhaus", "--data", str(home / "data")]
    done = subprocess.run(
        [*packhaus, "demo", "--year", "--leap", "--orders", "12", "--seed", "5"],
        env=environment | {"PYTHONPATH": str(Path(__file__).resolve().parents[2] / "src")},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    try:
        assert done.returncode == 0, done.stderr[-3000:]
        seen = json.loads(done.stdout.splitlines()[-1])
    finally:
        from packhaus.database import delete_cluster

        delete_cluster(home / "data")
        shutil.rmtree(home, ignore_errors=True)
    reminders = [date.fromisoformat(day) for day in seen["reminders"]]
    end = date.fromisoformat(seen["deactivated_on"])
    assert 4 <= len(reminders) <= 6, seen
    assert all(later - day == timedelta(days=7) for day, later in pairwise(reminders))
    assert end - timedelta(days=31) <= reminders[0] <= end - timedelta(days=28)
    assert reminders[-1] < end
    assert seen["calls_while_deactivated"] == 0
    assert seen["waited"] == seen["went_on"] > 6, "orders and confirmations both waited"
    assert seen["same_token"] is True
