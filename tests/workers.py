"""Real worker processes for the kill tests."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

_HERE = Path(__file__).resolve().parent


class Workers:
    """Starts workers on the test's database, and ends all that it started."""

    def __init__(self, folder: Path, keys: Path, hosts: dict[str, str]) -> None:
        from django.conf import settings

        database = settings.DATABASES["default"]
        self._environment = (
            os.environ
            | hosts
            | {
                "DATABASE_URL": f"host={database['HOST']} port={database['PORT']} user={database['USER']}"
                f" dbname={database['NAME']}",
                "PACKHAUS_KEYS": str(keys),
                "PACKHAUS_STALLED_SECONDS": "2",
                "PACKHAUS_TICK_SECONDS": "0.1",
                "PYTHONPATH": str(_HERE.parent / "src"),
            }
        )
        self._folder = folder
        self._started: list[subprocess.Popen[bytes]] = []

    def start(self, seam: str = "", sabotage: str = "") -> subprocess.Popen[bytes]:
        """A worker; ``seam``: it gets SIGKILL there once; ``sabotage``: a guard that is switched off."""
        environment = self._environment | {
            "PACKHAUS_SEAM": seam,
            "PACKHAUS_SEAM_SPENT": str(self._folder / f"spent-{seam or 'none'}"),
        }
        program = ["-m", "packhaus"] if not sabotage else [str(_HERE / "sabotaged.py"), sabotage]
        log = (self._folder / f"worker-{len(self._started)}.log").open("wb")
        process = subprocess.Popen(
            [sys.executable, *program, "--data", str(self._folder / "data"), "worker", "--concurrency", "2"],
            env=environment,
            stdout=log,
            stderr=log,
        )
        log.close()
        self._started.append(process)
        return process

    def command(self, *arguments: str) -> str:
        """What a command of Packhaus says on the same installation."""
        return subprocess.run(
            [sys.executable, "-m", "packhaus", "--data", str(self._folder / "data"), *arguments],
            env=self._environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    def stop(self) -> None:
        for process in self._started:
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
            process.wait(timeout=10)

    def logs(self) -> str:
        return "\n".join(path.read_text()[-2000:] for path in sorted(self._folder.glob("worker-*.log")))


def until(
    what: str | Callable[[], str],
    happened: Callable[[], Any],
    seconds: float = 40,
    between: Callable[[], Any] | None = None,
) -> Any:
    """Wait until something is true; fails in words."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = happened()
        if value:
            return value
        if between is not None:
            between()
        time.sleep(0.1)
    raise AssertionError(f"not within {seconds} s: {what() if callable(what) else what}")
